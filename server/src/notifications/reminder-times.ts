import type { EventDetails } from "@turnout/contract/events";
import { ALL_DAY_REMINDER, REMINDER_HOURS, ReminderKind, reminderFields } from "@turnout/contract/reminders";
import { isTimeZone, localToInstant } from "@turnout/contract/time-zones";
import { dayAfter, wallClockOf } from "@turnout/contract/wall-clock";

/** When each of an event's reminders goes out; null: never. */
export type ReminderTimes = Record<ReminderKind, string | null>;

/**
 * The first reminder goes out the day before, at the same time on the event's clock, or at `ALL_DAY_REMINDER` of an all-day
 * event, which has no second one.
 */
export function reminderTimes(details: EventDetails): ReminderTimes {
  const { allDay, starts } = wallClockOf(details);
  const { startsAt, zone } = details;
  if (!starts || !startsAt) return { dayBefore: null, hoursBefore: null };
  const clock = allDay ? ALL_DAY_REMINDER : starts.slice(11);
  const dayBefore = isTimeZone(zone) ? localToInstant(`${dayAfter(starts.slice(0, 10), -1)}T${clock}`, zone).instant : null;
  return { dayBefore: dayBefore && iso(dayBefore), hoursBefore: allDay ? null : iso(Date.parse(startsAt) - REMINDER_HOURS * 3_600_000) };
}

const iso = (instant: string | number) => new Date(instant).toISOString();

/** Whether its hosts want this reminder sent. */
export const isReminderOn = (kind: ReminderKind, details: EventDetails): boolean => details[reminderFields[kind]] ?? true;

/** The moment from which a late reminder is not sent any more: when the next one is due, or at the start. */
export function reminderEnds(kind: ReminderKind, details: EventDetails): string | null {
  const next = kind === "dayBefore" && isReminderOn("hoursBefore", details) ? reminderTimes(details).hoursBefore : null;
  return next ?? details.startsAt;
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
