import { isListed } from "@turnout/contract/audience";
import { areSeatsFinal } from "@turnout/contract/event-end";
import { facesAfter } from "@turnout/contract/faces";
import { MAX_PASSED_OVER, type Standing } from "@turnout/contract/guests";
import { instantsOf } from "../events/is-over.ts";
import type { EventRow } from "../log/event-row.ts";
import { NeedsMoreRows, type EventState } from "../log/working-set.ts";
import { presentGuest, presentOwn, presentTally } from "./present.ts";
import { guestsTable, waitlist, type GuestRow } from "./tables.ts";

/** A guest's standing and party size, and how many of the party have come. */
type Counted = { standing: Standing; party_size: number; arrived: number };

/** Free seats; null: no limit. Never negative, also when hosts have granted seats beyond the capacity. */
export function seatsFree(event: EventRow): number | null {
  return event.capacity === null ? null : Math.max(0, event.capacity - event.seats_taken);
}

/** Whether a party of this size fits, with the seats it holds already. */
export function fits(event: EventRow, party: { size: number; holds: number }): boolean {
  const free = seatsFree(event);
  if (free === null) return true;
  return party.size <= party.holds || party.size - party.holds <= free;
}

export const seatsHeld = (guest: Pick<Counted, "standing" | "party_size"> | undefined) =>
  guest?.standing === "going" ? guest.party_size : 0;

/** Updates the event's counters for a guest's change; null: not on the list. */
export function recount(state: EventState, before: Counted | null, after: Counted | null): void {
  const next = { ...state.event };
  if (before) count(next, before, -1);
  if (after) count(next, after, +1);
  next.overbooked = next.capacity === null ? 0 : Math.min(next.overbooked, Math.max(0, next.seats_taken - next.capacity));
  state.changeEvent(next);
}

function count(event: EventRow, { standing, party_size, arrived }: Counted, sign: 1 | -1) {
  event.guest_count += sign;
  event.arrived_people += sign * arrived;
  if (standing === "going") event.seats_taken += sign * party_size;
  if (standing === "maybe") event.maybe_people += sign * party_size;
  if (standing === "declined") event.declined_guests += sign;
  if (standing === "none") event.silent_guests += sign;
  if (standing !== "waiting") return;
  event.waiting_people += sign * party_size;
  event.waiting_parties += sign;
}

/** Allows more people than the capacity, as a host has decided. */
export function grantSeats(state: EventState, seatsWanted: number): void {
  const { capacity, seats_taken } = state.event;
  if (capacity === null) return;
  state.changeEvent({ overbooked: Math.max(state.event.overbooked, seats_taken + seatsWanted - capacity) });
}

/** The fields of an entry about a guest's change, as absolute values (L13). Updates the event's faces too. */
export function moveOf(state: EventState, guest: GuestRow, before: GuestRow | null) {
  const listedNow = !guest.removed_at && isListed(guest.standing);
  const move = {
    guest: presentGuest(guest),
    offList: before && isListed(before.standing) && !listedNow ? guest.id : null,
    tally: presentTally(state.event),
    leftLine: before?.ticket != null && guest.ticket === null ? before.ticket : null,
  };
  const faces = facesAfter(state.event.faces, move);
  const unseen = looksTheSame(before, guest) && faces === state.event.faces;
  if (faces !== state.event.faces) state.changeEvent({ faces });
  return { ...move, own: { ...presentOwn(guest, placeOf(state, guest)), ...(unseen && { unseen: true as const }) } };
}

/** Whether viewers who are not hosts see no difference: they see name, answer and party of going and maybe, and tickets of the waitlist. */
function looksTheSame(before: GuestRow | null, after: GuestRow): boolean {
  const shown = (guest: GuestRow | null) => {
    if (!guest || guest.removed_at) return "";
    const { standing, party_size, name, ticket } = guest;
    if (isListed(standing)) return [standing, party_size, name].join("\0");
    return standing === "waiting" ? [standing, party_size, ticket].join("\0") : "";
  };
  return shown(before) === shown(after);
}

/** A guest's place on the waitlist, 1 is next: the number of parties with a lower ticket, plus one. */
export function placeOf(state: EventState, guest: GuestRow): number | null {
  if (guest.ticket === null) return null;
  if (guest.ticket === state.event.last_ticket) return state.event.waiting_parties;
  let place = 1;
  for (const other of waiting(state)) {
    if (other.ticket! >= guest.ticket) break;
    place += 1;
  }
  return place;
}

/** The waitlist as this decision sees it, in its order. */
export function* waiting(state: EventState): Generator<GuestRow> {
  const lastLoaded = state.cutAfter(waitlist)?.ticket ?? Infinity;
  const parties = state
    .rows(guestsTable)
    .all()
    .filter((guest) => guest.ticket !== null && guest.ticket <= lastLoaded);
  yield* parties.sort((a, b) => a.ticket! - b.ticket!);
  if (lastLoaded !== Infinity) throw new NeedsMoreRows();
}

/** Draws the next ticket of the waitlist. */
export function drawTicket(state: EventState): number {
  const ticket = state.event.last_ticket + 1;
  state.changeEvent({ last_ticket: ticket });
  return ticket;
}

/** Draws this many numbers ahead of all others; returns the lowest. */
export function drawFirstTickets(state: EventState, count: number): number {
  const ticket = state.event.first_ticket - count;
  state.changeEvent({ first_ticket: ticket });
  return ticket;
}

/**
 * Gives free seats to the waitlist until no party is eligible, in the transaction that freed them. `strict`: the first
 * party or none. `fillGaps`: the first party that fits, but a party is skipped at most `MAX_PASSED_OVER` times; then
 * seats are held for it.
 */
export function promoteWaiting(state: EventState, now: Date): void {
  if (state.event.status !== "published") return;
  if (areSeatsFinal(instantsOf(state.event), now.getTime())) return;
  while (state.event.waiting_parties > 0 && seatsFree(state.event) !== 0) {
    const next = nextParty(state);
    if (!next) return;
    for (const party of next.skipped) skip(state, party);
    seat(state, next.party);
  }
}

function nextParty(state: EventState): { party: GuestRow; skipped: GuestRow[] } | null {
  const { capacity, waitlist_rule } = state.event;
  const skipped: GuestRow[] = [];
  for (const party of waiting(state)) {
    if (fits(state.event, { size: party.party_size, holds: 0 })) return { party, skipped };
    if (capacity !== null && party.party_size > capacity) continue; // can never fit, so it does not block others
    if (waitlist_rule === "strict" || party.passed_over >= MAX_PASSED_OVER) return null;
    skipped.push(party);
  }
  return null;
}

function skip(state: EventState, party: GuestRow) {
  const { id, ticket, passed_over } = state.rows(guestsTable).change(party.id, { passed_over: party.passed_over + 1 });
  state.append({ type: "guest.passedOver", guestId: id, ticket: ticket!, times: passed_over });
}

function seat(state: EventState, before: GuestRow) {
  const guest = state.rows(guestsTable).change(before.id, { standing: "going", ticket: null, passed_over: 0 });
  recount(state, before, guest);
  state.append({ type: "guest.promoted", ...moveOf(state, guest, before) });
}
