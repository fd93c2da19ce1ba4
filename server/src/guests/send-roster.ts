import type { FastifyReply } from "fastify";
import { refuse } from "@turnout/contract/refusals";
import type { Deps } from "../http/deps.ts";
import { sendJsonText } from "../http/send-json-text.ts";
import { positionOf, rosterOf, type RosterReader } from "./door-queries.ts";

/** Rises with what a roster has, so that devices read one anew after an update. */
const ROSTER_FORM = 3;

/** Sends an event's roster with its tag, which is that of the event's log; with `unchanged` as status, nothing to a device that has this one. */
export async function sendRoster(
  deps: Pick<Deps, "db" | "now">,
  reply: FastifyReply,
  { eventId, reader, known, unchanged }: { eventId: string; reader: RosterReader; known: string | undefined; unchanged: 204 | 304 },
) {
  const tag = `W/"${ROSTER_FORM}-${await positionOf(deps.db, eventId)}"`;
  reply.headers({ etag: tag, "cache-control": "private, no-store" });
  if (known === tag) return reply.code(unchanged).send();
  return sendJsonText(reply, (await rosterOf(deps.db, eventId, reader, deps.now())) ?? refuse("event_not_found"));
}
