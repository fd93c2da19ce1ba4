import { AGAIN_AFTER_DAYS, type EventFields, type WallClock } from "@turnout/contract/events";
import { dayAfter } from "@turnout/contract/wall-clock";

const DAY = 86_400_000;
const WEEK = 7;

/**
 * When an event is held again: some weeks later by the clock on the wall, so on the same day of the week, the first that is
 * `AGAIN_AFTER_DAYS` away. A deadline that would be past is left out. Nothing of an event without a date.
 */
export function timesAgain({ allDay, starts, ends, answersClose }: WallClock, today: string): EventFields {
  if (starts === null) return {};
  const daysAway = (dayOf(starts) - dayOf(today)) / DAY;
  const weeks = Math.max(0, Math.ceil((AGAIN_AFTER_DAYS - daysAway) / WEEK));
  const later = (local: string) => dayAfter(local.slice(0, 10), weeks * WEEK) + local.slice(10);
  const closes = answersClose === null ? null : later(answersClose);
  return {
    allDay,
    starts: later(starts),
    ends: ends === null ? null : later(ends),
    answersClose: closes !== null && closes.slice(0, 10) > today ? closes : null,
  };
}

const dayOf = (local: string) => Date.parse(`${local.slice(0, 10)}T00:00Z`);
