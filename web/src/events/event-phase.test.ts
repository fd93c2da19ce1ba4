import { expect, test } from "vitest";
import { isOn, phaseOf, seatsFree } from "./event-phase.ts";
import { details } from "./event-page.fixtures.ts";

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
  expect(isOn(endless, starts)).toBe(true);
  expect(isOn(endless, starts - 1)).toBe(false);
});

test("a cancelled event is cancelled whatever the clock says", () => {
  expect(phaseOf({ ...details, status: "cancelled" }, starts + 1e10)).toBe("cancelled");
});

test("seats behind a line are not free, and an overridden capacity is not negative", () => {
  expect(seatsFree({ ...details, capacity: 60 }, tally)).toBe(2);
  expect(seatsFree({ ...details, capacity: 60 }, { ...tally, waiting: 3, waitingParties: 1 })).toBe(0);
  expect(seatsFree({ ...details, capacity: 50 }, tally)).toBe(0);
  expect(seatsFree({ ...details, capacity: null }, tally)).toBeNull();
});
