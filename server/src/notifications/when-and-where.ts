import { assertNever } from "@turnout/contract/assert-never";
import { placeKey } from "@turnout/contract/calendar";
import { formatEventTime } from "@turnout/contract/event-time";
import type { Place, WhenAndWhere } from "@turnout/contract/events";
import { instantToLocal } from "@turnout/contract/time-zones";
import type { Block, Fact } from "../mail/letter.ts";
import type { Moved, MailTexts } from "../mail/texts.ts";

/** How a reader reads: the words, and how their region writes dates (`en-GB`). */
export interface Reading {
  texts: MailTexts;
  locale: string;
}

/** Date and place as a mail shows them, in the event's own zone: nobody knows where a mail will be read. */
export function whenAndWhere(now: WhenAndWhere, reading: Reading, was: WhenAndWhere | null = null): Block {
  const { texts } = reading;
  const moved = was && whatMoved(was, now);
  const when: Fact = { name: texts.when, lines: whenLines(now, reading) };
  const where: Fact = { name: texts.where, lines: placeLines(now.place, texts) };
  if (was && moved && moved !== "place") when.was = texts.was(wholeWhen(was, reading));
  if (was && was.place.kind !== "later" && (moved === "place" || moved === "both"))
    where.was = texts.was(placeLines(was.place, texts).join(", "));
  return { type: "facts", facts: [when, where] };
}

/** What a reader who knew the one has to hear of the other; null: nothing. */
export function whatMoved(was: WhenAndWhere, now: WhenAndWhere): Moved | null {
  const when = whenMoved(was, now);
  if (placeKey(was.place) === placeKey(now.place)) return when;
  return when ? "both" : "place";
}

function whenMoved(was: WhenAndWhere, now: WhenAndWhere): Exclude<Moved, "place" | "both" | "details"> | null {
  const [before, after] = [localStart(was), localStart(now)];
  if (before?.slice(0, 10) !== after?.slice(0, 10)) return "date";
  if (before !== after || was.zone !== now.zone) return "time";
  return timeOf(was.endsAt) === timeOf(now.endsAt) ? null : "end";
}

const localStart = ({ startsAt, zone }: WhenAndWhere) => (startsAt === null ? null : instantToLocal(startsAt, zone));
const timeOf = (instant: string | null) => (instant === null ? null : Date.parse(instant));

/** The old, unless there was none, and the new in the few words that fit into a subject. Null when they would read alike. */
export function inShort(moved: Moved, was: WhenAndWhere, now: WhenAndWhere, reading: Reading): { now: string; was: string | null } | null {
  const zoned = was.zone !== now.zone;
  const short = (one: WhenAndWhere) => {
    if (moved === "place") return placeName(one.place, reading.texts);
    if (moved === "both") return `${shortDay(one, reading)}, ${clock(one, reading, zoned)}, ${placeName(one.place, reading.texts)}`;
    if (moved === "date") return `${shortDay(one, reading)}, ${clock(one, reading, zoned)}`;
    return moved === "end" ? endClock(one, reading) : clock(one, reading, zoned);
  };
  const told = { now: short(now), was: moved === "place" && was.place.kind === "later" ? null : short(was) };
  return told.now === told.was ? null : told;
}

function clock(event: WhenAndWhere, { locale, texts }: Reading, zoned: boolean): string {
  if (!event.startsAt) return texts.dateLater;
  const { start, city } = formatEventTime({ start: event.startsAt, end: null, zone: event.zone, locale });
  return zoned ? texts.inCity(start.time, city) : texts.timeOfDay(start.time);
}

function endClock({ startsAt, endsAt, zone }: WhenAndWhere, { locale, texts }: Reading): string {
  if (!startsAt || !endsAt) return "–";
  const { end } = formatEventTime({ start: startsAt, end: endsAt, zone, locale });
  return end!.sameDay ? texts.timeOfDay(end!.time) : `${shortDate(endsAt, zone, locale)}, ${texts.timeOfDay(end!.time)}`;
}

function shortDay({ startsAt, zone }: WhenAndWhere, { locale, texts }: Reading): string {
  return startsAt ? shortDate(startsAt, zone, locale) : texts.dateLater;
}

const shortDate = (instant: string, timeZone: string, locale: string) =>
  new Intl.DateTimeFormat(locale, { weekday: "short", day: "numeric", month: "short", timeZone }).format(Date.parse(instant));

const wholeWhen = (event: WhenAndWhere, reading: Reading) => whenLines(event, reading).join(", ").replaceAll("–,", "–");

function whenLines({ startsAt, endsAt, zone }: WhenAndWhere, { locale, texts }: Reading): string[] {
  if (!startsAt) return [texts.dateLater];
  const { start, end, city } = formatEventTime({ start: startsAt, end: endsAt, zone, locale });
  const day = `${start.weekday}, ${start.date}`;
  if (!end) return [day, texts.inCity(start.time, city)];
  if (end.sameDay) return [day, texts.inCity(`${start.time} – ${end.time}`, city)];
  return [day, `${texts.inCity(start.time, city)} –`, `${end.weekday}, ${end.date}, ${texts.inCity(end.time, city)}`];
}

function placeLines(place: Place, texts: MailTexts): string[] {
  switch (place.kind) {
    case "place":
      return [place.name, place.address].filter(Boolean);
    case "online":
      return [texts.online, place.url ?? ""].filter(Boolean);
    case "later":
      return [texts.placeLater];
    default:
      return assertNever(place);
  }
}

const placeName = (place: Place, texts: MailTexts): string => placeLines(place, texts)[0]!;
