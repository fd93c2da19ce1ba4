import { expect, test } from "vitest";
import { phaseOf, seatsFree } from "@turnout/contract/event-phase";
import { groupEvents } from "./mine/group-events.ts";
import { details } from "../testing/snapshots.test-support.ts";

const starts = Date.parse(details.startsAt!);
const tally = { going: 58, maybe: 0, waiting: 0, waitingParties: 0, declined: null, silent: null };

test("answers close at the deadline, not a moment before", () => {
  const closing = { ...details, answersCloseAt: new Date(starts - 1_000).toISOString() };
  expect(phaseOf(closing, starts - 1_001)).toBe("open");
  expect(phaseOf(closing, starts - 1_000)).toBe("closed");
});

test("an event without an end is over after six hours", () => {
  const endless = { ...details, endsAt: null, answersCloseAt: null };
  expect(phaseOf(endless, starts + 6 * 3_600_000 - 1)).toBe("open");
  expect(phaseOf(endless, starts + 6 * 3_600_000)).toBe("over");
});

test("an all-day event is open through all of its days, and listed as upcoming as long", () => {
  const days = { ...details, allDay: true, starts: "2027-06-18", ends: "2027-06-20", answersCloseAt: null };
  const fair = { ...days, startsAt: "2027-06-17T23:00:00Z", endsAt: "2027-06-20T23:00:00Z" };
  const event = { eventId: "1", details: fair, hosting: false, standing: null, going: 0, waiting: 0 };
  const groupAt = (now: number) => Object.entries(groupEvents([event], now)).flatMap(([name, events]) => (events.length > 0 ? [name] : []));
  const end = Date.parse(fair.endsAt);
  expect([phaseOf(fair, end - 1), phaseOf(fair, end)]).toEqual(["open", "over"]);
  expect([groupAt(end - 1), groupAt(end)]).toEqual([["upcoming"], ["past"]]);
});

test("a cancelled event is cancelled whatever the clock says", () => {
  expect(phaseOf({ ...details, status: "cancelled" }, starts + 1e10)).toBe("cancelled");
});

test("with a waitlist no seats are free, and an exceeded capacity is not negative", () => {
  expect(seatsFree({ ...details, capacity: 60 }, tally)).toBe(2);
  expect(seatsFree({ ...details, capacity: 60 }, { ...tally, waiting: 3, waitingParties: 1 })).toBe(0);
  expect(seatsFree({ ...details, capacity: 50 }, tally)).toBe(0);
  expect(seatsFree({ ...details, capacity: null }, tally)).toBeNull();
});
