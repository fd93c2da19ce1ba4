import { calendarEnd, locationText, type CalendarEvent } from "@turnout/contract/calendar";
import type { Standing } from "@turnout/contract/guests";
import { instantToLocal, isTimeZone, localToInstant } from "@turnout/contract/time-zones";
import { dayAfter } from "@turnout/contract/wall-clock";
import {
  calendarText,
  contentLine,
  dateValue,
  localValue,
  mailboxValue,
  parameterText,
  textValue,
  tokenValue,
  uriValue,
  utcValue,
  wholeValue,
} from "./content-lines.ts";
import { isUtc, vtimezone } from "./vtimezone.ts";

/** PRODID. Never changes, because some calendars decide on quirks by it. */
const PRODUCT_ID = "-//Turnout//Turnout//EN";

export type Attendee = {
  name: string;
  email: string;
  standing: Standing;
  /** Where this guest's replies reach us, as ORGANIZER. Null: nowhere, so none is asked for, or people would believe that they have answered. */
  replyTo: string | null;
};

/**
 * The iTIP method (RFC 5546). PUBLISH is a file or feed for anybody and names no guest; REQUEST invites or updates one
 * guest; CANCEL removes the event from calendars, or from one guest's.
 */
export type Delivery = {
  now: Date;
  /** SEQUENCE where it is not the event's revision: see `entryRevision`. */
  sequence?: number;
} & (
  | { method: "PUBLISH" }
  | { method: "REQUEST"; attendee: Attendee }
  /** `isRemoval`: the event goes on without this guest. */
  | { method: "CANCEL"; attendee?: Attendee; isRemoval?: true }
);

/** The event as an iCalendar file (RFC 5545). Throws RangeError for values that iCalendar cannot represent. */
export function eventCalendar(event: CalendarEvent, delivery: Delivery): string {
  if (delivery.method === "REQUEST" && event.status === "cancelled") throw new RangeError("Nobody is invited to a cancelled event");
  const lines = linesOf(event);
  return [
    contentLine("BEGIN", tokenValue("VCALENDAR")),
    contentLine("VERSION", tokenValue("2.0")),
    contentLine("PRODID", tokenValue(PRODUCT_ID)),
    contentLine("CALSCALE", tokenValue("GREGORIAN")),
    contentLine("METHOD", tokenValue(delivery.method)),
    lines.zone,
    ...vevent(event, lines, delivery),
    contentLine("END", tokenValue("VCALENDAR")),
  ].join("");
}

/** The file's name, the same for all viewers and languages. */
export function calendarFileName(event: Pick<CalendarEvent, "id">): string {
  return `turnout-${event.id}.ics`;
}

/** What is the same in the calendars of all guests. */
interface EventLines {
  zone: string;
  when: string[];
  words: string[];
}

/** By the event as it was read: of ten thousand invitations, the first writes them. */
const written = new WeakMap<CalendarEvent, EventLines>();

function linesOf(event: CalendarEvent): EventLines {
  const lines = written.get(event) ?? { ...whenAndZone(event), words: wordsOf(event) };
  written.set(event, lines);
  return lines;
}

function wordsOf(event: CalendarEvent): string[] {
  const location = locationText(event.place);
  return [
    contentLine("SUMMARY", textValue(event.title)),
    contentLine("DESCRIPTION", textValue([calendarText(event.description).trim(), event.url].filter(Boolean).join("\n\n"))),
    ...(location ? [contentLine("LOCATION", textValue(location))] : []),
    contentLine("URL", uriValue(event.url)),
  ];
}

function vevent(event: CalendarEvent, { when, words }: EventLines, delivery: Delivery): string[] {
  const isCancelled = delivery.method === "CANCEL" || event.status === "cancelled";
  const isRemoval = delivery.method === "CANCEL" && delivery.isRemoval === true;
  const attendee = delivery.method === "PUBLISH" ? undefined : delivery.attendee;
  return [
    contentLine("BEGIN", tokenValue("VEVENT")),
    contentLine("UID", tokenValue(event.uid)),
    contentLine("SEQUENCE", wholeValue(delivery.sequence ?? event.revision)),
    contentLine("DTSTAMP", utcValue(delivery.now.toISOString())),
    contentLine("LAST-MODIFIED", utcValue(event.updatedAt)),
    ...when,
    ...words,
    contentLine("ORGANIZER", mailboxValue(attendee?.replyTo ?? event.organizer.email), named(event.organizer.name)),
    ...(attendee ? [attendeeLine(attendee)] : []),
    // Without it where one guest alone is removed (RFC 5546, 3.2.5).
    ...(isRemoval ? [] : [contentLine("STATUS", tokenValue(isCancelled ? "CANCELLED" : "CONFIRMED"))]),
    contentLine("TRANSP", tokenValue(isCancelled ? "TRANSPARENT" : "OPAQUE")),
    contentLine("END", tokenValue("VEVENT")),
  ];
}

/**
 * DTSTART and DTEND in the event's zone, and that zone. In UTC instead where the wall clock shows one of them twice
 * that night: no two calendars agree which of the two is meant. Days are days, whatever the clocks of the reader show.
 */
function whenAndZone(event: CalendarEvent): { when: string[]; zone: string } {
  const { start, zone, days } = event;
  const end = calendarEnd(event);
  if (!isTimeZone(zone)) throw new RangeError("Not a time zone");
  if (Date.parse(end) <= Date.parse(start) || (days && days.last < days.first)) throw new RangeError("An event ends after it starts");
  if (days) return { when: [dayLine("DTSTART", days.first), dayLine("DTEND", dayAfter(days.last))], zone: "" };

  const times = [
    ["DTSTART", start],
    ["DTEND", end],
  ] as const;
  if (isUtc(zone) || times.some(([, instant]) => isShownTwice(instant, zone))) {
    return { when: times.map(([name, instant]) => contentLine(name, utcValue(instant))), zone: "" };
  }
  return {
    when: times.map(([name, instant]) => contentLine(name, localValue(instantToLocal(instant, zone)), { TZID: zone })),
    zone: vtimezone(zone, start, end),
  };
}

const dayLine = (name: string, day: string) => contentLine(name, dateValue(day), { VALUE: "DATE" });

function isShownTwice(instant: string, zone: string): boolean {
  return localToInstant(instantToLocal(instant, zone), zone).kind === "ambiguous";
}

const participation = {
  none: "NEEDS-ACTION",
  going: "ACCEPTED",
  maybe: "TENTATIVE",
  waiting: "TENTATIVE",
  declined: "DECLINED",
} as const satisfies Record<Standing, string>;

function attendeeLine({ name, email, standing, replyTo }: Attendee): string {
  return contentLine("ATTENDEE", mailboxValue(email), {
    CUTYPE: "INDIVIDUAL",
    ROLE: "REQ-PARTICIPANT",
    PARTSTAT: participation[standing],
    RSVP: replyTo ? "TRUE" : "FALSE",
    ...named(name),
  });
}

/** Left out if nothing representable remains of the name. */
function named(name: string): Record<string, string> {
  return parameterText(name) ? { CN: name } : {};
}
