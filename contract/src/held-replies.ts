import { z } from "zod";
import type { EventDetails } from "./events.ts";
import { ReplyHeld } from "./guest-mail-entries.ts";
import { wallClockOf } from "./wall-clock.ts";

/** Replies that wait for a host's word, that are told at once. */
export const MAX_HELD_REPLIES = 200;

/** A reply that waits for a host's word: no host has left it without effect, and no later answer has settled it. */
export const HeldReply = ReplyHeld.omit({ type: true }).extend({
  /** Its position in the log, by which a host settles it. */
  seq: z.int().min(1),
  /** The guest's. */
  name: z.string(),
});
export type HeldReply = z.infer<typeof HeldReply>;

/** Newest first. */
export const HeldReplies = z.object({ replies: z.array(HeldReply) });

/** Whether all that a held reply suggests is so by now. */
export function isFollowed({ answer, proposal }: Pick<HeldReply, "answer" | "proposal">, details: EventDetails): boolean {
  if (answer !== null || !proposal || proposal.zone !== null) return false;
  const { starts, ends } = wallClockOf(details);
  return proposal.starts === starts && (proposal.ends === null || proposal.ends === ends);
}
