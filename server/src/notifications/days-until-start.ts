import { instantToLocal, isTimeZone } from "@turnout/contract/time-zones";
import { presentDetails } from "../events/present.ts";
import type { EventRow } from "../log/event-row.ts";
import { dayOfStart } from "./reminder-times.ts";

/** By the event's clock, on which it may be tomorrow already. */
export function daysUntilStart(event: EventRow, now: Date): number {
  const day = dayOfStart(presentDetails(event));
  const today = isTimeZone(event.zone) ? instantToLocal(now.toISOString(), event.zone).slice(0, 10) : now.toISOString().slice(0, 10);
  return day === null ? 0 : Math.round((Date.parse(day) - Date.parse(today)) / 86_400_000);
}
