import { isSameZone, runtimeLocal } from "./runtime-clock.ts";
import { wallClockOf, type Timed } from "./wall-clock.ts";
import { zoneCity } from "./zone-city.ts";

/** One moment on one wall clock, each part ready to be set in type. Of an all-day event `time` is empty. */
export type ClockParts = { weekday: string; date: string; time: string };
type EndParts = ClockParts & { sameDay: boolean };

/** What to write about when an event is. The page adds words such as "for you" in its language. */
export type EventTimeParts = {
  allDay: boolean;
  start: ClockParts;
  /** `sameDay`: its date need not be repeated. Of an all-day event the last day, null where it is the first. */
  end: EndParts | null;
  /** `Lisbon` */
  city: string;
  /** The reader's own clock; null when it shows the same as the event's. `sameDay` compares with the event's date. */
  reader: { start: EndParts; end: EndParts | null; city: string } | null;
};

export type EventTimeQuestion = {
  locale: string;
  /** Left out, or unknown to this runtime: only the event's own time is shown. */
  readerZone?: string | undefined;
};

/**
 * When an event is, in its own zone and on the reader's clock, as `19:00 Lisbon · 20:00 for you` needs it. Its own time
 * is the server's, whatever this runtime's zone table has; a day is the same day for everybody. Null without a start.
 */
export function formatEventTime(event: Timed, { locale, readerZone }: EventTimeQuestion): EventTimeParts | null {
  const { allDay, starts, ends } = wallClockOf(event);
  if (!starts || !event.startsAt) return null;
  const own = clockOf(starts, allDay && ends === starts ? null : ends, locale);
  const place = { allDay, ...own, city: zoneCity(event.zone, locale) };
  if (allDay || readerZone === undefined || isSameZone(event.zone, readerZone)) return { ...place, reader: null };

  const readerStarts = runtimeLocal(event.startsAt, readerZone);
  const readerEnds = event.endsAt && runtimeLocal(event.endsAt, readerZone);
  if (!readerStarts || (readerStarts === starts && readerEnds === ends)) return { ...place, reader: null };
  const reader = clockOf(readerStarts, readerEnds, locale);
  return {
    ...place,
    reader: { ...reader, start: { ...reader.start, sameDay: isSameDay(starts, readerStarts) }, city: zoneCity(readerZone, locale) },
  };
}

function clockOf(starts: string, ends: string | null, locale: string): { start: ClockParts; end: EndParts | null } {
  return {
    start: clockParts(starts, locale),
    end: ends === null ? null : { ...clockParts(ends, locale), sameDay: isSameDay(starts, ends) },
  };
}

function isSameDay(one: string, other: string): boolean {
  return one.slice(0, 10) === other.slice(0, 10);
}

function clockParts(local: string, locale: string): ClockParts {
  const hasTime = local.length > 10;
  return {
    weekday: formatLocal(local, locale, { weekday: "long" }),
    date: formatLocal(local, locale, { day: "numeric", month: "long", year: "numeric" }),
    time: hasTime ? formatLocal(local, locale, { timeStyle: "short" }) : "",
  };
}

const formats = new Map<string, Intl.DateTimeFormat>();
const FORMATS_KEPT = 200;

/** A wall-clock time or a day in words, without any zone. */
export function formatLocal(local: string, locale: string, options: Intl.DateTimeFormatOptions): string {
  const key = [locale, ...Object.entries(options).flat()].join(" ");
  let format = formats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" });
    if (formats.size >= FORMATS_KEPT) formats.clear();
    formats.set(key, format);
  }
  return format.format(Date.parse(local.length > 10 ? `${local}Z` : `${local}T00:00Z`));
}
