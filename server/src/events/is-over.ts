import type { EventRow } from "../log/event-row.ts";

/** How long an event without an end is taken to last. */
export const ASSUMED_HOURS = 6;

/** Whether an event has ended; without an end, so many hours after its start. The one rule of it, in code and in `NOT_OVER`. */
export function isOver({ starts_at, ends_at }: Pick<EventRow, "starts_at" | "ends_at">, now: Date): boolean {
  if (ends_at) return new Date(ends_at) <= now;
  return starts_at !== null && new Date(starts_at).getTime() + ASSUMED_HOURS * 3_600_000 <= now.getTime();
}

/** The same as a condition on rows of `events`; one without a start is not ahead either. */
export const NOT_OVER = `coalesce(events.ends_at, events.starts_at + interval '${ASSUMED_HOURS} hours') > now()`;
