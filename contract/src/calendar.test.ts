import { expect, test } from "vitest";
import { calendarFieldsOf, calendarUid, isMaterialChange, locationText, type CalendarFields } from "./calendar.ts";

const before: CalendarFields = {
  startsAt: "2027-06-18T17:00:00Z",
  endsAt: null,
  allDay: false,
  zone: "Europe/Lisbon",
  place: { kind: "place", name: "Park", address: "Lisbon" },
  status: "published",
};

test.each<[string, Partial<CalendarFields>]>([
  ["another start", { startsAt: "2027-06-18T17:30:00Z" }],
  ["an end where there was none", { endsAt: "2027-06-18T20:00:00Z" }],
  ["days instead of hours", { allDay: true }],
  ["another zone for the same instants", { zone: "Europe/Berlin" }],
  ["another address", { place: { kind: "place", name: "Park", address: "Porto" } }],
  ["a place that moved online", { place: { kind: "online", url: "https://meet.example/1" } }],
  ["a place that is open again", { place: { kind: "later" } }],
  ["a cancellation", { status: "cancelled" }],
])("%s raises the revision", (_what, change) => expect(isMaterialChange(before, { ...before, ...change })).toBe(true));

test.each<[string, CalendarFields, CalendarFields]>([
  ["nothing", before, before],
  ["the same instant written otherwise", before, { ...before, startsAt: "2027-06-18T17:00:00.000Z" }],
  ["blanks around the place's name", before, { ...before, place: { kind: "place", name: " Park", address: "Lisbon " } }],
  ["an entry of a version that knew no days", { ...before, allDay: undefined }, before],
  ["keys in another order", before, { ...before, place: { address: "Lisbon", name: "Park", kind: "place" } }],
  ["an edit of a draft", { ...before, status: "draft" }, { ...before, status: "draft", startsAt: null }],
  ["publishing", { ...before, status: "draft" }, before],
])("%s does not", (_what, one, other) => expect(isMaterialChange(one, other)).toBe(false));

test("a name and an address cannot be mistaken for each other", () => {
  const place = (name: string, address: string): CalendarFields => ({ ...before, place: { kind: "place", name, address } });
  expect(isMaterialChange(place("Park, Lisbon", ""), place("Park", "Lisbon"))).toBe(true);
});

test("title, description and cover are none of the fields that count", () => {
  const details = { ...before, title: "Picnic", description: "Bring a blanket." };
  expect(Object.keys(calendarFieldsOf(details))).toEqual(["startsAt", "endsAt", "allDay", "zone", "place", "status"]);
});

test("the UID depends on the event and the kept host alone", () => {
  const uid = calendarUid("0198c3a0-7f00-7000-8000-000000000001", "turnout.example");
  expect(uid).toBe("0198c3a0-7f00-7000-8000-000000000001@turnout.example");
  expect(calendarUid("0198c3a0-7f00-7000-8000-000000000001", "Turnout.Example:8443")).toBe(uid);
  expect(calendarUid("1", "[::1]:3000")).toBe("1@[::1]");
  for (const host of ["", "a b", "x.example\r\nX:1", "https://x.example"]) expect(() => calendarUid("1", host)).toThrow(RangeError);
});

test("a place is one line", () => {
  expect(locationText({ kind: "place", name: "Park ", address: "" })).toBe("Park");
  expect(locationText({ kind: "place", name: "Park", address: "Rua 1" })).toBe("Park, Rua 1");
  expect(locationText({ kind: "online", url: null })).toBe("");
});
