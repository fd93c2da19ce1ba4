import { expect, test } from "vitest";
import { judge } from "../checker/judge.ts";
import { judgeSchedule } from "./judge-schedule.ts";
import { planOf } from "./plan-schedule.ts";
import { play } from "./schedule.ts";
import { shrinkPlan } from "./shrink-plan.ts";
import { createVirtualTime } from "./virtual-time.ts";

test("the same seed plays the same schedule, byte for byte, whatever is played beside it", async () => {
  for (let seed = 1; seed <= 20; seed++) {
    const alone = JSON.stringify(await play(planOf(seed)));
    const [first, second] = await Promise.all([play(planOf(seed)), play(planOf(seed)), play(planOf(seed + 1))]);
    expect(JSON.stringify(first)).toBe(alone);
    expect(JSON.stringify(second)).toBe(alone);
    expect(JSON.stringify(await play(planOf(seed + 100)))).not.toBe(alone);
  }
});

test("a hundred schedules are green, and hold what there is to judge", async () => {
  const sum: Record<string, number> = {};
  const faults = new Set<string>();
  for (let seed = 1; seed <= 100; seed++) {
    const plan = planOf(seed);
    const { history, failures } = await play(plan);
    const { violations, counted } = judge(history);
    expect([violations, failures], `seed ${seed}`).toEqual([[], []]);
    expect(plan.faults.length).toBeGreaterThanOrEqual(2);
    for (const { kind } of plan.faults) faults.add(kind);
    for (const [what, count] of Object.entries(counted)) sum[what] = (sum[what] ?? 0) + count;
  }
  // In each schedule some commands get no answer, some readers stay to the end, somebody loses access.
  for (const what of ["unknown", "live", "acknowledged", "refused", "revocations"]) expect(sum[what], what).toBeGreaterThan(100);
  expect(sum["promotions"]).toBeGreaterThan(20);
  expect(faults.size).toBe(17);
});

test("control: an answer before the commit, a word after the end, and a silent death inside are red", async () => {
  const { history } = await play(planOf(7));
  const acknowledged = history.records.findLast(
    (record) => record.kind === "answered" && record.outcome === "committed" && record.seq! > 3,
  );
  const gone = (acknowledged as { seq: number }).seq;
  const lost = structuredClone(history);
  lost.final.log = lost.final.log.filter(({ seq }) => (seq as number) < gone);
  expect(judge(lost).violations.map(({ rule }) => rule)).toContain("C6");

  const broken = {
    ...planOf(7),
    acts: [{ number: 1, at: 100, kind: "answer" as const }],
    faults: [{ kind: "none" as never, at: -1e9, ms: Number.NaN, node: 9 }],
  };
  expect((await judgeSchedule(broken)).broken).toEqual(["inside"]);
});

test("a plan is made smaller as long as the same holds", async () => {
  const plan = planOf(5);
  const culprits = [plan.acts[3]!.number, plan.acts[9]!.number];
  const small = await shrinkPlan(plan, async ({ acts }) => culprits.every((one) => acts.some(({ number }) => number === one)));
  expect(small.acts.map(({ number }) => number)).toEqual(culprits);
  expect(small.faults).toEqual([]);
});

test("time passes when everything that could go on has gone on, and in order", async () => {
  const time = createVirtualTime();
  const told: string[] = [];
  time.after(10, () => void told.push("ten"));
  time.after(5, () => void Promise.resolve().then(() => told.push(`five, ${time.now()}`)));
  time.after(5, () => void told.push("five too"));
  const calledOff = time.after(7, () => void told.push("seven"));
  time.after(1, calledOff);
  await time.playUntil(9);
  expect(told).toEqual(["five, 5", "five too"]);
  expect(time.now()).toBe(9);
  await time.playUntil(20);
  expect(told.at(-1)).toBe("ten");
});
