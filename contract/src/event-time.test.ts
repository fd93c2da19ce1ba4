import { expect, test } from "vitest";
import { formatEventTime } from "./event-time.ts";

const concert = { start: "2027-06-18T18:00:00Z", end: "2027-06-18T21:00:00Z", zone: "Europe/Lisbon" };

test("a reader elsewhere is told both clocks", () => {
  const parts = formatEventTime({ ...concert, locale: "en-GB", readerZone: "Europe/Berlin" });
  expect(parts).toMatchObject({
    start: { weekday: "Friday", date: "18 June 2027", time: "19:00" },
    end: { time: "22:00", sameDay: true },
    city: "Lisbon",
    reader: { start: { time: "20:00", sameDay: true }, end: { time: "23:00", sameDay: true }, city: "Berlin" },
  });
});

test("a reader whose clock shows the same is told one time, whatever the zone is called", () => {
  expect(formatEventTime({ ...concert, locale: "en-GB", readerZone: "Europe/London" }).reader).toBeNull();
  expect(formatEventTime({ ...concert, locale: "en-GB" }).reader).toBeNull();
  expect(formatEventTime({ ...concert, locale: "en-GB", readerZone: "Mars/Olympus" }).reader).toBeNull();
});

test("clocks that only part during the event are both told", () => {
  const night = { start: "2027-03-28T00:30:00Z", end: "2027-03-28T03:00:00Z", zone: "Africa/Lagos" };
  expect(formatEventTime({ ...night, locale: "en-GB", readerZone: "Europe/Berlin" }).reader).toMatchObject({
    start: { time: "01:30" },
    end: { time: "05:00" },
  });
});

test("the reader's date is told apart when it is another day", () => {
  const parts = formatEventTime({ ...concert, locale: "en-GB", readerZone: "Asia/Tokyo" });
  expect(parts.reader?.start).toMatchObject({ date: "19 June 2027", time: "03:00", sameDay: false });
  expect(parts.reader?.end).toMatchObject({ time: "06:00", sameDay: true });
});

test("everything follows the reader's language", () => {
  const parts = formatEventTime({ ...concert, locale: "de", readerZone: "America/New_York" });
  expect(parts).toMatchObject({ start: { weekday: "Freitag", date: "18. Juni 2027", time: "19:00" }, city: "Lissabon" });
  expect(formatEventTime({ ...concert, locale: "en", readerZone: "America/New_York" }).start.time).toMatch(/^7:00\sPM$/);
});

test("an event without an end has none", () => {
  const parts = formatEventTime({ ...concert, end: null, locale: "en-GB", readerZone: "Asia/Tokyo" });
  expect([parts.end, parts.reader?.end]).toEqual([null, null]);
});

test("an event over midnight ends on another day", () => {
  expect(formatEventTime({ ...concert, end: "2027-06-19T02:00:00Z", locale: "en-GB" }).end).toMatchObject({
    sameDay: false,
    date: "19 June 2027",
  });
});
