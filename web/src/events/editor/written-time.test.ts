import fc from "fast-check";
import { expect, test } from "vitest";
import { readClock, readDay, writtenClock, writtenDay } from "./written-time.ts";

const TODAY = "2026-11-27";
const locales = ["en-GB", "en-US", "en", "de-DE", "de-AT"];

test.each([
  ["18/06/2027", "en-GB", "2027-06-18"],
  ["06/18/2027", "en-US", "2027-06-18"],
  ["18.6.27", "de-DE", "2027-06-18"],
  ["18. Juni 2027", "de-DE", "2027-06-18"],
  ["18. März", "de-DE", "2027-03-18"],
  ["Fr., 18. Dez", "de-DE", "2026-12-18"],
  ["18 Jun 2027", "en-GB", "2027-06-18"],
  ["June 18, 2027", "en-US", "2027-06-18"],
  ["18 october 2027", "de-DE", "2027-10-18"],
  ["2027-06-18", "de-DE", "2027-06-18"],
  ["1.12.", "de-DE", "2026-12-01"],
  ["1.1.", "de-DE", "2027-01-01"],
  ["2027 June 18", "en", "2027-06-18"],
])("“%s” in %s is %s", (text, locale, day) => {
  expect(readDay(text, locale, TODAY)).toBe(day);
});

test.each(["", "soon", "18", "31.2.2027", "40.1.2027", "1.13.2027", "1.2.3.4", "123456", "June", "19:00:00:00"])("“%s” is no day", (text) =>
  expect(readDay(text, "de-DE", TODAY)).toBeNull(),
);

test.each([
  ["19:00", "19:00"],
  ["19.30", "19:30"],
  ["1900", "19:00"],
  ["730", "07:30"],
  ["7", "07:00"],
  ["7 pm", "19:00"],
  ["7:30pm", "19:30"],
  ["12 am", "00:00"],
  ["12:15 p.m.", "12:15"],
  ["19 Uhr", "19:00"],
  ["19.30 Uhr", "19:30"],
])("“%s” is %s", (text, clock) => expect(readClock(text)).toBe(clock));

test.each(["", "noon", "24:00", "19:60", "13 pm", "0 am", "7 7 7"])("“%s” is no time", (text) => expect(readClock(text)).toBeNull());

test("a day or time written in any language is read back as the same", () => {
  const days = fc.date({ min: new Date("1900-01-01"), max: new Date("2999-12-31"), noInvalidDate: true }).map((date) => date.toISOString());
  fc.assert(
    fc.property(days, fc.constantFrom(...locales), (at, locale) => {
      expect(readDay(writtenDay(at.slice(0, 10), locale), locale, TODAY)).toBe(at.slice(0, 10));
      expect(readClock(writtenClock(at.slice(11, 16), locale))).toBe(at.slice(11, 16));
    }),
  );
});
