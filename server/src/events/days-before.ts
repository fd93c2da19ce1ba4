import type { StillComing, WallClock } from "@turnout/contract/events";
import { ALL_DAY_REMINDER } from "@turnout/contract/reminders";
import { isTimeZone, localToInstant } from "@turnout/contract/time-zones";
import { dayAfter } from "@turnout/contract/wall-clock";
import type { EventRow } from "../log/event-row.ts";
import { wallClockOfRow } from "./wall-clock.ts";

/** How many days before the start people are asked whether they still come; null: they are not. */
const DAYS: Record<StillComing, number | null> = { off: null, dayBefore: 1, twoDaysBefore: 2 };

/**
 * The instant so many days before the start, at the same time on the event's clock, or at `ALL_DAY_REMINDER` of an all-day event. Null: it
 * has no start, or a zone that nobody knows.
 */
export function daysBefore({ allDay, starts }: Pick<WallClock, "allDay" | "starts">, zone: string, days: number): string | null {
  if (!starts || !isTimeZone(zone)) return null;
  const clock = allDay ? ALL_DAY_REMINDER : starts.slice(11);
  const { instant } = localToInstant(`${dayAfter(starts.slice(0, 10), -days)}T${clock}`, zone);
  return instant && new Date(instant).toISOString();
}

/** From when on whoever is going is asked whether they still come; null: they are not. */
export function askedFrom(event: EventRow): string | null {
  const days = DAYS[event.still_coming];
  return days ? daysBefore(wallClockOfRow(event), event.zone, days) : null;
}

/** The day of the start on the event's clock, for which people confirm that they come; null: it has no date. */
export const dayOf = (event: EventRow): string | null => wallClockOfRow(event).starts?.slice(0, 10) ?? null;
