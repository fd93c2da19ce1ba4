import type { EventDetails } from "@turnout/contract/events";
import type { ReplyHeld } from "@turnout/contract/guest-mail-entries";
import { isFollowed } from "@turnout/contract/held-replies";
import type { HistoryLine } from "./use-guest-history.ts";

export type Held = ReplyHeld & { seq: number };

/** The replies in a guest's history that still wait for a host's word, newest first. Any later answer settles them. */
export function heldReplies(lines: HistoryLine[], details: EventDetails): Held[] {
  const answered = lines.findLast(({ body }) => body.type === "rsvp.answered")?.seq ?? 0;
  const settled = new Set(lines.map(({ body }) => (body.type === "reply.settled" ? body.reply : 0)));
  const held = lines.flatMap(({ seq, body }) => (body.type === "reply.held" ? [{ ...body, seq }] : []));
  return held.filter((one) => one.seq > answered && !settled.has(one.seq) && !isFollowed(one, details)).toReversed();
}
