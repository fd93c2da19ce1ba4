import { ZONE_DATA_VERSION } from "@turnout/contract/zone-data";
import { expect, test } from "vitest";
import { presentDetails } from "./present.ts";
import { rowChanges } from "./commands.ts";
import type { EventRow } from "../log/event-row.ts";

const edit = (event: EventRow, fields: Parameters<typeof rowChanges>[1]): EventRow => ({ ...event, ...rowChanges(event, fields) });
const noTimes = { starts_at: null, ends_at: null, answers_close_at: null, zone: "UTC", wall_clock: null, all_day: false };
const draft = { ...noTimes, title: "Picnic", status: "draft", revision: 0 } as unknown as EventRow;
const times = (event: EventRow) => {
  const { startsAt, endsAt, starts, ends, allDay } = presentDetails(event);
  return { startsAt, endsAt, starts, ends, allDay };
};

// The release that knows of 2026's changes, against runtimes that may not: 19:00 stays 19:00.
test.each([
  ["America/Winnipeg", "2026-12-16T00:00:00.000Z"],
  ["America/Havana", "2026-12-15T23:00:00.000Z"],
  ["America/Edmonton", "2026-12-16T01:00:00.000Z"],
  ["America/Vancouver", "2026-12-16T02:00:00.000Z"],
  ["Africa/Casablanca", "2026-12-15T19:00:00.000Z"],
])("19:00 in %s is shown as 19:00, is the right instant, and saving it again changes nothing", (zone, startsAt) => {
  const event = edit(draft, { zone, starts: "2026-12-15T19:00" });
  expect(times(event)).toMatchObject({ startsAt, starts: "2026-12-15T19:00" });
  expect(presentDetails(edit(event, { starts: "2026-12-15T19:00" }))).toEqual(presentDetails(event));
  expect(event.wall_clock?.data).toBe(ZONE_DATA_VERSION);
});

test("changing the zone keeps the wall clock and moves the instants", () => {
  const berlin = edit(draft, {
    zone: "Europe/Berlin",
    starts: "2027-06-18T19:00",
    ends: "2027-06-18T22:00",
    answersClose: "2027-06-17T20:00",
  });
  const lisbon = edit(berlin, { zone: "Europe/Lisbon" });
  expect(presentDetails(lisbon)).toMatchObject({
    starts: "2027-06-18T19:00",
    startsAt: "2027-06-18T18:00:00.000Z",
    answersClose: "2027-06-17T20:00",
    answersCloseAt: "2027-06-17T19:00:00.000Z",
  });
});

test("a time that clocks skip is stored as the one they skip to", () => {
  expect(times(edit(draft, { zone: "Europe/Berlin", starts: "2027-03-28T02:30" }))).toMatchObject({ starts: "2027-03-28T03:30" });
});

test("instants written by a server version without wall clocks replace an older wall clock", () => {
  const event = edit(draft, { zone: "Europe/Berlin", starts: "2027-06-18T19:00" });
  const moved = { ...event, starts_at: new Date("2027-06-18T16:00:00Z") };
  expect(times(moved)).toMatchObject({ starts: "2027-06-18T18:00" });
  expect(times(edit(moved, { ends: "2027-06-18T20:00" }))).toMatchObject({
    starts: "2027-06-18T18:00",
    endsAt: "2027-06-18T18:00:00.000Z",
  });
});

test("an all-day event runs between midnights in its zone, its last day included", () => {
  const days = edit(draft, { zone: "Europe/Berlin", allDay: true, starts: "2027-03-27", ends: "2027-03-28" });
  expect(times(days)).toEqual({
    allDay: true,
    starts: "2027-03-27",
    ends: "2027-03-28",
    startsAt: "2027-03-26T23:00:00.000Z",
    endsAt: "2027-03-28T22:00:00.000Z",
  });
  expect(times(edit(days, { ends: null }))).toMatchObject({ ends: null, endsAt: "2027-03-27T23:00:00.000Z" });
});

test("a day whose midnight is skipped begins at one o'clock", () => {
  const day = edit(draft, { zone: "Asia/Beirut", allDay: true, starts: "2027-03-28" });
  expect(times(day)).toMatchObject({ starts: "2027-03-28", startsAt: "2027-03-27T22:00:00.000Z", endsAt: "2027-03-28T21:00:00.000Z" });
});

test("an event with times can become all-day, and back", () => {
  const hours = edit(draft, { zone: "Europe/Berlin", starts: "2027-06-18T19:00", ends: "2027-06-19T15:00" });
  const days = edit(hours, { allDay: true });
  expect(times(days)).toMatchObject({ starts: "2027-06-18", ends: "2027-06-19" });
  expect(times(edit(days, { allDay: false }))).toMatchObject({ starts: "2027-06-18T00:00", ends: "2027-06-20T00:00" });
});

test("an end before the start and an unknown zone are refused", () => {
  for (const fields of [
    { allDay: true, starts: "2027-06-18", ends: "2027-06-17" },
    { starts: "2027-06-18T19:00", ends: "2027-06-18T19:00" },
    { zone: "Mars/Olympus" },
  ])
    expect(() => edit(draft, fields), JSON.stringify(fields)).toThrow("draft_incomplete");
});

test.each([
  ["starts", "2027-02-29T19:00", { starts: "2027-02-29T19:00" }],
  ["starts", "2027-02-28T24:00", { starts: "2027-02-28T24:00" }],
  ["starts", "2027-02-30", { allDay: true, starts: "2027-02-30" }],
  ["ends", "2027-02-29T19:00", { starts: "2027-02-28T19:00", ends: "2027-02-29T19:00" }],
  ["ends", "2027-02-29", { allDay: true, starts: "2027-02-28", ends: "2027-02-29" }],
  ["answersClose", "2027-02-30T19:00", { starts: "2027-02-28T19:00", answersClose: "2027-02-30T19:00" }],
])("an impossible date is refused by its own code, with its field and itself: %s %s", (field, date, fields) => {
  expect(() => edit(draft, fields)).toThrow(expect.objectContaining({ code: "date_impossible", facts: { field, date } }));
});

test("a zone is stored under its IANA spelling, whatever its case was", () => {
  expect(edit(draft, { zone: "europe/berlin", starts: "2027-06-18T19:00" })).toMatchObject({
    zone: "Europe/Berlin",
    wall_clock: { zone: "Europe/Berlin" },
  });
  expect(edit(draft, { zone: "Asia/Calcutta", starts: "2027-06-18T19:00" }).zone).toBe("Asia/Calcutta");
});
