import { expect, test } from "vitest";
import { partOf, simulated } from "../torture/src/simulation/mutants.ts";
import { MUTANTS_WITHIN, trialsOf } from "./trials.mjs";

const week = [20_000, 20_001, 20_002, 20_003, 20_004, 20_005, 20_006];
const argumentOf = (args, name) => Number(args[args.indexOf(name) + 1]);
const all = ({ computing, processes }) => [...computing, ...processes.flat()].map(([, args]) => args);
/** Seeds of one kind of trial, with a standby or without. */
const seedsOf = (trials, kind, standby = false) =>
  all(trials)
    .filter((args) => args.includes(kind) && args.includes("--standby") === standby)
    .map((args) => ({ first: argumentOf(args, "--seed"), end: argumentOf(args, "--seed") + argumentOf(args, kind) }));
const count = (ranges) => ranges.reduce((sum, { first, end }) => sum + end - first, 0);

test.each([
  ["--simulate", false],
  ["--rounds", false],
  ["--rounds", true],
])("no two days play the same seeds, and a night plays its day's too: %s, with a standby: %s", (kind, standby) => {
  for (const day of week) {
    const [ofDay, ofNight, ofNext] = [trialsOf(day, false), trialsOf(day, true), trialsOf(day + 1, true)].map((trials) =>
      seedsOf(trials, kind, standby),
    );
    for (const { first, end } of ofDay) expect(ofNight.some((one) => one.first <= first && end <= one.end)).toBe(true);
    expect(Math.max(...ofNight.map(({ end }) => end))).toBeLessThanOrEqual(ofNext[0].first);
  }
});

test("any seven days play each mutant, and each night plays all of them", () => {
  const parts = week.map((day) => all(trialsOf(day, false)).find((args) => args.includes("--mutants")));
  const played = parts.flatMap((args) => {
    const [number, of] = args[args.indexOf("--part") + 1].split("/").map(Number);
    const { first, count: many } = partOf(number, of);
    return simulated.slice(first, first + many);
  });
  expect(MUTANTS_WITHIN).toBe(week.length);
  expect(new Set(played)).toEqual(new Set(simulated));
  const ofNight = all(trialsOf(week[0], true));
  expect(ofNight.find((args) => args.includes("--mutants"))).not.toContain("--part");
  expect(ofNight).toContainEqual(["--real-mutants"]);
});

test("a week with one night plays more than a week of 20,000 schedules, 30 rounds and 6 with a standby a day", () => {
  const [day, night] = [trialsOf(week[0], false), trialsOf(week[0], true)];
  const ofWeek = (kind, standby) => 6 * count(seedsOf(day, kind, standby)) + count(seedsOf(night, kind, standby));
  expect(ofWeek("--simulate")).toBeGreaterThan(7 * 20_000);
  expect(ofWeek("--rounds")).toBeGreaterThan(7 * 30);
  expect(ofWeek("--rounds", true)).toBeGreaterThan(7 * 6);
});
