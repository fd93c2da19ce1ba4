import { z } from "zod";

/**
 * Emails that remind whoever comes or waits for a seat: a day before the start, and two hours before it. `stillComing` goes to those alone who
 * are going and have not confirmed that they still come.
 */
export const ReminderKind = z.enum(["stillComing", "dayBefore", "hoursBefore"]);
export type ReminderKind = z.infer<typeof ReminderKind>;

/** How long before the start the second reminder goes. */
export const REMINDER_HOURS = 2;
/** When guests of an all-day event are reminded, on its own clock, the day before. */
export const ALL_DAY_REMINDER = "09:00";

/** The switch of each reminder among an event's fields; of `stillComing`, the field of that name says when. */
export const reminderFields = { dayBefore: "dayBeforeReminder", hoursBefore: "hoursBeforeReminder" } as const satisfies Record<
  Exclude<ReminderKind, "stillComing">,
  string
>;

/** One of an event's reminders, for its hosts. */
export const Reminder = z.object({
  kind: ReminderKind,
  isOn: z.boolean(),
  /** When it goes out; null: never, since the event has no start, or is all-day and is not reminded of twice. */
  at: z.iso.datetime().nullable(),
  /** The same on the event's clock. */
  local: z.string().nullable(),
  /** Whether that is still ahead. */
  isAhead: z.boolean(),
});
export type Reminder = z.infer<typeof Reminder>;

export const Reminders = z.object({
  reminders: z.array(Reminder),
  /** Guests who would get one now: they come or wait for a seat, have an address, and have not unsubscribed. */
  guests: z.int().min(0),
  /** Those who are going and have not confirmed that they still come, by the same rule. */
  unconfirmed: z.int().min(0),
});
export type Reminders = z.infer<typeof Reminders>;
