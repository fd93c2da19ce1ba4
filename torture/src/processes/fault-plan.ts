import { faultKinds, faults, type Breakable, type FaultKind } from "./fault-kinds.ts";
import type { NetworkFault, NetworkFaultKind } from "./fault-pump.ts";
import type { Random } from "./random.ts";

/** Faults of one round. */
export const FEWEST = 3;
export const MOST = 8;

export interface PlannedFault {
  kind: FaultKind;
  /** From the start of the load (ms). */
  at: number;
  lasts: number;
  /** Which process, where it is about one. */
  node: number;
  network?: NetworkFault;
  clock?: string;
}

/** A schedule by the seed alone: the same faults at the same times in every run. */
export function planFaults(random: Random, has: Breakable, load: number, only: readonly FaultKind[] = faultKinds): PlannedFault[] {
  const isPossible = (kind: FaultKind) => !faults[kind].needs || has[faults[kind].needs];
  const possible = Object.fromEntries(only.filter(isPossible).map((kind) => [kind, faults[kind].weight]));
  const planned: PlannedFault[] = [];
  const count = random.int(FEWEST, MOST);
  // What a standby is there for happens in each round.
  if ("fail over" in possible) planned.push(planOne(random, "fail over", has, load));
  while (planned.length < count) {
    const fault = planOne(random, random.weighted<FaultKind>(possible), has, load);
    // A restart in turns takes long by itself: one is enough.
    if (fault.kind === "rolling restart") delete possible[fault.kind];
    planned.push(fault);
    if (Object.keys(possible).length === 0) break;
  }
  return planned.toSorted((a, b) => a.at - b.at);
}

function planOne(random: Random, kind: FaultKind, has: Breakable, load: number): PlannedFault {
  const at = kind === "rolling restart" ? random.int(100, 800) : random.int(200, Math.floor(load * 0.8));
  const lasts = Math.min(random.int(...faults[kind].lasts), load - at);
  const fault: PlannedFault = { kind, at, lasts, node: random.int(0, has.nodes - 1) };
  if (kind.endsWith("network")) fault.network = aNetworkFault(random);
  if (kind === "clock") fault.clock = random.pick(["+1h", "-1h", "+1d", "-1d", "+400d", "-400d"]);
  return fault;
}

const networkWeights = { delay: 2, stall: 2, halfOpen: 2, reset: 2, slices: 1, bandwidth: 1, cutBeforeResponse: 3 };

function aNetworkFault(random: Random): NetworkFault {
  const kind = random.weighted<NetworkFaultKind>(networkWeights);
  if (kind === "delay") return { kind, ms: random.int(5, 150) };
  if (kind === "bandwidth") return { kind, bytesPerSecond: random.pick([20_000, 100_000]) };
  return kind === "reset" || kind === "cutBeforeResponse" ? { kind, probability: random.pick([0.02, 0.1, 0.5]) } : { kind };
}
