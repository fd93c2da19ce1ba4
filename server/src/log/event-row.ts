import type { Cover, EntryContext, EventStatus, ChatMode, GuestListFor, Place, Visibility, WaitlistRule } from "@turnout/contract/events";
import type { Face } from "@turnout/contract/guests";
import type { ColumnType } from "./event-table.ts";

/** What the host typed (truth) and what it was worked out to; see migration 0017. Wall-clock times, or days of an all-day event. */
export interface KeptWallClock {
  starts: string | null;
  /** Of an all-day event, its last day. */
  ends: string | null;
  answersClose: string | null;
  startsAt: string | null;
  endsAt: string | null;
  answersCloseAt: string | null;
  zone: string;
  /** The release of the zone data. */
  data: string;
}

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
  wall_clock: KeptWallClock | null;
  all_day: boolean;
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

/** What PostgreSQL calls the types of its columns. */
export const eventColumns: Readonly<Record<keyof EventRow, ColumnType>> = {
  id: "uuid",
  log_seq: "bigint",
  created_at: "timestamptz",
  title: "text",
  description: "text",
  starts_at: "timestamptz",
  ends_at: "timestamptz",
  zone: "text",
  wall_clock: "jsonb",
  all_day: "boolean",
  place: "jsonb",
  cover_theme: "text",
  cover_image_id: "uuid",
  capacity: "integer",
  plus_ones_allowed: "integer",
  waitlist: "boolean",
  waitlist_rule: "text",
  answers_close_at: "timestamptz",
  guest_list_for: "text",
  visibility: "text",
  chat: "text",
  status: "text",
  cancel_note: "text",
  revision: "integer",
  share_version: "integer",
  seats_taken: "integer",
  overbooked: "integer",
  maybe_people: "integer",
  waiting_people: "integer",
  waiting_parties: "integer",
  declined_guests: "integer",
  silent_guests: "integer",
  guest_count: "integer",
  last_ticket: "integer",
  faces: "jsonb",
};

/** What decides, at this moment, who may see an entry. */
export function contextOf(event: EventRow): EntryContext {
  return { guestListFor: event.guest_list_for, chat: event.chat, status: event.status };
}
