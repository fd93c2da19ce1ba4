import { randomFrom } from "../processes/random.ts";
import type { ActKind } from "./acts.ts";
import { planFaults, type FaultKind, type PlannedFault } from "./fault-plan.ts";
import { themeOf } from "./themes.ts";

/** When the first acts may come: the event is there by then (ms). */
const BEGIN = 100;

export interface PlannedAct {
  number: number;
  kind: ActKind;
  at: number;
}

/** What a seed stands for: who does what when, and what goes wrong. */
export interface Plan {
  seed: number;
  acts: PlannedAct[];
  faults: PlannedFault[];
}

/** `favourite` is a fault that comes more often than others. */
export function planOf(seed: number, favourite?: FaultKind): Plan {
  const random = randomFrom(`plan ${seed}`);
  const { weights, acts: length } = themeOf(seed);
  let at = BEGIN;
  const acts = Array.from({ length: random.int(...length) }, (_, number) => {
    at += random.chance(0.5) ? 0 : random.chance(0.8) ? random.int(1, 15) : random.int(15, 150);
    return { number, kind: random.weighted<ActKind>(weights), at };
  });
  return { seed, acts, faults: planFaults(random.fork("faults"), 2 + (seed % 2), at, favourite) };
}
