import type { EventFields } from "@turnout/contract/events";
import { instantToLocal } from "@turnout/contract/time-zones";
import { zoneName } from "@turnout/contract/zone-table";
import type { EventRow } from "../log/event-row.ts";
import { timesAgain } from "./times-again.ts";
import { wallClockOfRow } from "./wall-clock.ts";

/** A copy of an event that is held again, with a date to come. */
export function copyForAgain(event: EventRow, now: Date): EventFields {
  const zone = zoneName(event.zone) ?? "UTC";
  const today = instantToLocal(now.toISOString(), zone).slice(0, 10);
  return { ...copyOf(event), ...timesAgain(wallClockOfRow(event), today) };
}

/**
 * The fields that a copy takes over: texts, looks and settings. Not the date: last year's would be worse than none.
 */
export function copyOf(event: EventRow): EventFields {
  return {
    title: event.title,
    description: event.description,
    zone: event.zone,
    place: event.place,
    cover: { theme: event.cover_theme, imageId: event.cover_image_id },
    capacity: event.capacity,
    plusOnesAllowed: event.plus_ones_allowed,
    waitlist: event.waitlist,
    waitlistRule: event.waitlist_rule,
    guestListFor: event.guest_list_for,
    visibility: event.visibility,
    dayBeforeReminder: event.day_before_reminder,
    hoursBeforeReminder: event.hours_before_reminder,
    calendarEntries: event.calendar_entries,
    stillComing: event.still_coming,
  };
}
