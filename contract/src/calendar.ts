import { assertNever } from "./assert-never.ts";
import type { EventDetails, Place } from "./events.ts";
import { wallClockOf, type Timed } from "./wall-clock.ts";

/** An event as calendars know it: the source of every file, email and link. */
export type CalendarEvent = {
  id: string;
  /** RFC 5545 UID: the same in files, emails and feeds, or guests end up with two entries. See `calendarUid`. */
  uid: string;
  title: string;
  /** ISO 8601 instants. */
  start: string;
  /** Null: no end. Calendars get `USUAL_MINUTES`: they draw an entry without a length as a thin line. */
  end: string | null;
  /** The days of an all-day event, the last one included; they are the same days for readers elsewhere. */
  days: { first: string; last: string } | null;
  zone: string;
  place: Place;
  /** Plain text: the markup of the description is taken out before. */
  description: string;
  /** The event's page, absolute. */
  url: string;
  organizer: { name: string; email: string };
  /** RFC 5545 SEQUENCE. Rises with `isMaterialChange` and with nothing else. */
  revision: number;
  status: "confirmed" | "cancelled";
  updatedAt: string;
};

/** The UID of an event of our own. `calendarHost` is what the instance keeps: the same for all its events, and for ever. */
export function calendarUid(eventId: string, calendarHost: string): string {
  if (!/^[\w-]+$/.test(eventId)) throw new RangeError("Not an event id");
  return `${eventId}@${hostOfUid(calendarHost)}`;
}

/** A host as UIDs have it, without its port. Throws RangeError for what is none. */
export function hostOfUid(host: string): string {
  const name = host.toLowerCase().replace(/:\d+$/, "");
  if (!/^[a-z0-9.-]+$|^\[[0-9a-f:.]+\]$/.test(name)) throw new RangeError("Not the name of a host");
  return name;
}

/** Assumed length of an event without an end (minutes): for calendars, and as the editor's suggestion. */
export const USUAL_MINUTES = 180;

/** The end for calendars. */
export function calendarEnd({ start, end }: Pick<CalendarEvent, "start" | "end">): string {
  return end ?? new Date(Date.parse(start) + USUAL_MINUTES * 60_000).toISOString();
}

/** The days as calendars want them; null for an event of hours. */
export function calendarDays(details: Timed): CalendarEvent["days"] {
  const { allDay, starts, ends } = wallClockOf(details);
  return allDay && starts ? { first: starts, last: ends ?? starts } : null;
}

/** What a calendar entry must move for. */
export type CalendarFields = Pick<EventDetails, "startsAt" | "endsAt" | "allDay" | "zone" | "place" | "status">;

export function calendarFieldsOf({ startsAt, endsAt, allDay, zone, place, status }: CalendarFields): CalendarFields {
  return { startsAt, endsAt, allDay, zone, place, status };
}

/**
 * Whether a change concerns guests: the revision (SEQUENCE) rises and emails are sent exactly then.
 *
 * Start, end, hours or days, zone, place and being cancelled (or no longer cancelled) count: whoever misses
 * them comes at the wrong time or to the wrong place. Title, description, cover and settings do not: calendars that follow
 * a feed take a new title from the later DTSTAMP and LAST-MODIFIED, and nobody gets an email for a corrected typo.
 * A draft has no revision, because nobody has it in a calendar: edits before publishing, and publishing, never count.
 */
export function isMaterialChange(before: CalendarFields, after: CalendarFields): boolean {
  if (before.status === "draft") return false;
  return (
    !isSameInstant(before.startsAt, after.startsAt) ||
    !isSameInstant(before.endsAt, after.endsAt) ||
    (before.allDay ?? false) !== (after.allDay ?? false) ||
    before.zone !== after.zone ||
    placeKey(before.place) !== placeKey(after.place) ||
    before.status !== after.status
  );
}

function isSameInstant(one: string | null, other: string | null): boolean {
  return one === other || (one !== null && other !== null && Date.parse(one) === Date.parse(other));
}

/** Independent of the order in which a database hands keys back. */
export function placeKey(place: Place): string {
  return JSON.stringify(
    placeText(place)
      .map((part) => part.trim())
      .concat(place.kind),
  );
}

function placeText(place: Place): string[] {
  switch (place.kind) {
    case "later":
      return [];
    case "place":
      return [place.name, place.address];
    case "online":
      return [place.url ?? ""];
    default:
      return assertNever(place);
  }
}

/** The place as one line, for LOCATION and links. Empty while there is no place. */
export function locationText(place: Place): string {
  return placeText(place)
    .map((part) => part.trim())
    .filter(Boolean)
    .join(", ");
}
