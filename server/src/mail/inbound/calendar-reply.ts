import { cleanLine, cleanWords } from "@turnout/contract/text";
import { normalizeEmail } from "@turnout/contract/email-address";
import ICAL from "ical.js";

/** What a calendar says of one event (RFC 5546, 3.2). */
export interface CalendarReply {
  method: "REPLY" | "COUNTER" | "REFRESH";
  uid: string;
  /** The revision of the event that it is about. Null: it does not say. */
  sequence: number | null;
  /** When it was written, by the sender's clock. Null: it does not say. */
  writtenAt: Date | null;
  attendees: RepliesAs[];
  /** In the sender's words; empty: none. */
  comment: string;
  /** The time that a COUNTER suggests. Null: none that can be understood. */
  suggestion: Suggestion | null;
}

/** Who replies what. */
export interface RepliesAs {
  email: string;
  /** PARTSTAT, in capitals. */
  partstat: string;
  /** Who shall come in their place, as it was written: addresses or not. */
  delegatedTo: string[];
  /** Whose place they take. */
  delegatedFrom: string[];
}

export interface Suggestion {
  starts: WrittenTime;
  ends: WrittenTime | null;
}

/** A time as it was typed. `zone`: its name, `UTC`, or null for none; `offsets`: what the file's own zone of that name has (minutes, ascending). */
export interface WrittenTime {
  local: string;
  zone: string | null;
  offsets: number[];
}

/** Most people that a reply may be of: one, or a few addresses of one person. */
const MAX_ATTENDEES = 20;
/** Longest comment that is read (characters). */
const MAX_COMMENT = 2_000;
/** Longest name of a zone that is read (characters). */
const MAX_ZONE = 64;

/**
 * Reads the first reply of an iCalendar file. Only properties that a reply is about are looked at: many lack ORGANIZER, DTSTART
 * or SUMMARY, or have others in them. Null: there is no reply in it. Never throws.
 */
export function readCalendarReply(text: string): CalendarReply | null {
  try {
    for (const calendar of calendarsIn(text)) {
      const reply = replyIn(calendar);
      if (reply) return reply;
    }
  } catch {
    // Not iCalendar, whatever its type says.
  }
  return null;
}

function calendarsIn(text: string): ICAL.Component[] {
  const parsed = ICAL.parse(text.trim().replace(PERSON, quoteParameters)) as unknown[];
  const calendars = typeof parsed[0] === "string" ? [parsed] : parsed;
  return calendars.map((one) => new ICAL.Component(one as never));
}

function replyIn(calendar: ICAL.Component): CalendarReply | null {
  const method = textIn(calendar, "method").toUpperCase();
  if (method !== "REPLY" && method !== "COUNTER" && method !== "REFRESH") return null;
  // An occurrence of a series, which no event of ours is.
  const vevent = calendar.getAllSubcomponents("vevent").find((one) => !one.getFirstProperty("recurrence-id"));
  const uid = vevent && textIn(vevent, "uid");
  if (!uid) return null;
  const sequence = Number(textIn(vevent, "sequence") || Number.NaN);
  return {
    method,
    uid,
    sequence: Number.isSafeInteger(sequence) ? sequence : null,
    writtenAt: stampIn(vevent),
    attendees: attendeesIn(vevent),
    comment: commentIn(vevent),
    suggestion: method === "COUNTER" ? suggestionIn(calendar, vevent) : null,
  };
}

/** A line about somebody, with what is folded. */
const PERSON = /^(?:ATTENDEE|ORGANIZER);.*(?:\r?\n[ \t].*)*/gim;
const PARAMETER = /;([\w-]+)=((?:"[^"]*"|\\.|[^";:\\])*)/y;

/**
 * Puts parameters in quotes that stand there with backslashes instead, as golang-ical writes them: `CN=Berg\: Anna`. By RFC 5545, 3.2, such a
 * value ends at the colon, and what follows is taken for the address.
 */
function quoteParameters(folded: string): string {
  if (!/\\[:;,]/.test(folded)) return folded;
  const line = folded.replaceAll(/\r?\n[ \t]/g, "");
  let written = /^\w+/.exec(line)![0];
  let end = (PARAMETER.lastIndex = written.length);
  for (let found = PARAMETER.exec(line); found; found = PARAMETER.exec(line)) {
    const [, name, value] = found as unknown as [string, string, string];
    written += `;${name}=${
      /\\[:;,]/.test(value)
        ? value
            .split(/(?<!\\),/)
            .map(quoted)
            .join(",")
        : value
    }`;
    end = PARAMETER.lastIndex;
  }
  return written + line.slice(end);
}

const quoted = (value: string) => `"${value.replaceAll(/\\([:;,\\])/g, "$1").replaceAll('"', "")}"`;

