import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { MAX_INVITATION_MESSAGE } from "@turnout/contract/invitations";
import { EventId } from "@turnout/contract/ids";
import { Locale } from "@turnout/contract/locale";
import { PersonName } from "@turnout/contract/person-name";
import { Words } from "@turnout/contract/text";
import { refuse } from "@turnout/contract/refusals";
import { z } from "zod";
import { coverPictureUrl } from "../events/cover-pictures.ts";
import { eventRow } from "../events/queries.ts";
import type { Deps } from "../http/deps.ts";
import { readerRegion } from "../http/reader-locale.ts";
import { letterHtml } from "../mail/letter-html.ts";
import { guestLetter } from "./guest-letters.ts";
import { letterLocale } from "./letter-locale.ts";
import { hostsToName } from "./queries.ts";

/** Bytes of the form that asks for a preview: the words can be several bytes a letter, and each is written as three. */
const MAX_FORM = 16_384;
/** Somebody's markup: no scripts, and nothing loaded but our own pictures. Our own pages show it, and read its title. */
const SANDBOX = "allow-same-origin";
const POLICY = `sandbox ${SANDBOX}; default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-ancestors 'self'`;

const Form = z.object({
  name: PersonName,
  /** The guest's language; empty: the host's. */
  locale: z.union([Locale, z.literal("")]),
  message: Words.max(MAX_INVITATION_MESSAGE),
});

/** The invitation as one guest will get it. The link in it opens nothing: who asks is not that guest. */
export function previewRoutes(server: FastifyInstance, deps: Deps) {
  void server.register(async (scope) => {
    scope.addContentTypeParser("application/x-www-form-urlencoded", { parseAs: "string", bodyLimit: MAX_FORM }, (_request, body, done) =>
      done(null, Object.fromEntries(new URLSearchParams(String(body)))),
    );
    scope.withTypeProvider<ZodTypeProvider>().post(
      "/api/events/:eventId/invitations/preview",
      {
        schema: {
          operationId: "previewInvitation",
          summary: "The invitation's HTML as one guest gets it",
          tags: ["invitations"],
          consumes: ["application/x-www-form-urlencoded"],
          produces: ["text/html"],
          params: z.object({ eventId: EventId }),
          body: Form,
        },
        // A form on our own pages, which tell nobody where they are, names no origin; and nothing is changed here.
        config: { authz: "host", limit: "command", crossOrigin: true },
      },
      async (request, reply) => {
        const { eventId } = request.params;
        const { name, locale, message } = request.body;
        const { userId } = await deps.access.hostAt(request, eventId);
        const event = (await eventRow(deps.db, eventId)) ?? refuse("event_not_found");
        const hosts = await hostsToName(deps.db, eventId);
        const host = hosts.find(({ id }) => id === userId) ?? refuse("event_not_found");
        const letter = guestLetter("invitation", {
          event,
          guest: { name, standing: "none", party_size: 1, place: null },
          locale: letterLocale(locale || (hosts[0] ?? host).locale, [readerRegion(request.headers), host.region], event.zone),
          host: host.name,
          takesReplies: host.repliesTo !== null,
          words: message ? [{ text: message, by: host.name }] : [],
          was: null,
          cover: coverPictureUrl(deps, event),
          link: `${deps.publicUrl}/i/preview`,
          unsubscribe: { event: `${deps.publicUrl}/unsubscribe/preview`, all: `${deps.publicUrl}/unsubscribe/preview` },
        });
        return reply
          .type("text/html; charset=utf-8")
          .headers({ "content-security-policy": POLICY, "cache-control": "no-store" })
          .send(letterHtml(letter).replace("<head>", '<head><base target="_blank">'));
      },
    );
  });
}
