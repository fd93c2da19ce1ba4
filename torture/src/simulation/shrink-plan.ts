import type { Plan } from "./plan-schedule.ts";

/** Most tries at making a plan smaller. */
const TRIES = 400;

/** A smaller plan of which the same still holds: acts and faults are left out as long as that is so. */
export async function shrinkPlan(plan: Plan, holds: (smaller: Plan) => Promise<boolean>): Promise<Plan> {
  let smallest = plan;
  let tries = 0;
  for (const part of ["faults", "acts", "faults", "acts"] as const) {
    for (let size = Math.ceil(smallest[part].length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
      for (let from = 0; from < smallest[part].length && tries < TRIES; tries++) {
        const without = { ...smallest, [part]: smallest[part].toSpliced(from, size) };
        if (await holds(without)) smallest = without;
        else from += size;
      }
    }
  }
  return smallest;
}
