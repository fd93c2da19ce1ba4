import { instantToLocal, localToInstant, transitionsBetween } from "@turnout/contract/time-zones";
import { zonesList } from "@turnout/contract/zones-list";
import fc from "fast-check";
import ICAL from "ical.js";
import { describe, expect, test } from "vitest";
import { isUtc, vtimezone } from "./vtimezone.ts";

const zones = zonesList().filter((zone) => !isUtc(zone));
const MINUTE = 60_000;
const DAY = 86_400_000;

/** The instant that a calendar with nothing but this VTIMEZONE gives a wall-clock time. */
function instantIn(zone: ICAL.Timezone, local: string): number {
  const time = ICAL.Time.fromDateTimeString(local.length === 16 ? `${local}:00` : local);
  time.zone = zone;
  return time.toUnixTime() * 1000;
}

const readBefore = new Map<string, ICAL.Timezone>();

function parsed(vtimezoneText: string): ICAL.Timezone {
  const read = readBefore.get(vtimezoneText) ?? new ICAL.Timezone(new ICAL.Component(ICAL.parse(vtimezoneText)));
  readBefore.set(vtimezoneText, read);
  return read;
}

function expectSameInstant(zone: string, start: number, end: number) {
  const [from, to] = [new Date(start).toISOString(), new Date(end).toISOString()];
  const written = vtimezone(zone, from, to);
  for (const instant of [from, to]) {
    const local = instantToLocal(instant, zone);
    if (localToInstant(local, zone).kind === "ambiguous") continue; // written in UTC, see ics.ts
    expect(instantIn(parsed(written), local), `${zone} ${local}\n${written}`).toBe(Date.parse(instant));
  }
}

describe("a calendar that knows only the VTIMEZONE computes the right instant", () => {
  test("in every zone, at any time of seventy years", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: Date.parse("2000-01-05") / MINUTE, max: Date.parse("2070-01-01") / MINUTE }),
        fc.integer({ min: 1, max: 20 * 1440 }),
        (zone, start, length) => expectSameInstant(zone, start * MINUTE, (start + length) * MINUTE),
      ),
      { numRuns: 1_500 },
    );
  });

  test("in every zone, through the days around each change of the coming years", () => {
    for (const zone of zones) {
      for (const { instant } of transitionsBetween("2026-12-01T00:00Z", "2029-01-01T00:00Z", zone)) {
        const at = Date.parse(instant);
        for (const distance of [-DAY, -181 * MINUTE, -MINUTE, 0, MINUTE, 181 * MINUTE, DAY])
          expectSameInstant(zone, at + distance, at + distance + DAY);
      }
    }
  });

  test.each([
    ["Africa/Casablanca", "2027-02-10T19:00:00Z", "two pauses a year that follow the moon"],
    ["Africa/El_Aaiun", "2027-03-15T19:00:00Z", "the same"],
    ["Australia/Lord_Howe", "2027-10-03T09:00:00Z", "a change by half an hour"],
    ["Asia/Kathmandu", "2027-06-18T12:00:00Z", "a quarter of an hour and no summer time"],
    ["Pacific/Apia", "2011-12-31T12:00:00Z", "a day that was left out"],
    ["Europe/Dublin", "2027-01-18T12:00:00Z", "a winter time that the law calls the exception"],
    ["Europe/Istanbul", "2016-10-20T12:00:00Z", "a summer time that stayed"],
    ["America/Caracas", "2016-05-02T12:00:00Z", "a change of half an hour, once"],
    ["Asia/Pyongyang", "2018-05-06T12:00:00Z", "the same"],
    ["Antarctica/Troll", "2027-03-29T12:00:00Z", "a change by two hours"],
    ["America/Winnipeg", "2026-12-16T00:00:00Z", "a summer time that stays, from 2026 on"],
    ["America/Vancouver", "2026-12-16T02:00:00Z", "the same"],
    ["America/New_York", "2006-10-30T12:00:00Z", "the last year of older rules"],
  ])("in %s on %s: %s", (zone, start) => expectSameInstant(zone, Date.parse(start), Date.parse(start) + DAY));
});

test("a zone with a yearly rule is written with an RRULE, so that a moved entry stays right", () => {
  const rules = (zone: string) => vtimezone(zone, "2027-06-18T17:00:00Z", "2027-06-18T20:00:00Z").match(/(?<=RRULE:).*(?=\r\n)/g);
  expect(rules("Europe/Berlin")).toEqual(["FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU"]);
  expect(rules("America/New_York")).toEqual(["FREQ=YEARLY;BYMONTH=3;BYDAY=2SU", "FREQ=YEARLY;BYMONTH=11;BYDAY=1SU"]);
  expect(rules("Asia/Jerusalem")).toEqual([
    "FREQ=YEARLY;BYMONTH=3;BYDAY=FR;BYMONTHDAY=23,24,25,26,27,28,29",
    "FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
  ]);
  expect(rules("Africa/Casablanca")).toBeNull();
  expect(rules("Asia/Tokyo")).toBeNull();
});

test("a zone with a yearly rule is written the same in every file, as calendars keep the first one", () => {
  for (const zone of ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Jerusalem"]) {
    const files = ["2027-06-18T17:00:00Z", "2061-01-18T17:00:00Z"].map((at) => vtimezone(zone, at, at));
    expect(files[0]).toBe(files[1]);
    expect(files[0]).toMatch(/DTSTART:1970/);
  }
});

test("a yearly rule is right for ten years", () => {
  const wrong: string[] = [];
  for (const zone of [
    "Europe/Berlin",
    "America/New_York",
    "America/Santiago",
    "Asia/Jerusalem",
    "America/Nuuk",
    "Australia/Lord_Howe",
    "Pacific/Auckland",
  ]) {
    const written = parsed(vtimezone(zone, "2027-06-18T17:00:00Z", "2027-06-18T20:00:00Z"));
    for (let at = Date.parse("2027-01-01T12:00Z"); at < Date.parse("2037-01-01T12:00Z"); at += DAY) {
      const local = instantToLocal(new Date(at).toISOString(), zone);
      if (instantIn(written, local) !== at) wrong.push(`${zone} ${local}`);
    }
  }
  expect(wrong).toEqual([]);
});

test("every zone has a STANDARD component, and every component has an onset", () => {
  for (const zone of zones) {
    const written = vtimezone(zone, "2027-06-18T17:00:00Z", "2027-06-18T20:00:00Z");
    expect(written).toContain("BEGIN:STANDARD");
    expect(written.match(/BEGIN:(STANDARD|DAYLIGHT)/g)?.length).toBe(written.match(/^DTSTART:\d{8}T\d{6}\r$/gm)?.length);
  }
});
