import { BOARD_MINUTES } from "@turnout/contract/board";
import { expect, test } from "vitest";
import { ageOf, LIVE_MS, OFFLINE_MS } from "./age.ts";
import { lastMinutes, lately, RATE_MINUTES } from "./minutes.ts";

const now = Date.parse("2030-06-18T20:14:30.000Z");
const minute = (back: number) => new Date(Date.parse("2030-06-18T20:14:00.000Z") - back * 60_000).toISOString();

test("each of the last sixty minutes has its count, the last of them is now, and earlier ones are forgotten", () => {
  const minutes = lastMinutes(
    [minute(60), minute(59), minute(1), minute(0)].map((at, index) => ({ at, people: index + 1 })),
    now,
  );
  expect(minutes).toHaveLength(BOARD_MINUTES);
  expect(minutes.flatMap(({ people }, index) => (people > 0 ? [[index, people]] : []))).toEqual([
    [0, 2],
    [58, 3],
    [59, 4],
  ]);
  expect(minutes.at(-1)!.at).toBe(Date.parse(minute(0)));
});

test("an arrival of a server whose clock is ahead is shown, as the last minute", () => {
  const minutes = lastMinutes([{ at: minute(-1), people: 7 }], now);
  expect(minutes.at(-1)).toEqual({ at: Date.parse(minute(-1)), people: 7 });
});

test("the rate in words is of ten minutes", () => {
  const counts = [RATE_MINUTES, RATE_MINUTES - 1, 0].map((back) => ({ at: minute(back), people: 10 ** back }));
  expect(lately(lastMinutes(counts, now))).toBe(10 ** (RATE_MINUTES - 1) + 1);
});

test.each([
  ["followed", null, { is: "live" }],
  ["just under ten seconds", LIVE_MS - 1, { is: "live" }],
  ["ten seconds", LIVE_MS, { is: "old", seconds: 10 }],
  ["twelve and a half", 12_500, { is: "old", seconds: 12 }],
  ["a minute", OFFLINE_MS, { is: "offline", since: now - OFFLINE_MS }],
])("how old numbers are is said from ten seconds on, and from a minute on since when: %s", (_, age, expected) => {
  expect(ageOf(age === null ? null : now - age, now)).toEqual(expected);
});
