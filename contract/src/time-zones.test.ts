import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { instantToLocal, isTimeZone, localToInstant, offsetAt, transitionsBetween } from "./time-zones.ts";
import { zonesList } from "./zones-list.ts";

const zones = zonesList();
const anyZone = fc.constantFrom(...zones);
/** Zones whose rules no government has touched for long: the runtime's table has the same future, however old it is. */
const settled = ["Europe/Berlin", "Europe/London", "America/New_York", "America/Los_Angeles", "Australia/Sydney", "Pacific/Auckland"];
const settledZone = fc.constantFrom(...settled, "America/Nuuk", "Australia/Lord_Howe", "Asia/Tokyo", "Antarctica/Troll", "Asia/Jerusalem");
const instantsFrom = (first: string, last: string) =>
  fc
    .integer({ min: Date.parse(first) / 60_000, max: Date.parse(last) / 60_000 })
    .map((minutes) => new Date(minutes * 60_000).toISOString());
/** Before our data begins, and where tables of different ages differ about the future, only our own way back can be judged. */
const anyInstant = instantsFrom("1900-01-01T00:00Z", "2099-12-31T23:59Z");
const zonesAndInstants = fc.oneof(
  fc.tuple(anyZone, instantsFrom("2000-01-02T00:00Z", "2025-12-30T00:00Z")),
  fc.tuple(settledZone, instantsFrom("2000-01-02T00:00Z", "2099-12-30T00:00Z")),
);

/** What the engine's own Temporal makes of a wall-clock time. */
function temporalReading(local: string, zone: string) {
  const plain = Temporal.PlainDateTime.from(local);
  const [earlier, later] = [
    plain.toZonedDateTime(zone, { disambiguation: "earlier" }),
    plain.toZonedDateTime(zone, { disambiguation: "later" }),
  ];
  const inGap = !earlier.toPlainDateTime().equals(plain);
  const kind = inGap ? "gap" : earlier.epochMilliseconds === later.epochMilliseconds ? "exact" : "ambiguous";
  return { epoch: plain.toZonedDateTime(zone, { disambiguation: "compatible" }).epochMilliseconds, kind };
}

function expectSameReading(local: string, zone: string) {
  const ours = localToInstant(local, zone);
  expect({ epoch: Date.parse(ours.instant), kind: ours.kind }, `${local} ${zone}`).toEqual(temporalReading(local, zone));
}

describe("against Temporal, in every zone", () => {
  test("an instant has the same wall clock and offset", () => {
    fc.assert(
      fc.property(zonesAndInstants, ([zone, instant]) => {
        const theirs = Temporal.Instant.from(instant).toZonedDateTimeISO(zone);
        expect(Temporal.PlainDateTime.from(instantToLocal(instant, zone)).equals(theirs.toPlainDateTime())).toBe(true);
        expect(Math.round(offsetAt(instant, zone) * 60) * 1e9).toBe(theirs.offsetNanoseconds);
      }),
      { numRuns: 6_000 },
    );
  });

  test("a wall-clock time is the same instant, and of the same kind", () => {
    fc.assert(
      fc.property(zonesAndInstants, ([zone, instant]) => expectSameReading(instant.slice(0, 16), zone)),
      { numRuns: 6_000 },
    );
  });

  test("the hours around each change of the clocks are read alike", () => {
    for (const zone of zones) {
      for (const { instant } of transitionsBetween("2000-01-03T00:00Z", "2025-12-30T00:00Z", zone)) {
        const local = Date.parse(`${instantToLocal(instant, zone).slice(0, 16)}Z`);
        for (const minutes of [-60, -30, -1, 0, 29, 60]) {
          expectSameReading(new Date(local + minutes * 60_000).toISOString().slice(0, 16), zone);
        }
      }
    }
  });

  test("the same changes of the clocks are found", () => {
    for (const zone of zones) expectSameTransitions(zone, "2000-01-01T00:00Z", "2026-01-01T00:00Z");
  });

  test.each(settled)("the same changes of the clocks are found in a hundred years of %s", (zone) =>
    expectSameTransitions(zone, "2000-01-01T00:00Z", "2100-01-01T00:00Z"),
  );
});

