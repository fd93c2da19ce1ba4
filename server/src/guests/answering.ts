import type { Answer, Standing } from "@turnout/contract/guests";
import { refuse } from "@turnout/contract/refusals";
import { isOver } from "../events/is-over.ts";
import type { EventState } from "../log/working-set.ts";
import { drawTicket, fits, grantSeats, recount, seatsFree, seatsHeld } from "./seats.ts";
import { guestsTable, type GuestRow } from "./tables.ts";

export interface Party {
  answer: Answer;
  plusOnes: string[];
  note?: string | undefined;
  /** A host seats this party whatever the capacity says. */
  override?: boolean | undefined;
}

/**
 * Guests answer until the deadline; hosts can after it, since somebody has to write down who came. Who is on the list can
 * say no until it is over: their seat is somebody else's then.
 */
export function requireAnswersOpen(state: EventState, now: Date, isKnownToDecline: boolean): void {
  const { answers_close_at } = state.event;
  if (isOver(state.event, now)) refuse("event_over");
  if (!isKnownToDecline && answers_close_at && new Date(answers_close_at) <= now) refuse("answers_closed");
}

/** Whether an answer says what stands already: said again, it is nobody's news. */
export function isSameAnswer(guest: GuestRow, party: Party): boolean {
  const stands = guest.standing === "waiting" ? "going" : guest.standing;
  const plusOnes = party.answer === "declined" ? [] : party.plusOnes;
  return (
    stands === party.answer &&
    guest.plus_ones.join("\n") === plusOnes.join("\n") &&
    guest.plus_ones.length === plusOnes.length &&
    (party.note ?? guest.note) === guest.note
  );
}

export function requirePlusOnes(state: EventState, guest: GuestRow | undefined, party: Party): void {
  const allowed = guest?.plus_ones_allowed ?? state.event.plus_ones_allowed;
  if (party.plusOnes.length > allowed) refuse("too_many_plus_ones", { allowed });
}

/**
 * Puts a guest where their answer leads: a party that finds no seats, or behind which others wait, joins the
 * line. Whoever holds seats keeps them when a larger party does not fit. Returns the guest as they stand now.
 */
export function settleAnswer(state: EventState, before: GuestRow, isNew: boolean, party: Party, now: Date): GuestRow {
  const size = 1 + (party.answer === "declined" ? 0 : party.plusOnes.length);
  const standing = party.answer === "going" ? standingFor(state, before, size, party.override ?? false) : party.answer;
  const ticket = standing !== "waiting" ? null : (before.ticket ?? drawTicket(state));
  const guest = state.rows(guestsTable).change(before.id, {
    standing,
    ticket,
    passed_over: ticket === null ? 0 : before.passed_over,
    party_size: size,
    plus_ones: party.answer === "declined" ? [] : party.plusOnes,
    note: party.note ?? before.note,
    answered_at: now,
  });
  recount(state, isNew ? null : before, guest);
  return guest;
}

function standingFor(state: EventState, guest: GuestRow, size: number, override: boolean): "going" | "waiting" {
  const holds = seatsHeld(guest);
  if (override && !fits(state.event, { size, holds })) {
    grantSeats(state, size - holds);
    return "going";
  }
  const othersWait = state.event.waiting_parties > (guest.ticket === null ? 0 : 1);
  const mustQueue = othersWait && size > holds && !override;
  if (!mustQueue && guest.ticket === null && fits(state.event, { size, holds })) return "going";
  if (guest.ticket !== null && override) return "going";

  const seatsLeft = othersWait ? 0 : (seatsFree(state.event) ?? 0);
  if (holds > 0 || (!state.event.waitlist && guest.ticket === null)) refuse("event_full", { seatsLeft });
  if (state.event.capacity !== null && size > state.event.capacity) refuse("event_full", { seatsLeft });
  return "waiting";
}

/**
 * Where somebody stands whom a host lets in again: where they stood. A seat that was taken meanwhile is waited for, at the
 * end of the line; where there is no line for them, they have not answered.
 */
export function standingAgain({ event }: EventState, { removed_standing, party_size }: GuestRow): Standing {
  const stood = removed_standing ?? "none";
  if (stood !== "going" && stood !== "waiting") return stood;
  if (event.waiting_parties === 0 && fits(event, { size: party_size, holds: 0 })) return "going";
  return event.waitlist && party_size <= (event.capacity ?? Infinity) ? "waiting" : "none";
}
