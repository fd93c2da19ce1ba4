import type { Cover, EntryContext, EventStatus, ChatMode, GuestListFor, Place, Visibility, WaitlistRule } from "@turnout/contract/events";
import type { Face } from "@turnout/contract/guests";
import type { Selectable } from "kysely";
import type { Events } from "../db/schema.ts";
import type { ColumnType } from "./event-table.ts";

/** What the host typed (truth) and what it was worked out to; see migration 0017. Wall-clock times, or days of an all-day event. */
export type KeptWallClock = {
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
};

/** A column: what PostgreSQL calls its type, and what a row without a word of it holds. */
interface Column<Value> {
  readonly type: ColumnType;
  readonly fresh: Value;
}

const column = <Value>(type: ColumnType, fresh: Value): Column<Value> => ({ type, fresh });

/** Every column of `events`, the one place beside the migration: the row's type and all that is written come from here. */
export const eventColumns = {
  id: column("uuid", ""),
  log_seq: column("bigint", 0),
  created_at: column("timestamptz", new Date(0)),
  title: column("text", ""),
  description: column("text", ""),
  starts_at: column<Date | null>("timestamptz", null),
  ends_at: column<Date | null>("timestamptz", null),
  zone: column("text", "UTC"),
  wall_clock: column<KeptWallClock | null>("jsonb", null),
  all_day: column("boolean", false),
  place: column<Place>("jsonb", { kind: "later" }),
  cover_theme: column<Cover["theme"]>("text", "confetti"),
  cover_image_id: column<string | null>("uuid", null),
  capacity: column<number | null>("integer", null),
  plus_ones_allowed: column("integer", 3),
  waitlist: column("boolean", true),
  waitlist_rule: column<WaitlistRule>("text", "strict"),
  answers_close_at: column<Date | null>("timestamptz", null),
  guest_list_for: column<GuestListFor>("text", "guests"),
  visibility: column<Visibility>("text", "link"),
  chat: column<ChatMode>("text", "open"),
  status: column<EventStatus>("text", "draft"),
  cancel_note: column("text", ""),
  revision: column("integer", 0),
  share_version: column("integer", 1),
  /** People going, plus-ones included. */
  seats_taken: column("integer", 0),
  /** Seats that hosts granted beyond the capacity, on purpose. */
  overbooked: column("integer", 0),
  maybe_people: column("integer", 0),
  waiting_people: column("integer", 0),
  waiting_parties: column("integer", 0),
  declined_guests: column("integer", 0),
  silent_guests: column("integer", 0),
  guest_count: column("integer", 0),
  last_ticket: column("integer", 0),
  faces: column<Face[]>("jsonb", []),
} satisfies { [Name in keyof Selectable<Events>]: Column<Selectable<Events>[Name]> };

/** One row of `events`: the event itself, its counters, and the lock that all its writers queue on. */
export type EventRow = { [Name in keyof typeof eventColumns]: (typeof eventColumns)[Name]["fresh"] };

/** What decides, at this moment, who may see an entry. */
export function contextOf(event: EventRow): EntryContext {
  return { guestListFor: event.guest_list_for, chat: event.chat, status: event.status };
}
