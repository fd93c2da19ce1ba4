import { expect, test } from "vitest";
import { faultKinds } from "./fault-kinds.ts";
import { FEWEST, MOST, planFaults } from "./fault-plan.ts";
import { quantile, slope, summaryOf } from "./figures.ts";
import { randomFrom } from "./random.ts";

const everything = { nodes: 3, redis: true, disk: true, standby: true, clock: true };
const LOAD = 4_000;

test("a seed fixes the faults; another seed brings others", () => {
  const plan = (seed: number) => planFaults(randomFrom(seed), everything, LOAD);
  expect(plan(7)).toEqual(plan(7));
  expect(plan(7)).not.toEqual(plan(8));
});

test("every round has a few faults, all within the load, and every kind comes up", () => {
  const seen = new Set<string>();
  for (let seed = 0; seed < 300; seed++) {
    const faults = planFaults(randomFrom(seed), everything, LOAD);
    expect(faults.length).toBeGreaterThanOrEqual(FEWEST);
    expect(faults.length).toBeLessThanOrEqual(MOST);
    for (const { kind, at, lasts, node } of faults) {
      seen.add(kind);
      expect(at + lasts).toBeLessThanOrEqual(LOAD);
      expect(node).toBeLessThan(everything.nodes);
    }
    expect(faults.filter(({ kind }) => kind === "rolling restart").length).toBeLessThanOrEqual(1);
  }
  expect(seen).toEqual(new Set(faultKinds));
});

test("what is not there is not broken", () => {
  for (let seed = 0; seed < 50; seed++) {
    const faults = planFaults(randomFrom(seed), { nodes: 2, redis: false, disk: false, standby: false, clock: false }, LOAD);
    expect(faults.map(({ kind }) => kind).filter((kind) => /redis|disk|fail over|clock/.test(kind))).toEqual([]);
  }
});

test("a fork of chance goes its own way", () => {
  const one = randomFrom("seed");
  const other = randomFrom("seed");
  other.fork("aside").next();
  expect(one.next()).toBe(other.next());
  expect(one.fork("a").uuid()).not.toBe(one.fork("b").uuid());
  expect(one.uuid()).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-a[\da-f]{3}-[\da-f]{12}$/);
});

test("a command counts once, and as known when any try of it was", () => {
  const invoked = (op: number, commandId: string) =>
    ({ kind: "invoked", t: op, op, actor: "a", eventId: "e", commandId, command: "c", input: {} }) as const;
  const summary = summaryOf([
    invoked(1, "x"),
    { kind: "answered", t: 2, op: 1, outcome: "unknown", code: "timeout" },
    invoked(2, "x"),
    { kind: "answered", t: 3, op: 2, outcome: "committed", seq: 1 },
    invoked(3, "y"),
    invoked(4, "z"),
    { kind: "answered", t: 4, op: 4, outcome: "refused", code: "event_full" },
  ]);
  expect(summary).toEqual({ commands: 3, acknowledged: 1, unknown: 1 });
});

test("figures are of all values", () => {
  const values = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect([quantile(values, 0.5), quantile(values, 0.99), quantile(values, 1)]).toEqual([50, 99, 100]);
  expect(slope([1, 2, 3].map((x) => ({ x, y: 2 * x + 1 })))).toBeCloseTo(2);
});
