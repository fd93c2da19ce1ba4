import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { quietUntil } from "./quiet-hours.ts";

const night = { begins: 22 * 60, ends: 7 * 60, zone: "Europe/Berlin" };
const until = (now: string, hours = night) => quietUntil(hours, new Date(now))?.toISOString() ?? null;

describe("quiet hours end", () => {
  test.each([
    ["before they begin there are none", "2030-06-18T19:59:00Z", null],
    ["from the first minute on", "2030-06-18T20:00:00Z", "2030-06-19T05:00:00.000Z"],
    ["after midnight on the same day", "2030-06-19T01:00:00Z", "2030-06-19T05:00:00.000Z"],
    ["in the last minute", "2030-06-19T04:59:30Z", "2030-06-19T05:00:00.000Z"],
    ["and then there are none", "2030-06-19T05:00:00Z", null],
    ["an hour sooner where clocks go forward", "2030-03-30T21:30:00Z", "2030-03-31T05:00:00.000Z"],
    ["an hour later where they go back", "2030-10-26T21:30:00Z", "2030-10-27T06:00:00.000Z"],
  ])("%s", (_what, now, end) => {
    expect(until(now)).toBe(end);
  });

  test("within a day, for whoever sleeps by day", () => {
    const day = { ...night, begins: 9 * 60, ends: 15 * 60 };
    expect(until("2030-06-18T10:00:00Z", day)).toBe("2030-06-18T13:00:00.000Z");
    expect(until("2030-06-18T20:00:00Z", day)).toBe(null);
  });

  test("never, in a zone that nobody knows", () => {
    expect(until("2030-06-18T20:00:00Z", { ...night, zone: "Mars/Olympus" })).toBe(null);
  });

  test("within a day and an hour, at the minute that was set or where the clock skips it", () => {
    const minute = fc.integer({ min: 0, max: 1_439 });
    const zone = fc.constantFrom("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC");
    const now = fc.date({ min: new Date("2025-01-01"), max: new Date("2035-01-01"), noInvalidDate: true });
    fc.assert(
      fc.property(minute, minute, zone, now, (begins, ends, where, at) => {
        fc.pre(begins !== ends);
        const end = quietUntil({ begins, ends, zone: where }, at);
        if (end === null) return;
        expect(end.getTime()).toBeGreaterThan(at.getTime());
        expect(end.getTime() - at.getTime()).toBeLessThanOrEqual(25 * 3_600_000);
      }),
    );
  });
});
