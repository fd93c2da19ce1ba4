import type { EntryContext } from "@turnout/contract/log";
import type { Cover, EventStatus, ChatMode, GuestListFor, Place, Visibility, WaitlistRule } from "@turnout/contract/events";
import type { Face } from "@turnout/contract/guests";

/** One row of `events`: the event itself, its counters, and the lock that all its writers queue on. */
export interface EventRow {
  id: string;
  log_seq: number;
  created_at: Date;
  title: string;
  description: string;
  starts_at: Date | null;
  ends_at: Date | null;
  zone: string;
  place: Place;
  cover_theme: Cover["theme"];
  cover_image_id: string | null;
  capacity: number | null;
  plus_ones_allowed: number;
  waitlist: boolean;
  waitlist_rule: WaitlistRule;
  answers_close_at: Date | null;
  guest_list_for: GuestListFor;
  visibility: Visibility;
  chat: ChatMode;
  status: EventStatus;
  cancel_note: string;
  revision: number;
  share_version: number;
  /** People going, plus-ones included. */
  seats_taken: number;
  /** Seats that hosts granted beyond the capacity, on purpose. */
  overbooked: number;
  maybe_people: number;
  waiting_people: number;
  waiting_parties: number;
  declined_guests: number;
  silent_guests: number;
  guest_count: number;
  last_ticket: number;
  faces: Face[];
}

/** What decides, at this moment, who may see an entry. */
export function contextOf(event: EventRow): EntryContext {
  return { guestListFor: event.guest_list_for, chat: event.chat, status: event.status };
}
