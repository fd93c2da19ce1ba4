import type { EventDetails } from "@turnout/contract/events";
import { ReminderKind } from "@turnout/contract/reminders";
import { zonesList } from "@turnout/contract/zones-list";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { EventRow } from "../log/event-row.ts";
import { presentDetails } from "../events/present.ts";
import { workedOut } from "../events/wall-clock.ts";
import { isReminderDue, reminderEnds, remindersAhead, reminderTimes } from "./reminder-times.ts";

const HOUR = 3_600_000;
const row = { title: "Fair", description: "", place: { kind: "later" }, status: "published", revision: 0 };

function detailsOf(starts: string, zone: string, more: Partial<EventDetails> = {}): EventDetails {
  const times = workedOut({ allDay: starts.length === 10, starts, ends: null, answersClose: null }, zone);
  const { stillComing = "off" } = more;
  return {
    ...presentDetails({ ...row, ...times, still_coming: stillComing } as unknown as EventRow),
    dayBeforeReminder: true,
    hoursBeforeReminder: true,
    ...more,
  };
}

const berlin = (starts: string, more: Partial<EventDetails> = {}) => detailsOf(starts, "Europe/Berlin", more);

test.each([
  ["an evening", "2027-06-18T19:00", "2027-06-17T17:00:00.000Z", "2027-06-18T15:00:00.000Z"],
  [
    "after the night in which summer time begins, which is 23 hours short",
    "2027-03-28T19:00",
    "2027-03-27T18:00:00.000Z",
    "2027-03-28T15:00:00.000Z",
  ],
  ["after the night in which it ends", "2027-10-31T19:00", "2027-10-30T17:00:00.000Z", "2027-10-31T16:00:00.000Z"],
  ["the day after one whose hour is skipped, an hour later", "2027-03-29T02:30", "2027-03-28T01:30:00.000Z", "2027-03-28T22:30:00.000Z"],
  ["the day after one whose hour comes twice, at the first", "2027-11-01T02:30", "2027-10-31T00:30:00.000Z", "2027-10-31T23:30:00.000Z"],
  ["whole days, at nine the day before and not again", "2027-06-18", "2027-06-17T07:00:00.000Z", null],
])("%s", (_what, starts, dayBefore, hoursBefore) => {
  expect(reminderTimes(berlin(starts))).toEqual({ stillComing: null, dayBefore, hoursBefore });
});

test("an event without a start has no reminders", () => {
  const undated = { ...berlin("2027-06-18T19:00"), startsAt: null, starts: null };
  expect(reminderTimes(undated)).toEqual({ stillComing: null, dayBefore: null, hoursBefore: null });
  expect(remindersAhead(undated, 0)).toEqual([]);
});

test("in every zone, both are before the start, in order, and the first is at most a day and what clocks are changed by ahead", () => {
  const anyStart = fc.date({ min: new Date("2026-01-01"), max: new Date("2035-12-31"), noInvalidDate: true });
  fc.assert(
    fc.property(anyStart, fc.constantFrom(...zonesList()), (date, zone) => {
      const details = detailsOf(date.toISOString().slice(0, 16), zone, { stillComing: "twoDaysBefore" });
      const start = Date.parse(details.startsAt!);
      const [asked, first, second] = ReminderKind.options.map((kind) => Date.parse(reminderTimes(details)[kind]!));
      expect(second).toBe(start - 2 * HOUR);
      expect(first).toBeLessThan(second!);
      expect(start - first!).toBeLessThanOrEqual(26 * HOUR);
      expect(asked).toBeLessThan(first!);
      expect(start - asked!).toBeLessThanOrEqual(50 * HOUR);
    }),
    { numRuns: 500 },
  );
});

test("only what is published, wanted and ahead is queued", () => {
  const evening = berlin("2027-06-18T19:00");
  const kinds = (details: EventDetails, now: string) => remindersAhead(details, Date.parse(now)).map(({ kind }) => kind);
  expect(kinds(evening, "2027-06-17T16:59:59Z")).toEqual(["dayBefore", "hoursBefore"]);
  expect(kinds(evening, "2027-06-17T17:00:00Z")).toEqual(["hoursBefore"]);
  expect(kinds(evening, "2027-06-18T15:00:00Z")).toEqual([]);
  expect(kinds({ ...evening, status: "draft" }, "2027-06-01T00:00:00Z")).toEqual([]);
  expect(kinds({ ...evening, status: "cancelled" }, "2027-06-01T00:00:00Z")).toEqual([]);
  expect(kinds({ ...evening, hoursBeforeReminder: false }, "2027-06-01T00:00:00Z")).toEqual(["dayBefore"]);
});

test("a late reminder is sent until the next one is due, or until the start where there is none", () => {
  const evening = berlin("2027-06-18T19:00");
  expect(reminderEnds("dayBefore", evening)).toBe("2027-06-18T15:00:00.000Z");
  expect(reminderEnds("dayBefore", { ...evening, hoursBeforeReminder: false })).toBe(evening.startsAt);
  expect(reminderEnds("hoursBefore", evening)).toBe(evening.startsAt);
  const last = { kind: "hoursBefore" as const, day: "2027-06-18" };
  expect(isReminderDue(last, evening, Date.parse("2027-06-18T16:59:59Z"))).toBe(true);
  expect(isReminderDue(last, evening, Date.parse("2027-06-18T17:00:00Z"))).toBe(false);
  expect(isReminderDue({ ...last, day: "2027-06-19" }, evening, Date.parse("2027-06-18T16:00:00Z"))).toBe(false);
});

test.each([
  ["an evening", "2027-06-18T19:00", "twoDaysBefore", "2027-06-16T17:00:00.000Z"],
  ["an evening", "2027-06-18T19:00", "dayBefore", "2027-06-17T17:00:00.000Z"],
  ["after the night in which summer time begins", "2027-03-28T19:00", "twoDaysBefore", "2027-03-26T18:00:00.000Z"],
  ["whole days, at nine", "2027-06-18", "twoDaysBefore", "2027-06-16T07:00:00.000Z"],
] as const)("%s: people are asked whether they still come (%s, %s)", (_what, starts, stillComing, asked) => {
  expect(reminderTimes(berlin(starts, { stillComing })).stillComing).toBe(asked);
});

test("asked a day before, people are asked by that day's reminder, where there is one", () => {
  const kinds = (more: Partial<EventDetails>) =>
    remindersAhead(berlin("2027-06-18T19:00", more), Date.parse("2027-06-01T00:00:00Z")).map(({ kind }) => kind);
  expect(kinds({ stillComing: "twoDaysBefore" })).toEqual(["stillComing", "dayBefore", "hoursBefore"]);
  expect(kinds({ stillComing: "dayBefore" })).toEqual(["dayBefore", "hoursBefore"]);
  expect(kinds({ stillComing: "dayBefore", dayBeforeReminder: false })).toEqual(["stillComing", "hoursBefore"]);
  expect(kinds({ stillComing: "off", dayBeforeReminder: false })).toEqual(["hoursBefore"]);
});

test("a late question is asked until the next reminder, which asks as well", () => {
  const evening = berlin("2027-06-18T19:00", { stillComing: "twoDaysBefore" });
  expect(reminderEnds("stillComing", evening)).toBe("2027-06-17T17:00:00.000Z");
  expect(reminderEnds("stillComing", { ...evening, dayBeforeReminder: false })).toBe("2027-06-18T15:00:00.000Z");
});
