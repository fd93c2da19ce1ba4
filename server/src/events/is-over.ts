import { ASSUMED_HOURS, isOver as hasEnded, type EventInstants } from "@turnout/contract/event-end";
import type { EventRow } from "../log/event-row.ts";

type TimesRow = Pick<EventRow, "starts_at" | "ends_at" | "all_day">;

export function instantsOf({ starts_at, ends_at, all_day }: TimesRow): EventInstants {
  return { startsAt: starts_at, endsAt: ends_at, allDay: all_day };
}

/** Whether an event has ended; the same rule as `NOT_OVER`. */
export function isOver(event: TimesRow, now: Date): boolean {
  return hasEnded(instantsOf(event), now.getTime());
}

/** SQL condition on `events`: not ended. An event without a start does not match. */
export const NOT_OVER = `coalesce(events.ends_at, events.starts_at + interval '${ASSUMED_HOURS} hours') > now()`;
