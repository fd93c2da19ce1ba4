import type { EventDetails, WallClock } from "./events.ts";
import { runtimeLocal } from "./runtime-clock.ts";

export type Timed = Pick<EventDetails, "startsAt" | "endsAt" | "zone" | keyof WallClock> & Partial<Pick<EventDetails, "answersCloseAt">>;

/** An event's times on its own clock, as the server computed them. Entries of earlier versions have only instants. */
export function wallClockOf({ startsAt, endsAt, answersCloseAt, zone, ...given }: Timed): WallClock {
  const { allDay = false, starts, ends, answersClose } = given;
  const local = (instant: string | null) => instant && runtimeLocal(instant, zone);
  return {
    allDay,
    starts: starts === undefined ? local(startsAt) : starts,
    ends: ends === undefined ? local(endsAt) : ends,
    answersClose: answersClose === undefined ? local(answersCloseAt ?? null) : answersClose,
  };
}

const DAY = 86_400_000;

/** The day some days after one: `2027-06-30` and 1 are `2027-07-01`. */
export function dayAfter(day: string, days = 1): string {
  return new Date(Date.parse(`${day}T00:00Z`) + days * DAY).toISOString().slice(0, 10);
}
