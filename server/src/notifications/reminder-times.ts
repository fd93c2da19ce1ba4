import type { EventDetails } from "@turnout/contract/events";
import { REMINDER_HOURS, ReminderKind, reminderFields } from "@turnout/contract/reminders";
import { wallClockOf } from "@turnout/contract/wall-clock";
import { daysBefore } from "../events/days-before.ts";

/** When each of an event's reminders goes out; null: never. */
export type ReminderTimes = Record<ReminderKind, string | null>;

/**
 * The first reminder goes out the day before, at the same time on the event's clock, or at `ALL_DAY_REMINDER` of an all-day
 * event, which has no second one. Whoever is going is asked whether they still come when the event's setting says.
 */
export function reminderTimes(details: EventDetails): ReminderTimes {
  const { allDay, starts } = wallClockOf(details);
  const { startsAt, zone, askedFrom = null } = details;
  if (!starts || !startsAt) return { stillComing: null, dayBefore: null, hoursBefore: null };
  const hoursBefore = allDay ? null : new Date(Date.parse(startsAt) - REMINDER_HOURS * 3_600_000).toISOString();
  return { stillComing: askedFrom, dayBefore: daysBefore({ allDay, starts }, zone, 1), hoursBefore };
}

/** Whether its hosts want this reminder sent. Who is asked a day before is asked by that day's reminder, where there is one. */
export function isReminderOn(kind: ReminderKind, details: EventDetails): boolean {
  if (kind !== "stillComing") return details[reminderFields[kind]] ?? true;
  const { stillComing = "off" } = details;
  return stillComing === "twoDaysBefore" || (stillComing === "dayBefore" && !isReminderOn("dayBefore", details));
}

/** The moment from which a late reminder is not sent any more: when the next one is due, or at the start. */
export function reminderEnds(kind: ReminderKind, details: EventDetails): string | null {
  const times = reminderTimes(details);
  const later = ReminderKind.options.slice(ReminderKind.options.indexOf(kind) + 1);
  const next = later.find((one) => times[one] !== null && isReminderOn(one, details));
  return next ? times[next] : details.startsAt;
}

/** The day of the start on the event's clock: whoever was reminded of an event on a day is not reminded of it again. */
export const dayOfStart = (details: EventDetails): string | null => wallClockOf(details).starts?.slice(0, 10) ?? null;

/** Whether this reminder of an event on that day may still be sent at `now` (ms): it is wanted, true, and neither the past nor overtaken. */
export function isReminderDue({ kind, day }: { kind: ReminderKind; day: string }, details: EventDetails, now: number): boolean {
  const ends = reminderEnds(kind, details);
  return (
    details.status === "published" && isReminderOn(kind, details) && dayOfStart(details) === day && ends !== null && now < Date.parse(ends)
  );
}

/** The reminders that are wanted and still ahead. */
export function remindersAhead(details: EventDetails, now: number): { kind: ReminderKind; at: string }[] {
  if (details.status !== "published") return [];
  const times = reminderTimes(details);
  return ReminderKind.options.flatMap((kind) => {
    const at = times[kind];
    return at !== null && Date.parse(at) > now && isReminderOn(kind, details) ? [{ kind, at }] : [];
  });
}
