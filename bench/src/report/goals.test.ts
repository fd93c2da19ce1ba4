import { expect, test } from "vitest";
import type { Measured } from "../result.ts";
import { goalsOf } from "./goals.ts";
import type { Kept } from "./kept-results.ts";

const row = (variant: string, part: Measured["part"], rates: number[]): Measured => ({ variant, part, figures: { "entries/s": rates } });

function keptWith(ours: number[], theirs: number[]): Kept {
  const rows = [row("Turnout", "ours", ours), row("pg: a transaction each", "peer", theirs)];
  const table = { setting: "100 events, 256 producers", headline: "entries/s", better: "more" as const, rows };
  return { scenario: "append", title: "", about: "", tables: [table], broken: [], at: "", commit: "", machine: "", rounds: 3, load: "0" };
}
const sixth = (kept: Kept) => goalsOf([kept]).find(({ id }) => id === "G6")!;

test("a goal is met by the middle of the rounds, each compared with its neighbour", () => {
  expect(sixth(keptWith([1_000, 2_000, 4_000], [100, 150, 300]))).toMatchObject({ verdict: "met", measured: "13" });
});

test("a goal missed by less than the rounds differ is not met, but no failure either", () => {
  expect(sixth(keptWith([900, 950, 1_100], [100, 100, 100]))).toMatchObject({ verdict: "not met", clearlyMissed: false });
  expect(sixth(keptWith([500, 510, 520], [100, 100, 100]))).toMatchObject({ verdict: "not met", clearlyMissed: true });
});

test("what nobody measured is neither; what a test holds needs no measuring", () => {
  const verdicts = Map.groupBy(goalsOf([]), ({ verdict }) => verdict);
  expect([...verdicts.keys()].toSorted()).toEqual(["held by a test", "not measured"]);
  expect(verdicts.get("held by a test")).toMatchObject([{ id: "G14", measured: "`allocations.test.ts`" }]);
});

test("a limit is listed with the goals, and has no verdict", () => {
  const rows = [row("the same rows, batches of 256", "limit", [300]), row("pg: a transaction each", "peer", [10])];
  const kept = keptWith([], []);
  const goals = goalsOf([{ ...kept, tables: [{ ...kept.tables[0]!, rows }] }]);
  expect(goals.filter(({ verdict }) => verdict === "a limit")).toMatchObject([{ id: "G6", measured: "30", clearlyMissed: false }]);
});