function expectSameTransitions(zone: string, from: string, to: string) {
  const ours = transitionsBetween(from, to, zone).map(({ instant }) => Date.parse(instant));
  expect(ours, zone).toEqual(temporalTransitions(zone, from, to));
}

function temporalTransitions(zone: string, from: string, to: string): number[] {
  const found: number[] = [];
  let at = Temporal.Instant.from(from).toZonedDateTimeISO(zone).getTimeZoneTransition("next");
  while (at && at.epochMilliseconds <= Date.parse(to)) {
    found.push(at.epochMilliseconds);
    at = at.getTimeZoneTransition("next");
  }
  return found;
}

// What was decided in 2026, from the announcements; tables of runtimes and databases have these one after the other.
test.each([
  ["America/Winnipeg", "2026-12-15T19:00", "2026-12-16T00:00:00Z"],
  ["America/Rainy_River", "2026-12-15T19:00", "2026-12-16T00:00:00Z"],
  ["Canada/Central", "2027-07-15T19:00", "2027-07-16T00:00:00Z"],
  ["America/Inuvik", "2026-12-15T19:00", "2026-12-16T01:00:00Z"],
  ["America/Edmonton", "2026-12-15T19:00", "2026-12-16T01:00:00Z"],
  ["America/Vancouver", "2026-12-15T19:00", "2026-12-16T02:00:00Z"],
  ["Africa/Casablanca", "2026-12-15T19:00", "2026-12-15T19:00:00Z"],
])("19:00 in %s on %s is %s", (zone, local, instant) => {
  expect(localToInstant(local, zone)).toEqual({ instant, kind: "exact" });
  expect(instantToLocal(instant, zone)).toBe(local);
});

test("a zone is known by its older names and in any case", () => {
  for (const zone of ["US/Pacific", "us/pacific", "AMERICA/LOS_ANGELES"]) expect(offsetAt("2027-01-15T12:00Z", zone)).toBe(-480);
});

test("a wall-clock time and its instant convert into each other, except in gaps", () => {
  fc.assert(
    fc.property(anyZone, anyInstant, (zone, instant) => {
      const local = instant.slice(0, 16);
      const reading = localToInstant(local, zone);
      expect(instantToLocal(reading.instant, zone) === local).toBe(reading.kind !== "gap");
    }),
    { numRuns: 5_000 },
  );
});

test("a skipped half hour in the night of the spring change moves later by the gap", () => {
  expect(localToInstant("2027-03-28T02:30", "Europe/Berlin")).toEqual({ instant: "2027-03-28T01:30:00Z", kind: "gap" });
  expect(localToInstant("2027-10-31T02:30", "Europe/Berlin")).toEqual({ instant: "2027-10-31T00:30:00Z", kind: "ambiguous" });
  expect(localToInstant("2027-10-03T02:15", "Australia/Lord_Howe")).toEqual({ instant: "2027-10-02T15:45:00Z", kind: "gap" });
  expect(localToInstant("2011-12-30T12:00", "Pacific/Apia")).toEqual({ instant: "2011-12-30T22:00:00Z", kind: "gap" });
});

test.each([
  "2027-02-29T10:00",
  "2027-13-01T10:00",
  "2027-06-18T24:00",
  "2027-06-18T10:60",
  "2027-06-18",
  "",
  "tomorrow",
  "2027-06-18T10:00Z",
])("%j is no wall-clock time and is refused", (local) => expect(() => localToInstant(local, "Europe/Berlin")).toThrow(RangeError));

test.each(["2027-06-18", "2027-06-18T10:00", "", "now"])("%j is no instant and is refused", (instant) =>
  expect(() => instantToLocal(instant, "Europe/Berlin")).toThrow(RangeError),
);

test("IANA names are zones; offsets, inventions and injected lines are not", () => {
  expect(zones.filter((zone) => !isTimeZone(zone))).toEqual([]);
  expect(["US/Pacific", "Asia/Calcutta", "EST5EDT", "Etc/GMT+5"].filter((zone) => !isTimeZone(zone))).toEqual([]);
  const not = [
    "",
    "+02:00",
    "-0530",
    "Europe/Atlantis",
    "Europe/Berlin\r\nX:1",
    "Europe/Berlin;X=1",
    " Europe/Berlin",
    "__proto__",
    "x".repeat(65),
  ];
  expect(not.filter(isTimeZone)).toEqual([]);
});
