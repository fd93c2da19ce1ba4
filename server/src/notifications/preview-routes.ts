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
import { emailHtml } from "../mail/email-html.ts";
import { greetedAs, guestEmail } from "./guest-emails.ts";
import { emailLocale } from "./email-locale.ts";
import { hostsToName } from "./queries.ts";

/** Largest body (bytes): a character can be several bytes, each percent-encoded as three. */
const MAX_FORM = 16_384;
/** The email is untrusted markup: no scripts, only our own pictures, framed only by our own pages, which read its title. */
const SANDBOX = "allow-same-origin";
const POLICY = `sandbox ${SANDBOX}; default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-ancestors 'self'`;

const Form = z.object({
  name: PersonName,
  /** The guest's language; empty: the first host's. */
  locale: z.union([Locale, z.literal("")]),
  message: Words.max(MAX_INVITATION_MESSAGE),
});

/** The invitation as one guest will get it. Its link opens nothing, because the host who asks is not that guest. */
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
        // Our pages send no Origin with a form (referrer policy), and nothing is changed here.
        config: { authz: "host", limit: "command", crossOrigin: true },
      },
      async (request, reply) => {
        const { eventId } = request.params;
        const { name, locale, message } = request.body;
        const { userId } = await deps.access.hostAt(request, eventId);
        const event = (await eventRow(deps.db, eventId)) ?? refuse("event_not_found");
        const hosts = await hostsToName(deps.db, eventId);
        const host = hosts.find(({ id }) => id === userId) ?? refuse("event_not_found");
        const content = guestEmail("invitation", {
          event,
          guest: { standing: "none", party_size: 1, place: null },
          greeted: greetedAs(name),
          locale: emailLocale(locale || (hosts[0] ?? host).locale, [readerRegion(request.headers), host.region], event.zone),
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
          .send(emailHtml(content).replace("<head>", '<head><base target="_blank">'));
      },
    );
  });
}
