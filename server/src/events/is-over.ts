import { ASSUMED_HOURS, isOver as isLifeOver, type Lifetime } from "@turnout/contract/event-life";
import type { EventRow } from "../log/event-row.ts";

type TimesRow = Pick<EventRow, "starts_at" | "ends_at" | "all_day">;

export function lifetimeOf({ starts_at, ends_at, all_day }: TimesRow): Lifetime {
  return { startsAt: starts_at, endsAt: ends_at, allDay: all_day };
}

/** Whether an event has ended: the same in code and in `NOT_OVER`. */
export function isOver(event: TimesRow, now: Date): boolean {
  return isLifeOver(lifetimeOf(event), now.getTime());
}

/** The same as a condition on rows of `events`; one without a start is not ahead either. */
export const NOT_OVER = `coalesce(events.ends_at, events.starts_at + interval '${ASSUMED_HOURS} hours') > now()`;
