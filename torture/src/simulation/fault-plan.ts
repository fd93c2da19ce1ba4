import type { Random } from "../processes/random.ts";
import { LONGEST_HINT, conditionKinds, type Condition } from "./network-conditions.ts";

export const momentary = [
  "kill a process",
  "pause a process",
  "restart a process",
  "kill the database",
  "clock jumps",
  "lines stall",
  "lines are cut",
  "lines half open",
  "new epoch",
  "log pruned",
] as const;
export type MomentaryFault = (typeof momentary)[number];

export interface PlannedFault {
  kind: FaultKind;
  at: number;
  ms: number;
  /** Which process, where it is one. */
  node: number;
}

const weights: Record<FaultKind, number> = {
  "kill a process": 5,
  "pause a process": 4,
  "restart a process": 2,
  "kill the database": 4,
  "clock jumps": 2,
  "lines stall": 7,
  "lines are cut": 7,
  "lines half open": 3,
  "new epoch": 1,
  "log pruned": 4,
  "database down": 2,
  "database slow": 4,
  "commits lost": 6,
  "requests lost": 3,
  "answers lost": 5,
  "bus cut": 4,
  "bus wild": 6,
};

export const isCondition = (kind: FaultKind): kind is Condition => (conditionKinds as readonly string[]).includes(kind);

export type FaultKind = Condition | MomentaryFault;

/**
 * Three to eight faults, overlapping as they like, all begun before `until`. A favourite is every second one, and comes late:
 * what it breaks is not mended by what comes after.
 */
export function planFaults(random: Random, nodes: number, until: number, favourite?: FaultKind): PlannedFault[] {
  const faults = Array.from({ length: random.int(3, 8) }, (_, index) => {
    const isFavourite = favourite !== undefined && index % 2 === 0;
    const kind = isFavourite ? favourite : random.weighted(weights);
    const isShort = kind !== "lines stall" && random.chance(0.5);
    const ms = isShort ? random.int(20, 300) : random.int(300, 2_000);
    return { kind, ms, at: random.int(isFavourite ? Math.floor(until * 0.6) : 20, until), node: random.int(0, nodes - 1) };
  });
  return withoutLateWords(faults).sort((a, b) => a.at - b.at);
}

/**
 * A new epoch makes every frame of the one before wrong at once. Paused processes and connections still send such frames
 * when they go on, and nobody can promise otherwise, so a plan has one or the other.
 */
function withoutLateWords(faults: PlannedFault[]): PlannedFault[] {
  if (!faults.some(({ kind }) => kind === "new epoch")) return faults;
  return faults
    .filter(({ kind }) => kind !== "pause a process" && kind !== "lines stall")
    .map((fault) => (fault.kind === "new epoch" ? { ...fault, ms: Math.max(fault.ms, LONGEST_HINT) } : fault));
}
