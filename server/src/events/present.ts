import { detailsFor, type ViewerClass } from "@turnout/contract/audience";
import type { EventDetails, WhenAndWhere } from "@turnout/contract/events";
import type { EventRow } from "../log/event-row.ts";
import { askedFrom } from "./days-before.ts";
import { wallClockOfRow } from "./wall-clock.ts";

const iso = (date: Date | null) => date && date.toISOString();

/** The event as hosts see it; `detailsFor` removes what others may not see. */
export function presentDetails(event: EventRow): EventDetails {
  return {
    title: event.title,
    description: event.description,
    startsAt: iso(event.starts_at),
    endsAt: iso(event.ends_at),
    zone: event.zone,
    ...wallClockOfRow(event),
    place: event.place,
    cover: { theme: event.cover_theme, imageId: event.cover_image_id },
    capacity: event.capacity,
    plusOnesAllowed: event.plus_ones_allowed,
    waitlist: event.waitlist,
    waitlistRule: event.waitlist_rule,
    answersCloseAt: iso(event.answers_close_at),
    guestListFor: event.guest_list_for,
    visibility: event.visibility,
    chat: event.chat,
    dayBeforeReminder: event.day_before_reminder,
    hoursBeforeReminder: event.hours_before_reminder,
    calendarEntries: event.calendar_entries,
    stillComing: event.still_coming,
    askedFrom: askedFrom(event),
    status: event.status,
    cancelNote: event.cancel_note,
    revision: event.revision,
  };
}

/** Time and place of an event. */
export function whenAndWhereOf({ startsAt, endsAt, zone, allDay, starts, ends, place }: EventDetails): WhenAndWhere {
  return { startsAt, endsAt, zone, allDay, starts, ends, place };
}

export function presentDetailsFor(viewerClass: ViewerClass, event: EventRow): EventDetails {
  return detailsFor(viewerClass, presentDetails(event));
}
