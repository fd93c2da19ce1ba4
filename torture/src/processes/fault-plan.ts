import type { NetworkFault, NetworkFaultKind } from "./network-fault.ts";
import type { Random } from "./random.ts";

/** What can be broken in a round. */
export const faultKinds = [
  "kill server",
  "pause server",
  "rolling restart",
  "clock",
  "kill postgres",
  "pause postgres",
  "fail over",
  "disk full",
  "migration",
  "kill redis",
  "flush redis",
  "front network",
  "postgres network",
  "redis network",
] as const;
export type FaultKind = (typeof faultKinds)[number];

/** How often each is chosen, beside the others. */
const weights: Record<FaultKind, number> = {
  "kill server": 4,
  "pause server": 3,
  "rolling restart": 0.7,
  clock: 1.5,
  "kill postgres": 2.5,
  "pause postgres": 2,
  "fail over": 1.5,
  "disk full": 1.5,
  migration: 1.5,
  "kill redis": 1.5,
  "flush redis": 1,
  "front network": 4,
  "postgres network": 3.5,
  "redis network": 2,
};
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

/** What this cluster has that can be broken. */
export interface Breakable {
  nodes: number;
  redis: boolean;
  disk: boolean;
  standby: boolean;
  clock: boolean;
}

/** A schedule by the seed alone: the same faults at the same times in every run. */
export function planFaults(random: Random, has: Breakable, load: number, only: readonly FaultKind[] = faultKinds): PlannedFault[] {
  const possible = Object.fromEntries(only.filter((kind) => isPossible(kind, has)).map((kind) => [kind, weights[kind]]));
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

function isPossible(kind: FaultKind, has: Breakable): boolean {
  if (kind === "disk full") return has.disk;
  if (kind === "fail over") return has.standby;
  if (kind === "clock") return has.clock;
  return has.redis || !kind.includes("redis");
}

function planOne(random: Random, kind: FaultKind, has: Breakable, load: number): PlannedFault {
  const at = kind === "rolling restart" ? random.int(100, 800) : random.int(200, Math.floor(load * 0.8));
  const lasts = Math.min(random.int(...duration(kind)), load - at);
  const fault: PlannedFault = { kind, at, lasts, node: random.int(0, has.nodes - 1) };
  if (kind.endsWith("network")) fault.network = aNetworkFault(random);
  if (kind === "clock") fault.clock = random.pick(["+1h", "-1h", "+1d", "-1d", "+400d", "-400d"]);
  return fault;
}

function duration(kind: FaultKind): [number, number] {
  if (kind === "pause server") return [100, 3_000];
  if (kind === "clock") return [1_200, 3_000];
  if (/^(kill (postgres|redis)|fail over)$/.test(kind)) return [0, 800];
  return [200, 2_000];
}

function aNetworkFault(random: Random): NetworkFault {
  const kind = random.weighted<NetworkFaultKind>({
    delay: 2,
    stall: 2,
    halfOpen: 2,
    reset: 2,
    slices: 1,
    bandwidth: 1,
    cutBeforeResponse: 3,
  });
  switch (kind) {
    case "delay":
      return { kind, ms: random.int(5, 150) };
    case "reset":
    case "cutBeforeResponse":
      return { kind, probability: random.pick([0.02, 0.1, 0.5]) };
    case "bandwidth":
      return { kind, bytesPerSecond: random.pick([20_000, 100_000]) };
    default:
      return { kind };
  }
}
