import { assertNever } from "@turnout/contract/assert-never";
import { placeKey } from "@turnout/contract/calendar";
import { formatEventTime, formatLocal } from "@turnout/contract/event-time";
import type { Place, WallClock, WhenAndWhere } from "@turnout/contract/events";
import { wallClockOf } from "@turnout/contract/wall-clock";
import type { Block, Fact } from "../mail/email-content.ts";
import { isolated } from "@turnout/contract/isolated";
import type { Moved, MailTexts } from "../mail/texts-shape.ts";

/** The recipient's texts, and the locale of dates (`en-GB`). */
export interface Reading {
  texts: MailTexts;
  locale: string;
}

/** Date and place as an email shows them, in the event's zone, since the reader's is unknown. */
export function whenAndWhere(now: WhenAndWhere, reading: Reading, was: WhenAndWhere | null = null): Block {
  const { texts } = reading;
  const moved = was && whatMoved(was, now);
  const when: Fact = { name: texts.when, lines: whenLines(now, reading) };
  const where: Fact = { name: texts.where, lines: placeLines(now.place, texts) };
  if (was && moved && moved !== "place" && moved !== "clocks") when.was = texts.was(wholeWhen(was, reading));
  if (was && was.place.kind !== "later" && (moved === "place" || moved === "both"))
    where.was = texts.was(isolated(placeLines(was.place, texts).join(", ")));
  return { type: "facts", facts: [when, where] };
}

/** The kind of difference between two states; null: none. */
export function whatMoved(was: WhenAndWhere, now: WhenAndWhere): Moved | null {
  const when = whenMoved(was, now);
  if (placeKey(was.place) === placeKey(now.place)) return when;
  return when ? "both" : "place";
}

function whenMoved(was: WhenAndWhere, now: WhenAndWhere): Exclude<Moved, "place" | "both" | "details"> | null {
  const [before, after] = [wallClockOf(was), wallClockOf(now)];
  if (before.starts?.slice(0, 10) !== after.starts?.slice(0, 10)) return "date";
  if (before.starts !== after.starts || was.zone !== now.zone) return "time";
  if (lastOf(before) !== lastOf(after)) return "end";
  return timeOf(was.startsAt) === timeOf(now.startsAt) && timeOf(was.endsAt) === timeOf(now.endsAt) ? null : "clocks";
}

/** A day without an end ends on itself. */
const lastOf = ({ allDay, starts, ends }: WallClock) => (allDay ? (ends ?? starts) : ends);

const timeOf = (instant: string | null) => (instant === null ? null : Date.parse(instant));

/** The old state, if there was one, and the new, short enough for a subject. Null when both read alike. */
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
  const when = formatEventTime(event, { locale });
  if (!when) return texts.dateLater;
  const { allDay, start, city } = when;
  if (allDay) return texts.allDay;
  return zoned ? texts.inCity(start.time, city) : texts.timeOfDay(start.time);
}

function endClock(event: WhenAndWhere, { locale, texts }: Reading): string {
  const known = wallClockOf(event);
  const [{ allDay }, ends] = [known, lastOf(known)];
  if (!ends) return "–";
  if (allDay) return shortDate(ends, locale);
  const { end } = formatEventTime(event, { locale })!;
  return end!.sameDay ? texts.timeOfDay(end!.time) : `${shortDate(ends, locale)}, ${texts.timeOfDay(end!.time)}`;
}

function shortDay(event: WhenAndWhere, { locale, texts }: Reading): string {
  const { starts } = wallClockOf(event);
  return starts ? shortDate(starts, locale) : texts.dateLater;
}

const shortDate = (local: string, locale: string) => formatLocal(local, locale, { weekday: "short", day: "numeric", month: "short" });

const wholeWhen = (event: WhenAndWhere, reading: Reading) => whenLines(event, reading).join(", ").replaceAll("–,", "–");

function whenLines(event: WhenAndWhere, { locale, texts }: Reading): string[] {
  const when = formatEventTime(event, { locale });
  if (!when) return [texts.dateLater];
  const { allDay, start, end, city } = when;
  const day = `${start.weekday}, ${start.date}`;
  if (allDay) return end ? [`${day} –`, `${end.weekday}, ${end.date}`, texts.allDay] : [day, texts.allDay];
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

const placeName = (place: Place, texts: MailTexts): string => isolated(placeLines(place, texts)[0]!);
