import { refuse } from "@turnout/contract/refusals";
import { MAX_RENUMBERED, type MovedOnWaitlist, type MoveOnWaitlist, type WaitlistMove } from "@turnout/contract/waitlist-moves";
import { callersHostRow, requireHost, requireOpen } from "../events/policy.ts";
import type { Caller } from "../log/caller.ts";
import { command } from "../log/command.ts";
import { rowsById, rowsWhere } from "../log/event-table.ts";
import type { EventState } from "../log/working-set.ts";
import { presentGuest, presentOwn } from "./present.ts";
import { drawFirstTickets, drawTicket, promoteWaiting, waiting } from "./seats.ts";
import { guestsTable, waitlist } from "./tables.ts";

/** Stands for the parties of the waitlist that a command has no need to look at. */
const OTHERS = "others";

/**
 * Moves parties on the waitlist. A party that cannot be moved keeps no other from it: the result names it. Seats are given afterwards, by
 * the rules and in the new order.
 */
export const moveOnWaitlist = command({
  name: "moveOnWaitlist",

  needs: ({ moves }: MoveOnWaitlist, caller: Caller) => [
    callersHostRow(caller),
    rowsById(guestsTable, moves.flatMap(namedIn)),
    rowsWhere(waitlist),
  ],

  decide(state, { moves }, caller, now): MovedOnWaitlist {
    requireHost(state, caller);
    requireOpen(state);
    const { order, result } = reorder(orderBefore(state, moves), moves);
    // A press that changes nothing gives no seats either, also where a clock that was ahead has left one free.
    if (result.changed.length === 0) return { ...result, seated: [] };
    renumber(state, order, new Set(result.changed));
    promoteWaiting(state, now);
    const hasSeats = (guestId: string) => state.rows(guestsTable).get(guestId)?.standing === "going";
    return { ...result, seated: result.changed.filter(hasSeats) };
  },
});

const namedIn = ({ guestId, to }: WaitlistMove): string[] => (typeof to === "string" ? [guestId] : [guestId, to.behind]);

/**
 * The waitlist as far as it has to be known: down to the party behind the last that is named, which `down` may need, and then `OTHERS` if
 * there may be more. All of it where a party is moved twice: the first move may take it behind the others, or the second one among them.
 */
function orderBefore(state: EventState, moves: readonly WaitlistMove[]): string[] {
  const isMovedTwice = new Set(moves.map(({ guestId }) => guestId)).size < moves.length;
  if (isMovedTwice) return Array.from(waiting(state), ({ id }) => id);
  const named = moves.flatMap(namedIn);
  const wanted = new Set(named.filter((guestId) => state.rows(guestsTable).get(guestId)?.ticket != null));
  const order: string[] = [];
  for (const { id } of waiting(state)) {
    if (wanted.size === 0 && order.length > 0) return [...order, id, OTHERS];
    order.push(id);
    wanted.delete(id);
  }
  return order;
}

/** The order after all moves, of which each begins with what the one before it left. */
function reorder(before: string[], moves: readonly WaitlistMove[]): { order: string[]; result: Omit<MovedOnWaitlist, "seated"> } {
  const result: Omit<MovedOnWaitlist, "seated"> = { changed: [], same: [], notWaiting: [], wasBehind: [] };
  let order = before;
  for (const move of moves) {
    const next = moved(order, move);
    if (!next) result.notWaiting.push(move.guestId);
    else if (next.every((id, at) => id === order[at])) result.same.push(move.guestId);
    else {
      result.changed.push(move.guestId);
      result.wasBehind.push(order[order.indexOf(move.guestId) - 1] ?? "first");
      order = next;
    }
  }
  return { order, result };
}

/** The order after one move; null: this party does not wait, or the one does not that it names. */
function moved(order: string[], { guestId, to }: WaitlistMove): string[] | null {
  const from = order.indexOf(guestId);
  if (from < 0) return null;
  const rest = order.toSpliced(from, 1);
  if (typeof to !== "string") {
    const ahead = to.behind === guestId ? -1 : rest.indexOf(to.behind);
    return ahead < 0 ? null : rest.toSpliced(ahead + 1, 0, guestId);
  }
  const at = { first: 0, last: rest.length, up: Math.max(0, from - 1), down: from + 1 }[to];
  return rest.toSpliced(at, 0, guestId);
}

/**
 * Gives numbers so that they rise in this order. The longest run of parties that nobody moved and that are in order keeps its numbers;
 * who is ahead of it gets numbers below all that were ever given, who is behind it new ones at the end. So no number is given twice, not even
 * for the time of a statement, which the index of the waitlist would refuse.
 */
function renumber(state: EventState, order: string[], asked: ReadonlySet<string>): void {
  const [from, to] = keptRun(state, order, asked);
  const [ahead, behind] = [order.slice(0, from), order.slice(to)];
  if (ahead.length + behind.length > MAX_RENUMBERED) refuse("too_many_renumbered", { most: MAX_RENUMBERED });
  const first = drawFirstTickets(state, ahead.length);
  for (const [at, guestId] of ahead.entries()) giveNumber(state, guestId, { ticket: first + at, place: at + 1, asked: asked.has(guestId) });
  for (const guestId of behind)
    giveNumber(state, guestId, { ticket: drawTicket(state), place: state.event.waiting_parties, asked: asked.has(guestId) });
}

/** The first place of the run and the one behind it. Those of whom only `OTHERS` is known keep their numbers, so they are in it. */
function keptRun(state: EventState, order: string[], asked: ReadonlySet<string>): [from: number, to: number] {
  const ticketOf = (guestId: string) => state.rows(guestsTable).get(guestId)!.ticket!;
  const others = order.indexOf(OTHERS);
  let best: [number, number] = others < 0 ? [0, 0] : [others, others + 1];
  let from = 0;
  for (const [at, guestId] of order.entries()) {
    if (at > others && others >= 0) break;
    if (at === others) best = [from, others + 1];
    else if (asked.has(guestId)) from = at + 1;
    else {
      if (at > from && ticketOf(order[at - 1]!) > ticketOf(guestId)) from = at;
      if (others < 0 && at + 1 - from > best[1] - best[0]) best = [from, at + 1];
    }
  }
  return best;
}

function giveNumber(state: EventState, guestId: string, { ticket, place, asked }: { ticket: number; place: number; asked: boolean }): void {
  const before = state.rows(guestsTable).get(guestId)!;
  const guest = state.rows(guestsTable).change(guestId, { ticket });
  const shown = { guest: presentGuest(guest), leftLine: before.ticket!, joinedLine: ticket, place, asked };
  state.append({ type: "guest.movedOnWaitlist", ...shown, own: presentOwn(guest, place) });
}
