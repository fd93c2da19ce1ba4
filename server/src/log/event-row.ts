import type {
  Cover,
  EntryContext,
  EventStatus,
  ChatMode,
  GuestListFor,
  Place,
  StillComing,
  Visibility,
  WaitlistRule,
} from "@turnout/contract/events";
import type { Face } from "@turnout/contract/guests";
import type { Question } from "@turnout/contract/questions";
import type { Columns, Narrowed } from "../db/row-types.ts";

/** What the host typed (truth) and what it was worked out to; see migration 0017. Wall-clock times, or days of an all-day event. */
export type KeptWallClock = {
  starts: string | null;
  /** The last day of an all-day event. */
  ends: string | null;
  answersClose: string | null;
  startsAt: string | null;
  endsAt: string | null;
  answersCloseAt: string | null;
  zone: string;
  /** The release of the zone data. */
  data: string;
};

/**
 * One row of `events`: the event, its counters, and the lock that serializes its writers. Its columns are generated from the
 * table; here is what those of text and JSON hold.
 */
export type EventRow = Narrowed<
  Columns<"events">,
  {
    wall_clock: KeptWallClock | null;
    place: Place;
    cover_theme: Cover["theme"];
    waitlist_rule: WaitlistRule;
    guest_list_for: GuestListFor;
    visibility: Visibility;
    chat: ChatMode;
    still_coming: StillComing;
    status: EventStatus;
    faces: Face[];
    questions: Question[];
  }
>;

/** The settings that decide who may see an entry now. */
export function contextOf(event: EventRow): EntryContext {
  return { guestListFor: event.guest_list_for, chat: event.chat, status: event.status };
}
