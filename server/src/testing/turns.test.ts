import { expect, test } from "vitest";
import { ofToday } from "./turns.test-support.ts";

const DAY = 20_000;
const devices = ["phone", "desktop"];

test.each([
  ["two", 2, 3],
  ["three", 3, 2],
  ["seven", 7, 1],
])("taken in turns of %s days, each has its turn in any week, and each day has one of as many", (_words, days, least) => {
  const all = Array.from({ length: days }, (_, at) => at);
  for (let first = DAY; first < DAY + days; first++) {
    const week = Array.from({ length: 7 }, (_, at) => ofToday(all, days, { day: first + at, isNight: false }));
    for (const one of all) expect(week.filter((chosen) => chosen.includes(one)).length).toBeGreaterThanOrEqual(least);
    for (const chosen of week) expect(chosen).toHaveLength(1);
  }
});

test("a night has all of them, and so has whoever runs a file by hand", () => {
  expect(ofToday(devices, 2, { day: DAY, isNight: true })).toEqual(devices);
  expect(ofToday(devices, 2, { day: null, isNight: false })).toEqual(devices);
});
