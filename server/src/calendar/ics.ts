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
 * guest; DECLINECOUNTER tells one that the time stays as it is; CANCEL removes the event from calendars, or from one guest's.
 */
export type Delivery = {
  now: Date;
  /** SEQUENCE where it is not the event's revision: see `entryRevision`. */
  sequence?: number;
} & (
  | { method: "PUBLISH" }
  | { method: "REQUEST" | "DECLINECOUNTER"; attendee: Attendee }
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
    rulesOf(event, lines),
    ...vevent(event, delivery),
    contentLine("END", tokenValue("VCALENDAR")),
  ].join("");
}

/** An event in a feed, and where its reader stands with it. */
export interface FeedEntry {
  event: CalendarEvent;
  isTentative: boolean;
}

/** How often calendars are asked to read a feed again. Many have a pace of their own. */
const FEED_PACE = "PT15M";

/**
 * Events as a feed that calendars subscribe to: without a method, and without ORGANIZER and ATTENDEE, because nobody is asked
 * anything and it names no people. The same entries are the same bytes: each entry is encoded once, for all the feeds that have it.
 */
export function feedCalendar(name: string, entries: FeedEntry[]): Buffer {
  return Buffer.concat([Buffer.from(feedHead(name, entries)), ...entries.map(feedVevent), FEED_END]);
}

const FEED_END = Buffer.from(contentLine("END", tokenValue("VCALENDAR")));

function feedHead(name: string, entries: FeedEntry[]): string {
  return [
    contentLine("BEGIN", tokenValue("VCALENDAR")),
    contentLine("VERSION", tokenValue("2.0")),
    contentLine("PRODID", tokenValue(PRODUCT_ID)),
    contentLine("CALSCALE", tokenValue("GREGORIAN")),
    contentLine("NAME", textValue(name)),
    contentLine("X-WR-CALNAME", textValue(name)),
    contentLine("REFRESH-INTERVAL", tokenValue(FEED_PACE), { VALUE: "DURATION" }),
    contentLine("X-PUBLISHED-TTL", tokenValue(FEED_PACE)),
    ...zonesOf(entries),
  ].join("");
}

/** One VTIMEZONE for each zone, which holds for all its events: readers keep the first of a name. */
function zonesOf(entries: FeedEntry[]): string[] {
  const spans = new Map<string, { from: string; to: string }>();
  for (const { event } of entries) {
    const { zone } = linesOf(event);
    if (zone === null) continue;
    const [start, end] = [event.start, calendarEnd(event)];
    const span = spans.get(zone) ?? { from: start, to: end };
    spans.set(zone, { from: start < span.from ? start : span.from, to: end > span.to ? end : span.to });
  }
  return [...spans].map(([zone, { from, to }]) => vtimezone(zone, from, to));
}

/** The first of the feeds that have the event so writes its entry. */
function feedVevent({ event, isTentative }: FeedEntry): Buffer {
  const lines = linesOf(event);
  return isTentative ? (lines.tentative ??= writtenVevent(event, true)) : (lines.confirmed ??= writtenVevent(event, false));
}

function writtenVevent(event: CalendarEvent, isTentative: boolean): Buffer {
  const isCancelled = event.status === "cancelled";
  const lines = [
    ...beginning(event, event.updatedAt),
    contentLine("STATUS", tokenValue(isCancelled ? "CANCELLED" : isTentative ? "TENTATIVE" : "CONFIRMED")),
    contentLine("TRANSP", tokenValue(isCancelled || isTentative ? "TRANSPARENT" : "OPAQUE")),
    contentLine("END", tokenValue("VEVENT")),
  ];
  return Buffer.from(lines.join(""));
}

/** The file's name, the same for all viewers and languages. */
export function calendarFileName(event: Pick<CalendarEvent, "id">): string {
  return `turnout-${event.id}.ics`;
}

/** What is the same in the calendars of all guests. */
interface EventLines {
  /** Null: the times are in UTC, or days. */
  zone: string | null;
  /** The zone's rules, once they are written. */
  rules?: string;
  when: string[];
  words: string[];
  /** Its entry in feeds, once it is written. */
  tentative?: Buffer;
  confirmed?: Buffer;
}

