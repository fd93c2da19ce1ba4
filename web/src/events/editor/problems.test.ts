import { expect, test } from "vitest";
import { emptyFields } from "./fields.ts";
import { heldBack, isWebAddress, problemsOf, unsavableOf } from "./problems.ts";

const fields = emptyFields("Europe/Lisbon", "waves");

test("only a title and a start are needed, and neither of them for a draft", () => {
  expect(problemsOf(fields)).toEqual({ title: "title_missing", starts: "starts_missing" });
  expect(unsavableOf(fields)).toEqual({});
  expect(problemsOf({ ...fields, title: "Picnic", starts: "2027-06-18T19:00" })).toEqual({});
});

test("an end that is not after the start blocks the start and the zone too", () => {
  const problems = unsavableOf({ ...fields, starts: "2027-06-18T19:00", ends: "2027-06-18T19:00" });
  expect(problems).toEqual({ ends: "ends_too_early" });
  expect([...heldBack(problems)].sort()).toEqual(["allDay", "ends", "starts", "zone"]);
});

test("on the night of a clock change an end is judged by the clock then", () => {
  expect(unsavableOf({ ...fields, starts: "2027-03-28T00:30", ends: "2027-03-28T01:30" })).toEqual({});
  expect(unsavableOf({ ...fields, starts: "2027-03-28T02:30", ends: "2027-03-28T01:30" })).toEqual({ ends: "ends_too_early" });
});

test("a place needs a name, and an online room may lack its link", () => {
  expect(unsavableOf({ ...fields, place: { kind: "place", name: " ", address: "Rua 1" } })).toEqual({ place: "place_unnamed" });
  expect(unsavableOf({ ...fields, place: { kind: "online", url: null } })).toEqual({});
  expect(unsavableOf({ ...fields, place: { kind: "online", url: "zoom.example/1" } })).toEqual({ place: "url_invalid" });
});

test("a room's link is a web address", () => {
  for (const text of ["https://meet.example/abc", "http://localhost:8080/room"]) expect(isWebAddress(text)).toBe(true);
  for (const text of ["https://", "javascript:alert(1)", "mailto:a@b.c", "meet.example", `https://a.example/${"x".repeat(500)}`])
    expect(isWebAddress(text)).toBe(false);
});

test("an all-day event may end on the day it starts, not before", () => {
  const days = { ...fields, allDay: true, starts: "2027-06-18" };
  expect(unsavableOf({ ...days, ends: "2027-06-18" })).toEqual({});
  expect(unsavableOf({ ...days, ends: "2027-06-17" })).toEqual({ ends: "ends_too_early" });
});
