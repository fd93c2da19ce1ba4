import type { ListedGuest } from "@turnout/contract/guests";
import type { WaitlistMove } from "@turnout/contract/waitlist-moves";

/** Where a host moves waiting guests to: the top, the end, or right behind somebody. */
export type MoveTo = "first" | "last" | { behind: string };

/** What a move would do, before it is done. The server decides by the same rules, on the waitlist as it is then. */
export interface WaitlistPlan {
  moves: WaitlistMove[];
  /** Do not wait for a seat. */
  notWaiting: number;
}

/**
 * Moves that leave guests in the order in which they wait. To the top and behind somebody they go one by one from the last: then each needs to
 * know no other of them, and one who has left meanwhile keeps nobody else from it.
 */
export function planMoves(selected: Iterable<ListedGuest>, to: MoveTo): WaitlistPlan {
  const all = [...selected];
  const waiting = all.filter(({ ticket }) => ticket !== null).toSorted((one, other) => one.ticket! - other.ticket!);
  const behind = typeof to === "string" ? null : to.behind;
  const moved = waiting.filter(({ guestId }) => guestId !== behind);
  const inTurn = to === "last" ? moved : moved.toReversed();
  return { moves: inTurn.map(({ guestId }) => ({ guestId, to })), notWaiting: all.length - waiting.length };
}
