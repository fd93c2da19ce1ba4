import { expect, test } from "vitest";
import { daysOf, eventsByDay, firstDayOfWeek, monthAfter, weeksOf } from "./month-grid.ts";
import { isMonth } from "./month.ts";
import type { MyEvent } from "./my-event.ts";

const LISBON = "Europe/Lisbon";

function anEvent(title: string, times: { startsAt: string | null; endsAt?: string | null } & Partial<MyEvent["details"]>): MyEvent {
  return {
    eventId: title,
    hosting: false,
    standing: "going",
    going: 0,
    waiting: 0,
    details: { title, endsAt: null, zone: "UTC", ...times } as never,
  };
}

test("weeks begin as the country begins them, and go around the whole month", () => {
  const monday = weeksOf("2027-06", 1);
  expect([monday.length, monday[0]![0], monday.at(-1)!.at(-1)]).toEqual([5, "2027-05-31", "2027-07-04"]);
  const sunday = weeksOf("2027-08", 7);
  expect([sunday.length, sunday[0]![0], sunday.at(-1)!.at(-1)]).toEqual([5, "2027-08-01", "2027-09-04"]);
  expect(weeksOf("2027-02", 1)).toHaveLength(4);
  for (let month = "2024-01"; month < "2032-01"; month = monthAfter(month))
    for (const first of [1, 6, 7]) {
      const days = weeksOf(month, first).flat();
      expect(days.filter((day) => day.startsWith(month))).toEqual([...new Set(days)].filter((day) => day.startsWith(month)));
      expect(days.length - days.filter((day) => day.startsWith(month)).length).toBeLessThan(14);
      expect(days).toContain(`${month}-28`);
      expect(new Date(`${days[0]}T00:00Z`).getUTCDay() || 7).toBe(first);
    }
});

test("the first day of a week is the country's", () => {
  expect([firstDayOfWeek("de-DE"), firstDayOfWeek("en-GB"), firstDayOfWeek("en-US")]).toEqual([1, 1, 7]);
});

test("months follow each other over the turn of the year", () => {
  expect([monthAfter("2027-12"), monthAfter("2027-01", -1), monthAfter("2027-06", 0)]).toEqual(["2028-01", "2026-12", "2027-06"]);
});

test("an address names a month or nothing", () => {
  expect(["2027-06", "2027-13", "2027-6", "27-06", "", null, "2027-06-01"].filter(isMonth)).toEqual(["2027-06"]);
});

test("an event is on the reader's days, an all-day event on its own", () => {
  const late = anEvent("late", { startsAt: "2027-06-18T23:30:00Z", endsAt: "2027-06-19T01:00:00Z" });
  expect(daysOf(late, "UTC")).toEqual({ first: "2027-06-18", last: "2027-06-19" });
  expect(daysOf(late, LISBON)).toEqual({ first: "2027-06-19", last: "2027-06-19" });
  const days = { startsAt: "2027-06-18T00:00:00Z", endsAt: "2027-06-20T00:00:00Z", allDay: true, starts: "2027-06-18", ends: "2027-06-19" };
  expect(daysOf(anEvent("days", days), "America/Los_Angeles")).toEqual({ first: "2027-06-18", last: "2027-06-19" });
});

test("what ends at midnight is not on the next day; without an end it is on one", () => {
  expect(daysOf(anEvent("a", { startsAt: "2027-06-18T20:00:00Z", endsAt: "2027-06-19T00:00:00Z" }), "UTC")!.last).toBe("2027-06-18");
  expect(daysOf(anEvent("b", { startsAt: "2027-06-18T23:59:00Z" }), "UTC")!.last).toBe("2027-06-18");
  expect(daysOf(anEvent("c", { startsAt: null }), "UTC")).toBeNull();
});

test("a day has its events in order, and one of several days is on each of them", () => {
  const week = weeksOf("2027-06", 1)[2]!;
  const events = [
    anEvent("evening", { startsAt: "2027-06-18T19:00:00Z" }),
    anEvent("morning", { startsAt: "2027-06-18T08:00:00Z" }),
    anEvent("long", { startsAt: "2027-06-10T08:00:00Z", endsAt: "2027-06-18T09:00:00Z" }),
    anEvent("other month", { startsAt: "2027-07-18T08:00:00Z" }),
  ];
  const byDay = eventsByDay(events, week, "UTC");
  expect([...byDay].map(([day, found]) => [day, found.map(({ eventId }) => eventId)])).toEqual([
    ["2027-06-14", ["long"]],
    ["2027-06-15", ["long"]],
    ["2027-06-16", ["long"]],
    ["2027-06-17", ["long"]],
    ["2027-06-18", ["long", "morning", "evening"]],
    ["2027-06-19", []],
    ["2027-06-20", []],
  ]);
});
