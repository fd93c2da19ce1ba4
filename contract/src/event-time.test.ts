import { expect, test } from "vitest";
import { formatEventTime } from "./event-time.ts";
import type { Timed } from "./wall-clock.ts";

const concert: Timed = {
  startsAt: "2027-06-18T18:00:00Z",
  endsAt: "2027-06-18T21:00:00Z",
  answersCloseAt: null,
  zone: "Europe/Lisbon",
  allDay: false,
  starts: "2027-06-18T19:00",
  ends: "2027-06-18T22:00",
  answersClose: null,
};
const fair: Timed = {
  ...concert,
  startsAt: "2027-06-17T23:00:00Z",
  endsAt: "2027-06-20T23:00:00Z",
  allDay: true,
  starts: "2027-06-18",
  ends: "2027-06-20",
};

test("a reader elsewhere sees both clocks", () => {
  expect(formatEventTime(concert, { locale: "en-GB", readerZone: "Europe/Berlin" })).toMatchObject({
    start: { weekday: "Friday", date: "18 June 2027", time: "19:00" },
    end: { time: "22:00", sameDay: true },
    city: "Lisbon",
    reader: { start: { time: "20:00", sameDay: true }, end: { time: "23:00", sameDay: true }, city: "Berlin" },
  });
});

test("a reader whose clock shows the same sees one time, whatever the zone is called", () => {
  expect(formatEventTime(concert, { locale: "en-GB", readerZone: "Europe/London" })!.reader).toBeNull();
  expect(formatEventTime(concert, { locale: "en-GB" })!.reader).toBeNull();
  expect(formatEventTime(concert, { locale: "en-GB", readerZone: "Mars/Olympus" })!.reader).toBeNull();
});

// A runtime cannot be given another zone table, so the event has a time that no table has.
test("the event's own hour is the server's, whatever this runtime's zone table has", () => {
  const early = { ...concert, starts: "2027-06-18T18:00", ends: "2027-06-18T21:00" };
  expect(formatEventTime(early, { locale: "en-GB", readerZone: "Europe/Lisbon" })).toMatchObject({
    start: { time: "18:00" },
    reader: null,
  });
  expect(formatEventTime(early, { locale: "en-GB", readerZone: "Portugal" })!.reader).toBeNull();
});

test("an entry without wall-clock times, as earlier versions wrote it, is read by the runtime's table", () => {
  const { starts: _, ends: __, answersClose: ___, allDay: ____, ...older } = concert;
  expect(formatEventTime(older, { locale: "en-GB" })).toMatchObject({ start: { time: "19:00" }, end: { time: "22:00" } });
});

test("both clocks are shown if they part during the event", () => {
  const night = { ...concert, startsAt: "2027-03-28T00:30:00Z", endsAt: "2027-03-28T03:00:00Z", zone: "Africa/Lagos" };
  const parts = formatEventTime(
    { ...night, starts: "2027-03-28T01:30", ends: "2027-03-28T04:00" },
    { locale: "en-GB", readerZone: "Europe/Berlin" },
  );
  expect(parts!.reader).toMatchObject({ start: { time: "01:30" }, end: { time: "05:00" } });
});

test("the reader's date is shown when it is another day", () => {
  const parts = formatEventTime(concert, { locale: "en-GB", readerZone: "Asia/Tokyo" })!;
  expect(parts.reader?.start).toMatchObject({ date: "19 June 2027", time: "03:00", sameDay: false });
  expect(parts.reader?.end).toMatchObject({ time: "06:00", sameDay: true });
});

test("everything follows the reader's language", () => {
  const parts = formatEventTime(concert, { locale: "de", readerZone: "America/New_York" });
  expect(parts).toMatchObject({ start: { weekday: "Freitag", date: "18. Juni 2027", time: "19:00" }, city: "Lissabon" });
  expect(formatEventTime(concert, { locale: "en" })!.start.time).toMatch(/^7:00\sPM$/);
});

test("an event without an end has none, and one without a start has no time at all", () => {
  const parts = formatEventTime({ ...concert, ends: null, endsAt: null }, { locale: "en-GB", readerZone: "Asia/Tokyo" })!;
  expect([parts.end, parts.reader?.end]).toEqual([null, null]);
  expect(formatEventTime({ ...concert, starts: null, startsAt: null }, { locale: "en-GB" })).toBeNull();
});

test("an event over midnight ends on another day", () => {
  const night = { ...concert, endsAt: "2027-06-19T02:00:00Z", ends: "2027-06-19T03:00" };
  expect(formatEventTime(night, { locale: "en-GB" })!.end).toMatchObject({ sameDay: false, date: "19 June 2027" });
});

test("days are the same days for readers elsewhere", () => {
  expect(formatEventTime(fair, { locale: "en-GB", readerZone: "Pacific/Auckland" })).toMatchObject({
    allDay: true,
    start: { weekday: "Friday", date: "18 June 2027", time: "" },
    end: { weekday: "Sunday", date: "20 June 2027", time: "", sameDay: false },
    reader: null,
  });
});

test("an all-day event of one day has no end, given or not", () => {
  for (const ends of [null, "2027-06-18"]) expect(formatEventTime({ ...fair, ends }, { locale: "de" })!.end).toBeNull();
});