/** By the event as it was read: of ten thousand invitations, the first writes them. */
const written = new WeakMap<CalendarEvent, EventLines>();

function linesOf(event: CalendarEvent): EventLines {
  const lines = written.get(event) ?? { ...whenAndZone(event), words: wordsOf(event) };
  written.set(event, lines);
  return lines;
}

function rulesOf(event: CalendarEvent, lines: EventLines): string {
  return (lines.rules ??= lines.zone === null ? "" : vtimezone(lines.zone, event.start, calendarEnd(event)));
}

function wordsOf(event: CalendarEvent): string[] {
  const location = locationText(event.place);
  return [
    contentLine("SUMMARY", textValue(event.title)),
    contentLine("DESCRIPTION", textValue([calendarText(event.description).trim(), event.url].filter(Boolean).join("\n\n"))),
    ...(location ? [contentLine("LOCATION", textValue(location))] : []),
    ...conferenceOf(event),
    contentLine("URL", uriValue(event.url)),
  ];
}

/** Where to join an event online (RFC 7986, 5.11). Without FEATURE: nobody has said what is behind the link. LOCATION has it for all who read no CONFERENCE. */
function conferenceOf({ place }: CalendarEvent): string[] {
  return place.kind === "online" && place.url ? [contentLine("CONFERENCE", uriValue(place.url), { VALUE: "URI" })] : [];
}

function vevent(event: CalendarEvent, delivery: Delivery): string[] {
  const isCancelled = delivery.method === "CANCEL" || event.status === "cancelled";
  const isRemoval = delivery.method === "CANCEL" && delivery.isRemoval === true;
  const attendee = delivery.method === "PUBLISH" ? undefined : delivery.attendee;
  return [
    ...beginning(event, delivery.now.toISOString(), delivery.sequence),
    contentLine("ORGANIZER", mailboxValue(attendee?.replyTo ?? event.organizer.email), named(event.organizer.name)),
    ...(attendee ? [attendeeLine(attendee)] : []),
    // Without it where one guest alone is removed (RFC 5546, 3.2.5).
    ...(isRemoval ? [] : [contentLine("STATUS", tokenValue(isCancelled ? "CANCELLED" : "CONFIRMED"))]),
    contentLine("TRANSP", tokenValue(isCancelled ? "TRANSPARENT" : "OPAQUE")),
    contentLine("END", tokenValue("VEVENT")),
  ];
}

/** What every entry has, whoever reads it. */
function beginning(event: CalendarEvent, stamp: string, sequence = event.revision): string[] {
  const { when, words } = linesOf(event);
  return [
    contentLine("BEGIN", tokenValue("VEVENT")),
    contentLine("UID", tokenValue(event.uid)),
    contentLine("SEQUENCE", wholeValue(sequence)),
    contentLine("DTSTAMP", utcValue(stamp)),
    contentLine("LAST-MODIFIED", utcValue(event.updatedAt)),
    ...when,
    ...words,
  ];
}

/**
 * DTSTART and DTEND in the event's zone, and that zone. In UTC instead where the wall clock shows one of them twice
 * that night: no two calendars agree which of the two is meant. Days are days, whatever the clocks of the reader show.
 */
function whenAndZone(event: CalendarEvent): { when: string[]; zone: string | null } {
  const { start, zone, days } = event;
  const end = calendarEnd(event);
  if (!isTimeZone(zone)) throw new RangeError("Not a time zone");
  if (Date.parse(end) <= Date.parse(start) || (days && days.last < days.first)) throw new RangeError("An event ends after it starts");
  if (days) return { when: [dayLine("DTSTART", days.first), dayLine("DTEND", dayAfter(days.last))], zone: null };

  const times = [
    ["DTSTART", start],
    ["DTEND", end],
  ] as const;
  if (isUtc(zone) || times.some(([, instant]) => isShownTwice(instant, zone))) {
    return { when: times.map(([name, instant]) => contentLine(name, utcValue(instant))), zone: null };
  }
  return {
    when: times.map(([name, instant]) => contentLine(name, localValue(instantToLocal(instant, zone)), { TZID: zone })),
    zone,
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
