import type { EventDetails } from "@turnout/contract/events";
import type { ReplyHeld } from "@turnout/contract/guest-mail-entries";
import { wallClockOf } from "@turnout/contract/wall-clock";
import type { HistoryLine } from "./use-guest-history.ts";

export type Held = ReplyHeld & { seq: number };

/** The replies in a guest's history that still wait for a host's word, newest first. Any later answer settles them. */
export function heldReplies(lines: HistoryLine[], details: EventDetails): Held[] {
  const answered = lines.findLast(({ body }) => body.type === "rsvp.answered")?.seq ?? 0;
  const settled = new Set(lines.map(({ body }) => (body.type === "reply.settled" ? body.reply : 0)));
  const held = lines.flatMap(({ seq, body }) => (body.type === "reply.held" ? [{ ...body, seq }] : []));
  return held.filter((one) => one.seq > answered && !settled.has(one.seq) && !isDone(one, details)).toReversed();
}

/** Whether all that was suggested is so by now. */
function isDone({ answer, proposal }: Held, details: EventDetails): boolean {
  if (answer !== null || !proposal || proposal.zone !== null) return false;
  const { starts, ends } = wallClockOf(details);
  return proposal.starts === starts && (proposal.ends === null || proposal.ends === ends);
}
