import { meOf } from "@turnout/contract/audience";
import type { GuestCard, Me, Tally } from "@turnout/contract/guests";
import type { EventRow } from "../log/event-row.ts";
import type { GuestRow } from "./tables.ts";

/** A guest as hosts see one. */
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
    answeredAt: guest.answered_at && new Date(guest.answered_at).toISOString(),
  };
}

/** A guest as they see themselves; `place` is theirs in line. */
export function presentMe(guest: GuestRow, place: number | null): Me {
  return meOf(presentGuest(guest), { place, claimed: guest.user_id !== null });
}

/** How many people stand where, from the event's counters. */
export function presentTally(event: EventRow): Tally {
  return {
    going: event.seats_taken,
    maybe: event.maybe_people,
    waiting: event.waiting_people,
    waitingParties: event.waiting_parties,
    declined: event.declined_guests,
    silent: event.silent_guests,
  };
}
