import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { Refusal } from "@turnout/contract/refusals";
import { z } from "zod";
import { TooMany, type Counter } from "../../http/rate-counters.ts";
import type { DeliveryReport } from "../inbound/delivery-report.ts";
import { CLOCKS_DIFFER, NotBelieved, type Posted, type ProviderEvent, type ReportAdapter } from "./adapter.ts";
import { ReportingProvider } from "./provider-names.ts";

/** Where providers post their events to, each to its own. */
export const REPORTS_PATH = "/api/delivery-reports/:provider";
/** Largest request of a provider (bytes): SendGrid collects up to 768 kB. */
export const MAX_REPORTS_BYTES = 1024 * 1024;
/** Events of one request that are recorded at a time. */
const AT_A_TIME = 50;
/** How long it is remembered that a token was used (s): longer than Mailgun's signatures are valid. */
export const TOKEN_KEPT = { name: "reportToken", points: 1, seconds: 9 * 3_600 + 2 * CLOCKS_DIFFER };

/** What became of an event. `early`: it has to come again. `ignored`: hosts are not told of its kind. */
export type EventTaken = "recorded" | "unchanged" | "outdated" | "early" | "unknown" | "ignored";

export interface ReportRoutesDeps {
  adapters: Partial<Record<ReportingProvider, ReportAdapter>>;
  /** The email that a tag names. Null: none of ours. */
  mailOf(tag: string): string | null;
  take(report: DeliveryReport, mailId: string): Promise<EventTaken>;
  /** Notes that an email was probably opened. Absent: nobody is to know. */
  noteOpen?(mailId: string): void;
  /** Counts what became of an event, and of requests that were `refused`. */
  count(outcome: EventTaken | "refused"): void;
  /** Remembers tokens that may be used once: `TOKEN_KEPT`. */
  tokens: Counter;
  now: () => Date;
}

const schema = {
  operationId: "reportDeliveries",
  tags: ["invitations"],
  summary: "Tells what became of emails, as their provider",
  description:
    "For mail providers, in their own formats: Amazon SES (by SNS), Mailgun, Postmark, SendGrid. Each proves itself in its own way. " +
    "200: taken, also if it was before, or if it is about other emails than ours. 401 and 400: posting it again does not help; 503: it does. " +
    "404: this instance takes none of this provider.",
  params: z.object({ provider: ReportingProvider }),
  response: { 200: z.null() },
};

/** Takes what providers tell of emails that they took from us. Each event counts once, however often it comes. */
export function reportRoutes(server: FastifyInstance, deps: ReportRoutesDeps) {
  void server.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    // SNS posts its JSON as text.
    scope.addContentTypeParser(
      ["application/json", "text/plain"],
      { parseAs: "buffer", bodyLimit: MAX_REPORTS_BYTES },
      (_request, body, done) => done(null, body),
    );
    const routes = scope.withTypeProvider<ZodTypeProvider>();
    routes.post(
      REPORTS_PATH,
      { schema, bodyLimit: MAX_REPORTS_BYTES, config: { authz: "provider", limit: "inboundMail", crossOrigin: true } },
      async (request, reply) => {
        const adapter = deps.adapters[request.params.provider];
        if (!adapter) throw new Refusal("provider_not_found");
        const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
        await takePost(deps, adapter, { body, headers: request.headers, now: deps.now() });
        // 200 and not 204: Mailgun posts again after any other success.
        return reply.code(200).send(null);
      },
    );
  });
}

async function takePost(deps: ReportRoutesDeps, adapter: ReportAdapter, posted: Posted): Promise<void> {
  const { events, once } = await adapter.read(posted).catch((error: unknown) => {
    if (error instanceof NotBelieved) deps.count("refused");
    throw error;
  });
  // A token that was used brings nothing new, or was taken from somebody who has seen it.
  if (once !== undefined && (await deps.tokens.isSpent(once))) return deps.count("unchanged");
  const taken = await takeAll(deps, events);
  if (taken.includes("early")) throw new Refusal("overloaded");
  if (once === undefined) return;
  await deps.tokens.consume(once).catch((refused: unknown) => {
    if (!(refused instanceof TooMany)) throw refused;
  });
}

async function takeAll(deps: ReportRoutesDeps, events: ProviderEvent[]): Promise<EventTaken[]> {
  const taken: EventTaken[] = [];
  for (let start = 0; start < events.length; start += AT_A_TIME)
    taken.push(...(await Promise.all(events.slice(start, start + AT_A_TIME).map((event) => takeEvent(deps, event)))));
  taken.forEach(deps.count);
  return taken;
}

async function takeEvent({ mailOf, take, noteOpen }: ReportRoutesDeps, { tag, report }: ProviderEvent): Promise<EventTaken> {
  const mailId = tag === null ? null : mailOf(tag);
  if (mailId === null) return "unknown";
  if (report === "opened") noteOpen?.(mailId);
  if (report === "opened") return noteOpen ? "recorded" : "ignored";
  return report === null ? "ignored" : take(report, mailId);
}
