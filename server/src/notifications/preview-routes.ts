import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { BulletinKind } from "@turnout/contract/bulletin-kind";
import { MAX_BULLETIN_SUBJECT, MAX_BULLETIN_TEXT } from "@turnout/contract/bulletins";
import { MAX_INVITATION_MESSAGE } from "@turnout/contract/invitations";
import { EventId, GuestId } from "@turnout/contract/ids";
import { Locale } from "@turnout/contract/locale";
import { PersonName } from "@turnout/contract/person-name";
import { Words } from "@turnout/contract/text";
import { refuse } from "@turnout/contract/refusals";
import { z } from "zod";
import { coverPictureUrl } from "../events/cover-pictures.ts";
import { eventRow } from "../events/queries.ts";
import type { Deps } from "../http/deps.ts";
import { readerRegion } from "../http/reader-locale.ts";
import type { EventRow } from "../log/event-row.ts";
import type { EmailContent } from "../mail/email-content.ts";
import { emailHtml } from "../mail/email-html.ts";
import { greetedAs, guestEmail, type GuestEmailFacts } from "./guest-emails.ts";
import { guestsToTell, hostsToName, type HostToName } from "./queries.ts";
import { localeOf, NOT_ANSWERED } from "./write-to-guest.ts";

/** Largest body (bytes): a character can be several bytes, each percent-encoded as three. */
const MAX_FORM = 65_536;
/** The email is untrusted markup: no scripts, only our own pictures, framed only by our own pages, which read its title. */
const SANDBOX = "allow-same-origin";
const POLICY = `sandbox ${SANDBOX}; default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-ancestors 'self'`;

const Form = z.object({
  name: PersonName,
  /** The guest's language; empty: the first host's. */
  locale: z.union([Locale, z.literal("")]),
  message: Words.max(MAX_INVITATION_MESSAGE),
});

const BulletinForm = z.object({
  /** The guest whom it is shown for. Absent: an example of the given name, in the first host's language. */
  guestId: GuestId.optional(),
  name: PersonName,
  kind: BulletinKind,
  subject: Words.max(MAX_BULLETIN_SUBJECT),
  text: Words.max(MAX_BULLETIN_TEXT),
});

/** The emails as one guest will get them. Their links open nothing, because the host who asks is not that guest. */
export function previewRoutes(server: FastifyInstance, deps: Deps) {
  void server.register(async (scope) => {
    scope.addContentTypeParser("application/x-www-form-urlencoded", { parseAs: "string", bodyLimit: MAX_FORM }, (_request, body, done) =>
      done(null, Object.fromEntries(new URLSearchParams(String(body)))),
    );
    const routes = scope.withTypeProvider<ZodTypeProvider>();
    const form = { consumes: ["application/x-www-form-urlencoded"], produces: ["text/html"], params: z.object({ eventId: EventId }) };
    // Our pages send no Origin with a form (referrer policy), and nothing is changed here.
    const config = { authz: "host", limit: "command", crossOrigin: true } as const;
    routes.post(
      "/api/events/:eventId/invitations/preview",
      {
        schema: {
          operationId: "previewInvitation",
          summary: "The invitation's HTML as one guest gets it",
          tags: ["invitations"],
          ...form,
          body: Form,
        },
        config,
      },
      async (request, reply) => {
        const { name, locale, message } = request.body;
        const { event, hosts, host } = await eventOf(deps, request, request.params.eventId);
        const reader = { language: locale || null, region: readerRegion(request.headers) };
        const facts: GuestEmailFacts = {
          ...factsOf(deps, { event, host, name }),
          locale: localeOf({ event, guest: reader, hosts }, host),
          takesReplies: host.repliesTo !== null || deps.inboundAddress !== null,
          words: message ? [{ text: message, by: host.name }] : [],
        };
        return show(reply, guestEmail("invitation", facts));
      },
    );
    routes.post(
      "/api/events/:eventId/bulletin-preview",
      {
        schema: {
          operationId: "previewBulletin",
          summary: "The HTML of what a host writes to guests, as one of them gets it",
          tags: ["bulletins"],
          ...form,
          body: BulletinForm,
        },
        config,
      },
      async (request, reply) => {
        const { kind, subject, text, guestId, name } = request.body;
        const { event, hosts, host } = await eventOf(deps, request, request.params.eventId);
        const [guest] = guestId ? await guestsToTell(deps.db, event.id, [guestId]) : [];
        if (guestId && !guest) refuse("guest_not_found");
        const reader = guest ?? { language: null, region: readerRegion(request.headers) };
        const facts: GuestEmailFacts = {
          ...factsOf(deps, { event, host, name: guest?.name ?? name }),
          locale: localeOf({ event, guest: reader, hosts }, host),
          takesReplies: host.repliesTo !== null,
          subject,
          words: text ? [{ text, by: host.name }] : [],
        };
        return show(reply, guestEmail(kind === "nudge" ? "nudge" : "bulletin", facts));
      },
    );
  });
}

/** The event, its hosts, and the one who asks. */
async function eventOf(deps: Deps, request: FastifyRequest, eventId: string) {
  const { userId } = await deps.access.hostAt(request, eventId);
  const event = (await eventRow(deps.db, eventId)) ?? refuse("event_not_found");
  const hosts = await hostsToName(deps.db, eventId);
  const host = hosts.find(({ id }) => id === userId) ?? refuse("event_not_found");
  return { event, hosts, host };
}

interface Shown {
  event: EventRow;
  host: HostToName;
  /** Whom it greets. */
  name: string;
}

/** What both emails have in common. They say the same whatever the guest has answered. */
function factsOf(deps: Deps, { event, host, name }: Shown) {
  return {
    event,
    guest: NOT_ANSWERED,
    greeted: greetedAs(name),
    host: host.name,
    was: null,
    cover: coverPictureUrl(deps, event),
    link: `${deps.publicUrl}/i/preview`,
    unsubscribe: { event: `${deps.publicUrl}/unsubscribe/preview`, all: `${deps.publicUrl}/unsubscribe/preview` },
  };
}

function show(reply: FastifyReply, content: EmailContent) {
  return reply
    .type("text/html; charset=utf-8")
    .headers({ "content-security-policy": POLICY, "cache-control": "no-store" })
    .send(emailHtml(content).replace("<head>", '<head><base target="_blank">'));
}
