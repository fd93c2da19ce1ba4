import { localToInstant } from "@turnout/contract/time-zones";
import { dayAfter } from "@turnout/contract/wall-clock";
import { serverNow } from "../../clock.ts";
import { asKept, type DraftFields } from "./fields.ts";

/** When the event starts, or its last day is over; null without a start. */
export function startInstant(fields: DraftFields): string | null {
  const { starts, ends } = asKept(fields);
  if (starts === null) return null;
  return localToInstant(fields.allDay ? `${dayAfter(ends ?? starts)}T00:00` : starts, fields.zone).instant;
}

/** Whether that has passed. */
export function isPast(fields: DraftFields): boolean {
  return Date.parse(startInstant(fields) ?? "") <= serverNow();
}
