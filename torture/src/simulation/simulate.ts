import { simulatedCode } from "../code-in-hand.ts";
import { recordFigures } from "../ledger.ts";
import { judgeSchedule, type Judged } from "./judge-schedule.ts";
import { planOf, type Plan } from "./plan-schedule.ts";
import { playInProcess } from "./seed-process.ts";
import { shrinkPlan } from "./shrink-plan.ts";

export interface Simulation {
  schedules: number;
  /** The first schedule's seed; the next ones follow. */
  seed: number;
  processes: number;
  /** Writes what came of it into the figures. */
  record: boolean;
  say(line: string): void;
}

/** Red schedules whose story is told; the rest are named by their seeds. */
const STORIES = 3;
/** Most time between two lines of progress (ms). */
const PROGRESS = 5_000;

/** Plays whole schedules of the server's core by seed, in several processes. Returns how many were red. */
export async function simulate({ schedules, seed, processes, record, say }: Simulation): Promise<number> {
  const began = performance.now();
  const reds: number[] = [];
  const sum = { played: 0, tries: 0, faults: 0 };
  let lastSaid = began;

  function hear(judged: Judged[]): true {
    for (const { seed: of, broken, tries, faults } of judged) {
      sum.played += 1;
      sum.tries += tries;
      sum.faults += faults;
      if (broken.length === 0) continue;
      reds.push(of);
      say(`seed ${of} is red: ${broken.join(", ")}`);
    }
    const now = performance.now();
    if (now - lastSaid < PROGRESS) return true;
    lastSaid = now;
    say(`${sum.played} of ${schedules} schedules, ${reds.length} red, ${Math.round((sum.played * 1_000) / (now - began))} a second`);
    return true;
  }

  const many = Math.min(processes, schedules);
  const failures = await Promise.all(
    Array.from({ length: many }, (_, at) =>
      playInProcess({ first: seed + at, count: Math.ceil((schedules - at) / many), step: many, hear }),
    ),
  );
  const failed = failures.filter((failure) => failure !== null);
  for (const failure of failed) say(`A process failed: ${failure}`);
  for (const red of reds.slice(0, STORIES)) say(await storyOf(red));
  const seconds = (performance.now() - began) / 1_000;
  say(
    `${sum.played} schedules: ${sum.played - reds.length} green, ${reds.length} red; ${sum.tries} commands sent, ${sum.faults} faults, ${seconds.toFixed(0)} s`,
  );
  if (record) {
    const { played, tries: commands, faults } = sum;
    const came = { seed, schedules: played, red: reds, commands, faults, seconds: Math.round(seconds) };
    await recordFigures("simulation", came, simulatedCode());
  }
  return reds.length + failed.length + (schedules - sum.played);
}

/** A red schedule with as few acts and faults as it takes, and what is wrong with it. */
async function storyOf(seed: number): Promise<string> {
  const { broken } = await judgeSchedule(planOf(seed));
  const plan = await shrinkPlan(planOf(seed), async (smaller) => {
    const again = await judgeSchedule(smaller);
    return again.broken.some((rule) => broken.includes(rule));
  });
  const { story } = await judgeSchedule(plan);
  return [`Seed ${seed}, made smaller:`, planText(plan), story()].join("\n");
}

function planText({ acts, faults }: Plan): string {
  const steps = [
    ...acts.map(({ at, kind, number }) => ({ at, text: `act ${number}: ${kind}` })),
    ...faults.map(({ at, kind, ms, node }) => ({ at, text: `fault: ${kind} (process ${node + 1}, ${ms} ms)` })),
  ];
  return steps
    .sort((a, b) => a.at - b.at)
    .map(({ at, text }) => `  ${at} ms ${text}`)
    .join("\n");
}
