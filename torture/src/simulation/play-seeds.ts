import { judgeSchedule, type Judged } from "./judge-schedule.ts";
import { planOf, type Favourite } from "./plan-schedule.ts";

// A process of its own: plays seeds `first`, `first + step`, …, some side by side, and sends a report of each group.
const [first, count, step, atOnce] = process.argv.slice(2, 6).map(Number) as [number, number, number, number];
const favourite = process.argv[6] as Favourite | undefined;

// Refusals and outages are thrown by the thousand; where they come from is told when a red schedule is played again.
Error.stackTraceLimit = 0;
process.on("unhandledRejection", (error) => say({ lost: String((error as Error)?.stack ?? error) }));

const say = (report: SeedsReport) => process.send?.(report);

/** What this process says. */
export type SeedsReport = { judged: Judged[] } | { lost: string };

for (let played = 0; played < count; played += atOnce) {
  const seeds = Array.from({ length: Math.min(atOnce, count - played) }, (_, index) => first + (played + index) * step);
  const judged = await Promise.all(seeds.map((seed) => judgeSchedule(planOf(seed, favourite))));
  say({ judged: judged.map(({ seed, broken, tries, faults }) => ({ seed, broken, tries, faults })) });
}
