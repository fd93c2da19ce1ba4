import { runtimeLocal } from "@turnout/contract/runtime-clock";
import { dayAfter, wallClockOf } from "@turnout/contract/wall-clock";
import type { MyEvent } from "./my-event.ts";

export function monthAfter(month: string, months = 1): string {
  const [year, number] = month.split("-").map(Number) as [number, number];
  return new Date(Date.UTC(year, number - 1 + months, 1)).toISOString().slice(0, 7);
}

/** Monday is 1, Sunday is 7, as the language's country begins a week. */
export function firstDayOfWeek(locale: string): number {
  const known = new Intl.Locale(locale) as Intl.Locale & { getWeekInfo?: () => { firstDay: number }; weekInfo?: { firstDay: number } };
  return (known.getWeekInfo?.() ?? known.weekInfo)?.firstDay ?? 1;
}

/** Whole weeks around the month. */
export function weeksOf(month: string, firstDay: number): string[][] {
  const first = `${month}-01`;
  const weekday = new Date(`${first}T00:00Z`).getUTCDay() || 7;
  let day = dayAfter(first, -((weekday - firstDay + 7) % 7));
  const weeks: string[][] = [];
  const end = `${monthAfter(month)}-01`;
  while (day < end) {
    weeks.push(Array.from({ length: 7 }, (_, at) => dayAfter(day, at)));
    day = dayAfter(day, 7);
  }
  return weeks;
}

/** The first and last day of an event on the reader's calendar. An all-day event is on the same days everywhere. Null without a date. */
export function daysOf({ details }: Pick<MyEvent, "details">, readerZone: string): { first: string; last: string } | null {
  const { allDay, starts, ends } = wallClockOf(details);
  if (!starts || !details.startsAt) return null;
  if (allDay) return { first: starts, last: ends ?? starts };
  const first = dayIn(details.startsAt, readerZone) ?? starts.slice(0, 10);
  // What ends at midnight is not on the day that begins then.
  const lastMoment = details.endsAt && new Date(Math.max(Date.parse(details.endsAt) - 1, Date.parse(details.startsAt))).toISOString();
  return { first, last: (lastMoment && dayIn(lastMoment, readerZone)) ?? first };
}

const dayIn = (instant: string, zone: string) => runtimeLocal(instant, zone)?.slice(0, 10);

/** The events of each of these days, in the order in which they begin. */
export function eventsByDay(events: readonly MyEvent[], days: readonly string[], readerZone: string): Map<string, MyEvent[]> {
  const byDay = new Map<string, MyEvent[]>(days.map((day) => [day, []]));
  const inOrder = events.toSorted((one, other) => (one.details.startsAt ?? "").localeCompare(other.details.startsAt ?? ""));
  for (const event of inOrder) {
    const span = daysOf(event, readerZone);
    if (span) for (const day of days) if (span.first <= day && day <= span.last) byDay.get(day)!.push(event);
  }
  return byDay;
}
