import { expect, test } from "vitest";
import { compareLines } from "./compare-lines.ts";

const id = (place: number) => `${"0a".repeat(9)}-${place}`;
const line = (place: number) => JSON.stringify({ "event.id": id(place), message: "request", error: { type: "Error" } });
const stored = (place: number, more: object = {}) => ({
  _index: "logs",
  _source: { "event.id": id(place), message: "request", error: { type: "Error" }, event: { ingested: "now" }, ...more },
});

test("lines are compared one by one: what is stored once is well, whatever the store adds", () => {
  const text = { _index: "logs", _source: { "event.id": "made by the bridge", message: "Turnout is ready" } };
  const refused = { _index: "refused", _source: { "event.id": id(2), "event.original": line(2) } };
  const written = [line(1), line(2), "Turnout is ready"];
  expect(compareLines(written, [stored(1), refused, text])).toEqual({ written: 3, stored: 3, lost: 0, lostAt: [], doubled: 0, changed: 0 });
});

test("a line that is lost, one that came twice and one that came otherwise are each found", () => {
  const documents = [stored(1), stored(1), stored(2, { error: { type: "TypeError" } })];
  expect(compareLines([line(1), line(2), line(3)], documents)).toEqual({
    written: 3,
    stored: 2,
    lost: 1,
    lostAt: ["3"],
    doubled: 1,
    changed: 1,
  });
});

test("lost lines are told by where they stand", () => {
  const written = Array.from({ length: 9 }, (_, at) => line(at + 1));
  expect(
    compareLines(
      written,
      [1, 5, 6, 8].map((place) => stored(place)),
    ).lostAt,
  ).toEqual(["2–4", "7", "9"]);
});