function textIn(component: ICAL.Component, name: string): string {
  const value = component.getFirstPropertyValue(name);
  return value === null || value === undefined ? "" : String(value).trim();
}

function commentIn(vevent: ICAL.Component): string {
  const lines = vevent.getAllProperties("comment").map((one) => String(one.getFirstValue() ?? ""));
  return cleanWords(lines.join("\n")).trim().slice(0, MAX_COMMENT).toWellFormed();
}

function attendeesIn(vevent: ICAL.Component): CalendarReply["attendees"] {
  const attendees = vevent.getAllProperties("attendee").slice(0, MAX_ATTENDEES);
  return attendees.map((one) => ({
    email: mailboxIn(String(one.getFirstValue() ?? "")),
    partstat: String(one.getFirstParameter("partstat") ?? "NEEDS-ACTION").toUpperCase(),
    delegatedTo: mailboxesIn(one, "delegated-to"),
    delegatedFrom: mailboxesIn(one, "delegated-from"),
  }));
}

/** A parameter with one address in quotes, or several (RFC 5545, 3.2.4 and 3.2.5). */
function mailboxesIn(attendee: ICAL.Property, name: "delegated-to" | "delegated-from"): string[] {
  const written = attendee.getParameter(name) as unknown[] | string | undefined;
  const each = [written ?? []].flat().slice(0, MAX_ATTENDEES);
  return [...new Set(each.map((one) => mailboxIn(String(one))))];
}

/** The address of a `mailto:` URI (RFC 6068), as we write addresses. */
function mailboxIn(uri: string): string {
  const encoded = uri
    .trim()
    .replace(/^mailto:/i, "")
    .split("?", 1)[0]!;
  return normalizeEmail(decoded(encoded));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a percent sign that begins no escape
  }
}

/** In UTC by definition (RFC 5545, 3.8.7.2), whatever zone it names. */
function stampIn(vevent: ICAL.Component): Date | null {
  const time = timeIn(vevent, "dtstamp");
  return time && new Date(Date.UTC(time.year, time.month - 1, time.day, time.hour, time.minute, time.second));
}

function suggestionIn(calendar: ICAL.Component, vevent: ICAL.Component): CalendarReply["suggestion"] {
  const starts = writtenIn(calendar, vevent, "dtstart");
  if (!starts) return null;
  const ends = writtenIn(calendar, vevent, "dtend");
  if (!ends || ends.local.length > DAY_LENGTH) return { starts, ends };
  const last = dayBefore(ends.local); // DTEND is the day after the last one
  return { starts, ends: last > starts.local ? { ...ends, local: last } : null };
}

const DAY_LENGTH = "2027-06-18".length;
const TIME_LENGTH = "2027-06-18T20:00".length;
/** Most changes of clocks that a zone of the file may have to be looked at. */
const MAX_OBSERVANCES = 20;

/** As typed: a zone of the file may have rules that take minutes to work out, so none is. */
function writtenIn(calendar: ICAL.Component, vevent: ICAL.Component, name: "dtstart" | "dtend"): WrittenTime | null {
  const time = timeIn(vevent, name);
  if (!time) return null;
  if (time.isDate) return { local: time.toString().slice(0, DAY_LENGTH), zone: null, offsets: [] };
  const local = time.toString().slice(0, TIME_LENGTH);
  if (time.zone === ICAL.Timezone.utcTimezone) return { local, zone: "UTC", offsets: [] };
  const named = cleanLine(String(vevent.getFirstProperty(name)?.getFirstParameter("tzid") ?? ""));
  return { local, zone: named.slice(0, MAX_ZONE).toWellFormed() || null, offsets: offsetsIn(calendar, named) };
}

function offsetsIn(calendar: ICAL.Component, zone: string): number[] {
  const own = calendar.getAllSubcomponents("vtimezone").find((one) => cleanLine(textIn(one, "tzid")) === zone);
  const observances = (own?.getAllSubcomponents() ?? []).slice(0, MAX_OBSERVANCES);
  const minutes = observances.flatMap((one) => {
    const offset = one.getFirstPropertyValue("tzoffsetto");
    return offset instanceof ICAL.UtcOffset ? [Math.round(offset.toSeconds() / 60)] : [];
  });
  return [...new Set(minutes)].toSorted((a, b) => a - b);
}

const dayBefore = (day: string) => new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, DAY_LENGTH);

function timeIn(vevent: ICAL.Component, name: "dtstamp" | "dtstart" | "dtend"): ICAL.Time | null {
  try {
    const time = vevent.getFirstPropertyValue(name);
    return time instanceof ICAL.Time ? time : null;
  } catch {
    return null; // not a time, whatever its name says
  }
}
