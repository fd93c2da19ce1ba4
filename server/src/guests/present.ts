import { meOf, type OwnView } from "@turnout/contract/audience";
import type { GuestCard, Me, Tally } from "@turnout/contract/guests";
import type { EventRow } from "../log/event-row.ts";
import type { GuestRow } from "./tables.ts";

/** A guest, as hosts see them. */
export function presentGuest(guest: GuestRow): GuestCard {
  return {
    guestId: guest.id,
    name: guest.name,
    email: guest.email,
    standing: guest.standing,
    partySize: guest.party_size,
    plusOnes: guest.plus_ones,
    note: guest.note,
    ticket: guest.ticket,
    source: guest.source,
    answeredAt: guest.answered_at && guest.answered_at.toISOString(),
    arrived: guest.arrived,
    arrivedAt: guest.arrived_at && guest.arrived_at.toISOString(),
    arrivals: guest.arrivals,
    tags: guest.tags,
    questionAnswers: guest.question_answers,
    confirmedFor: guest.confirmed_for,
  };
}

/** A guest, as they see themselves; `place` is their place on the waitlist, from 1. */
export function presentMe(guest: GuestRow, place: number | null): Me {
  return meOf(presentGuest(guest), presentOwn(guest, place));
}

/** What a guest sees of themselves beside their card. */
export function presentOwn({ user_id, plus_ones_allowed }: GuestRow, place: number | null): OwnView {
  return { place, claimed: user_id !== null, ...(plus_ones_allowed !== null && { plusOnesAllowed: plus_ones_allowed }) };
}

/** The counters of an event that its tally is made of. */
type TallyCounter =
  | "seats_taken"
  | "maybe_people"
  | "waiting_people"
  | "waiting_parties"
  | "declined_guests"
  | "silent_guests"
  | "arrived_people";

/** The number of people by standing, from the event's counters. */
export function presentTally(event: Pick<EventRow, TallyCounter>): Tally {
  return {
    going: event.seats_taken,
    maybe: event.maybe_people,
    waiting: event.waiting_people,
    waitingParties: event.waiting_parties,
    declined: event.declined_guests,
    silent: event.silent_guests,
    arrived: event.arrived_people,
  };
}
