import { randomFrom, type Random } from "../processes/random.ts";
import type { ActKind } from "./acts.ts";
import { faults, type FaultKind } from "./fault-kinds.ts";
import { LONGEST_HINT } from "./network-conditions.ts";
import { themeOf } from "./themes.ts";

/** When the first acts may come: the event is there by then (ms). */
const BEGIN = 100;

export interface PlannedAct {
  number: number;
  kind: ActKind;
  at: number;
}

export interface PlannedFault {
  kind: FaultKind;
  at: number;
  ms: number;
  /** Which process, where it is one. */
  node: number;
}

/** What a seed stands for: who does what when, and what goes wrong. */
export interface Plan {
  seed: number;
  acts: PlannedAct[];
  faults: PlannedFault[];
}

/** A fault or an act that comes about as often as all others together. */
export type Favourite = FaultKind | ActKind;

export function planOf(seed: number, favourite?: Favourite): Plan {
  const random = randomFrom(`plan ${seed}`);
  const { weights: ordinary, acts: length } = themeOf(seed);
  const isFault = favourite === undefined || isFaultKind(favourite);
  const weights = isFault ? ordinary : { ...ordinary, [favourite]: Object.values(ordinary).reduce((sum, one) => sum + one, 0) };
  let at = BEGIN;
  const acts = Array.from({ length: random.int(...length) }, (_, number) => {
    at += random.chance(0.5) ? 0 : random.chance(0.8) ? random.int(1, 15) : random.int(15, 150);
    return { number, kind: random.weighted<ActKind>(weights), at };
  });
  return { seed, acts, faults: planFaults(random.fork("faults"), 2 + (seed % 2), at, isFault ? favourite : undefined) };
}

const isFaultKind = (kind: Favourite): kind is FaultKind => kind in faults;

const faultWeights = Object.fromEntries(Object.entries(faults).map(([kind, { weight }]) => [kind, weight])) as Record<FaultKind, number>;

/**
 * Three to eight faults, overlapping as they like, all begun before `until`. A favourite is every second one, and comes late:
 * what it breaks is not mended by what comes after.
 */
function planFaults(random: Random, nodes: number, until: number, favourite?: FaultKind): PlannedFault[] {
  const planned = Array.from({ length: random.int(3, 8) }, (_, index) => {
    const isFavourite = favourite !== undefined && index % 2 === 0;
    const kind = isFavourite ? favourite : random.weighted(faultWeights);
    const isShort = kind !== "lines stall" && random.chance(0.5);
    const ms = isShort ? random.int(20, 300) : random.int(300, 2_000);
    return { kind, ms, at: random.int(isFavourite ? Math.floor(until * 0.6) : 20, until), node: random.int(0, nodes - 1) };
  });
  return withoutLateWords(planned).sort((a, b) => a.at - b.at);
}

/**
 * A new epoch makes every frame of the one before wrong at once. Paused processes and connections still send such frames
 * when they go on, and nobody can promise otherwise, so a plan has one or the other.
 */
function withoutLateWords(planned: PlannedFault[]): PlannedFault[] {
  if (!planned.some(({ kind }) => kind === "new epoch")) return planned;
  return planned
    .filter(({ kind }) => kind !== "pause a process" && kind !== "lines stall")
    .map((one) => (one.kind === "new epoch" ? { ...one, ms: Math.max(one.ms, LONGEST_HINT) } : one));
}
