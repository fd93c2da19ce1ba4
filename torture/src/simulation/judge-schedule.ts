import { judge } from "../checker/judge.ts";
import { verdictText } from "../checker/verdict-text.ts";
import type { Plan } from "./plan-schedule.ts";
import { play } from "./schedule.ts";

/** What one schedule came to. */
export interface Judged {
  seed: number;
  /** The rules that were broken; empty: green. `inside` is for what no history shows. */
  broken: string[];
  tries: number;
  faults: number;
}

/** Plays a plan and judges it. What goes wrong while playing is a broken promise as well. */
export async function judgeSchedule(plan: Plan): Promise<Judged & { story(): string }> {
  const { seed, faults } = plan;
  try {
    const { history, failures } = await play(plan);
    const verdict = judge(history);
    const broken = [...new Set(verdict.violations.map(({ rule }) => String(rule)))].toSorted();
    if (failures.length > 0) broken.push("inside");
    const story = () => [...failures.slice(0, 3), verdictText(verdict)].join("\n\n");
    return { seed, broken, tries: verdict.counted.tries, faults: faults.length, story };
  } catch (error) {
    return { seed, broken: ["inside"], tries: 0, faults: faults.length, story: () => String((error as Error).stack) };
  }
}
