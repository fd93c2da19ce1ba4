import { expect, test } from "vitest";
import { addMinutes, asDays, asTimes, localTimeOf, minutesBetween, movedEnd } from "./local-time.ts";

test("an end a few hours later may be on the next day, or in the next year", () => {
  expect(addMinutes("2027-12-31T22:00", 180)).toBe("2028-01-01T01:00");
  expect(minutesBetween("2027-12-31T22:00", "2028-01-01T01:00")).toBe(180);
});

test("a year that is still being typed is no date", () => {
  for (const date of ["0002-06-18", "0202-06-18", "20272-06-18", ""]) expect(localTimeOf(date, "19:00")).toBeNull();
  expect(localTimeOf("2027-06-18", "")).toBeNull();
  expect(localTimeOf("2027-06-18", "19:00")).toBe("2027-06-18T19:00");
});

const evening = { allDay: false, starts: "2027-06-18T20:00", ends: "2027-06-19T02:00" };

test("an evening that ends at night is one day; one that lasts until the afternoon is two", () => {
  expect(asDays(evening)).toEqual({ allDay: true, starts: "2027-06-18", ends: null });
  expect(asDays({ ...evening, ends: "2027-06-19T15:00" }).ends).toBe("2027-06-19");
  expect(asDays({ allDay: false, starts: null, ends: null })).toEqual({ allDay: true, starts: null, ends: null });
});

test("days become the hours they were before, or start at the usual time where other days were chosen", () => {
  expect(asTimes(asDays(evening), evening, "19:00")).toEqual(evening);
  const moved = { allDay: true, starts: "2027-07-01", ends: null };
  expect(asTimes(moved, evening, "19:00")).toEqual({ allDay: false, starts: "2027-07-01T20:00", ends: null });
  expect(asTimes({ ...moved, ends: "2027-07-02" }, null, "19:00").ends).toBe("2027-07-02T19:00");
});

test("a moved event keeps its length, in hours or in days", () => {
  expect(movedEnd(evening, "2027-06-25T19:00")).toBe("2027-06-26T01:00");
  expect(movedEnd({ allDay: true, starts: "2027-06-29", ends: "2027-06-30" }, "2027-07-05")).toBe("2027-07-06");
  expect(movedEnd({ ...evening, ends: null }, "2027-06-25T19:00")).toBeNull();
});
