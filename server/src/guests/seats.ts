import { isListed } from "@turnout/contract/audience";
import { areSeatsFinal } from "@turnout/contract/event-life";
import { facesAfter } from "@turnout/contract/faces";
import { MAX_PASSED_OVER, type Standing } from "@turnout/contract/guests";
import { lifetimeOf } from "../events/is-over.ts";
import type { EventRow } from "../log/event-row.ts";
import { NeedsMoreRows, type EventState } from "../log/working-set.ts";
import { presentGuest, presentTally } from "./present.ts";
import { guestsTable, waitingLine, type GuestRow } from "./tables.ts";

/** Where a guest stands, and with how many people. Null: not on the list. */
type Place = { standing: Standing; party_size: number };

/** Seats nobody has taken; null: no limit. Negative never: seats granted beyond the capacity don't count as free. */
export function seatsFree(event: EventRow): number | null {
  return event.capacity === null ? null : Math.max(0, event.capacity - event.seats_taken);
}

/** Whether a party of this size would find seats, those it already holds included. */
export function fits(event: EventRow, party: { size: number; holds: number }): boolean {
  const free = seatsFree(event);
  if (free === null) return true;
  return party.size <= party.holds || party.size - party.holds <= free;
}

export const seatsHeld = (guest: Place | undefined) => (guest?.standing === "going" ? guest.party_size : 0);

/** Counts a guest out of where they stood and in where they stand now. */
export function recount(state: EventState, before: Place | null, after: Place | null): void {
  const next = { ...state.event };
  if (before) count(next, before, -1);
  if (after) count(next, after, +1);
  next.overbooked = next.capacity === null ? 0 : Math.min(next.overbooked, Math.max(0, next.seats_taken - next.capacity));
  state.changeEvent(next);
}

function count(event: EventRow, { standing, party_size }: Place, sign: 1 | -1) {
  event.guest_count += sign;
  if (standing === "going") event.seats_taken += sign * party_size;
  if (standing === "maybe") event.maybe_people += sign * party_size;
  if (standing === "declined") event.declined_guests += sign;
  if (standing === "none") event.silent_guests += sign;
  if (standing !== "waiting") return;
  event.waiting_people += sign * party_size;
  event.waiting_parties += sign;
}

/** Lets the counters hold more people than the capacity: a host's explicit act. */
export function grantSeats(state: EventState, seatsWanted: number): void {
  const { capacity, seats_taken } = state.event;
  if (capacity === null) return;
  state.changeEvent({ overbooked: Math.max(state.event.overbooked, seats_taken + seatsWanted - capacity) });
}

/** Everything an entry says when a guest moved, absolute (L13); the faces on the page follow from it. */
export function moveOf(state: EventState, guest: GuestRow, before: GuestRow | null) {
  const listedNow = !guest.removed_at && isListed(guest.standing);
  const move = {
    guest: presentGuest(guest),
    offList: before && isListed(before.standing) && !listedNow ? guest.id : null,
    tally: presentTally(state.event),
    leftLine: before?.ticket != null && guest.ticket === null ? before.ticket : null,
    own: { place: placeOf(state, guest), claimed: guest.user_id !== null, ...(looksTheSame(before, guest) && { unseen: true as const }) },
  };
  const faces = facesAfter(state.event.faces, move);
  if (faces !== state.event.faces) state.changeEvent({ faces });
  return move;
}

/** Whether readers who are not hosts see the same of a guest: name, answer and party of who comes or might, the ticket of who waits. */
function looksTheSame(before: GuestRow | null, after: GuestRow): boolean {
  const shown = (guest: GuestRow | null) => {
    if (!guest || guest.removed_at) return "";
    const { standing, party_size, name, ticket } = guest;
    if (isListed(standing)) return [standing, party_size, name].join("\0");
    return standing === "waiting" ? [standing, party_size, ticket].join("\0") : "";
  };
  return shown(before) === shown(after);
}

/** A place in line, 1 is next: how many parties hold a lower ticket, plus one. */
export function placeOf(state: EventState, guest: GuestRow): number | null {
  if (guest.ticket === null) return null;
  if (guest.ticket === state.event.last_ticket) return state.event.waiting_parties;
  let place = 1;
  for (const other of line(state)) {
    if (other.ticket! >= guest.ticket) break;
    place += 1;
  }
  return place;
}

/** The parties in line as this decision sees them, longest waiting first. */
function* line(state: EventState): Generator<GuestRow> {
  const lastLoaded = state.cutAfter(waitingLine)?.ticket ?? Infinity;
  const waiting = state
    .rows(guestsTable)
    .all()
    .filter((guest) => guest.ticket !== null && guest.ticket <= lastLoaded);
  yield* waiting.sort((a, b) => a.ticket! - b.ticket!);
  if (lastLoaded !== Infinity) throw new NeedsMoreRows();
}

/** Draws the next ticket: from here on this party waits. */
export function drawTicket(state: EventState): number {
  const ticket = state.event.last_ticket + 1;
  state.changeEvent({ last_ticket: ticket });
  return ticket;
}

/**
 * Gives free seats to those in line until nobody eligible is left, in the same transaction as what freed them.
 * Strict: the head of the line or nobody. Fill gaps: the first party that fits, but a party is passed over at
 * most `MAX_PASSED_OVER` times; then seats are held for it.
 */
export function promoteWaiting(state: EventState, now: Date): void {
  if (state.event.status !== "published") return;
  if (areSeatsFinal(lifetimeOf(state.event), now.getTime())) return;
  while (state.event.waiting_parties > 0 && seatsFree(state.event) !== 0) {
    const next = nextInLine(state);
    if (!next) return;
    for (const passed of next.passed) passOver(state, passed);
    seat(state, next.party);
  }
}

function nextInLine(state: EventState): { party: GuestRow; passed: GuestRow[] } | null {
  const { capacity, waitlist_rule } = state.event;
  const passed: GuestRow[] = [];
  for (const party of line(state)) {
    if (fits(state.event, { size: party.party_size, holds: 0 })) return { party, passed };
    if (capacity !== null && party.party_size > capacity) continue; // can never fit: holds up nobody
    if (waitlist_rule === "strict" || party.passed_over >= MAX_PASSED_OVER) return null;
    passed.push(party);
  }
  return null;
}

function passOver(state: EventState, party: GuestRow) {
  const { id, ticket, passed_over } = state.rows(guestsTable).change(party.id, { passed_over: party.passed_over + 1 });
  state.append({ type: "guest.passedOver", guestId: id, ticket: ticket!, times: passed_over });
}

function seat(state: EventState, before: GuestRow) {
  const guest = state.rows(guestsTable).change(before.id, { standing: "going", ticket: null, passed_over: 0 });
  recount(state, before, guest);
  state.append({ type: "guest.promoted", ...moveOf(state, guest, before) });
}
