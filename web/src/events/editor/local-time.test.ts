import { expect, test } from "vitest";
import { addMinutes, localTimeOf, minutesBetween } from "./local-time.ts";

test("an end a few hours later may be on the next day, or in the next year", () => {
  expect(addMinutes("2027-12-31T22:00", 180)).toBe("2028-01-01T01:00");
  expect(minutesBetween("2027-12-31T22:00", "2028-01-01T01:00")).toBe(180);
});

test("a year that is still being typed is no date", () => {
  for (const date of ["0002-06-18", "0202-06-18", "20272-06-18", ""]) expect(localTimeOf(date, "19:00")).toBeNull();
  expect(localTimeOf("2027-06-18", "")).toBeNull();
  expect(localTimeOf("2027-06-18", "19:00")).toBe("2027-06-18T19:00");
});
