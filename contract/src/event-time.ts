import { instantToLocal, isTimeZone } from "./time-zones.ts";
import { zoneCity } from "./zone-city.ts";

/** One moment on one wall clock, each part ready to be set in type. */
export type ClockParts = { weekday: string; date: string; time: string };

/** What to write about when an event is. Words such as "for you" are the page's to add, in its own language. */
export type EventTimeParts = {
  start: ClockParts;
  /** `sameDay`: its date need not be repeated. */
  end: (ClockParts & { sameDay: boolean }) | null;
  /** `Lisbon` */
  city: string;
  /** `WEST`, or `GMT+1` where the language has no short name for it. */
  zoneName: string;
  /** The reader's own clock; null when it shows the same as the event's. `sameDay` compares with the event's date. */
  reader: {
    start: ClockParts & { sameDay: boolean };
    end: (ClockParts & { sameDay: boolean }) | null;
    city: string;
    zoneName: string;
  } | null;
};

export type EventTimeQuestion = {
  start: string;
  end: string | null;
  zone: string;
  locale: string;
  /** Left out, or unknown to this runtime: only the event's own time is told. */
  readerZone?: string | undefined;
};

/** When an event is, in its own zone and on the reader's clock, as `19:00 Lisbon · 20:00 for you` needs it. */
export function formatEventTime({ start, end, zone, locale, readerZone }: EventTimeQuestion): EventTimeParts {
  const place = clockOf(start, end, zone, locale);
  const instants = end === null ? [start] : [start, end];
  const differs =
    readerZone !== undefined &&
    isTimeZone(readerZone) &&
    instants.some((at) => instantToLocal(at, zone) !== instantToLocal(at, readerZone));
  if (!differs) return { ...place, reader: null };

  const reader = clockOf(start, end, readerZone, locale);
  return { ...place, reader: { ...reader, start: { ...reader.start, sameDay: isSameDay(start, zone, start, readerZone) } } };
}

function clockOf(start: string, end: string | null, zone: string, locale: string) {
  return {
    start: clockParts(start, zone, locale),
    end: end === null ? null : { ...clockParts(end, zone, locale), sameDay: isSameDay(start, zone, end, zone) },
    city: zoneCity(zone, locale),
    zoneName: zoneName(start, zone, locale),
  };
}

function clockParts(instant: string, zone: string, locale: string): ClockParts {
  const write = (options: Intl.DateTimeFormatOptions) => format(locale, zone, options).format(Date.parse(instant));
  return {
    weekday: write({ weekday: "long" }),
    date: write({ day: "numeric", month: "long", year: "numeric" }),
    time: write({ timeStyle: "short" }),
  };
}

function zoneName(instant: string, zone: string, locale: string): string {
  const parts = format(locale, zone, { timeZoneName: "short" }).formatToParts(Date.parse(instant));
  return parts.find(({ type }) => type === "timeZoneName")?.value ?? zone;
}

function isSameDay(one: string, oneZone: string, other: string, otherZone: string): boolean {
  return instantToLocal(one, oneZone).slice(0, 10) === instantToLocal(other, otherZone).slice(0, 10);
}

const formats = new Map<string, Intl.DateTimeFormat>();
const FORMATS_KEPT = 200;

function format(locale: string, zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = [locale, zone, ...Object.keys(options)].join(" ");
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(locale, { ...options, timeZone: zone });
  if (formats.size >= FORMATS_KEPT) formats.clear();
  formats.set(key, made);
  return made;
}
