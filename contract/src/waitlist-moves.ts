import { z } from "zod";
import { MAX_GUESTS_AT_ONCE } from "./bulk-guests.ts";
import { CommandId, GuestId } from "./ids.ts";

/** Most parties that get another number by one command: each is an entry, and the event's lock is held meanwhile. */
export const MAX_RENUMBERED = 200;

/** Where a party is moved to: the first or last place, one place up or down, or right behind another party. */
export const WaitlistPlace = z.union([z.enum(["first", "last", "up", "down"]), z.strictObject({ behind: GuestId })]);
export type WaitlistPlace = z.infer<typeof WaitlistPlace>;

const Move = z.strictObject({ guestId: GuestId, to: WaitlistPlace });
export type WaitlistMove = z.infer<typeof Move>;

/** Hosts move parties on the waitlist, one after the other in this order; a party named again is moved again. */
export const MoveOnWaitlist = z.strictObject({
  commandId: CommandId,
  moves: z.array(Move).min(1).max(MAX_GUESTS_AT_ONCE),
});
export type MoveOnWaitlist = z.infer<typeof MoveOnWaitlist>;

/** What became of each move of the command, in its order. */
export const MovedOnWaitlist = z.object({
  changed: z.array(GuestId),
  /** Had that place already. */
  same: z.array(GuestId),
  /** Do not wait, or those do not behind whom they were to be moved. */
  notWaiting: z.array(GuestId),
  /** Those of `changed` who got seats by it. */
  seated: z.array(GuestId),
  /** For each of `changed` behind whom they stood before their move; `first`: behind nobody. */
  wasBehind: z.array(z.union([GuestId, z.literal("first")])),
});
export type MovedOnWaitlist = z.infer<typeof MovedOnWaitlist>;

/** The moves that put back who was moved: the last of them first. */
export const movesBack = ({ changed, wasBehind }: Pick<MovedOnWaitlist, "changed" | "wasBehind">): WaitlistMove[] =>
  changed.map((guestId, at) => ({ guestId, to: wasBehind[at] === "first" ? ("first" as const) : { behind: wasBehind[at]! } })).toReversed();
