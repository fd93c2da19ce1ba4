import { performance, type EventLoopUtilization } from "node:perf_hooks";
import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { systemClock, type Clock } from "./clock.ts";

/** How long a process has little to do before its garbage is collected (ms). */
export const REST = 20_000;
/** Share of the time in which the event loop of a process at rest is busy at most. */
export const REST_UTILIZATION = 0.05;
/** Largest heap that is collected so (bytes): collecting more would hold up a request that comes just then. */
export const MAX_COLLECTED = 128 * 2 ** 20;
/** Growth since the last collection that is worth another. */
const GROWTH = 1.25;

export interface Memory {
  /** Bytes of objects, living or not. */
  used: number;
  /** Bytes that the heap holds. */
  held: number;
}

interface Process {
  clock?: Clock;
  /** Share of the time since it was asked last in which the event loop was busy. */
  utilization?: () => number;
  memory?: () => Memory;
  collect?: () => void;
}

/**
 * Gives back the memory that a start or a busy hour has taken: V8 collects garbage when memory is asked for, and a process at rest asks
 * for none. Returns what ends it.
 */
export function collectAtRest({
  clock = systemClock,
  utilization = readUtilization(),
  memory = readMemory,
  collect = collector(),
}: Process = {}) {
  let heldAfter = 0;
  return clock.every(REST, () => {
    if (utilization() > REST_UTILIZATION) return;
    const { used, held } = memory();
    if (used > MAX_COLLECTED || held < GROWTH * heldAfter) return;
    collect();
    heldAfter = memory().held;
  });
}

function readUtilization(): () => number {
  let last: EventLoopUtilization | undefined;
  return () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = last ? performance.eventLoopUtilization(now, last) : now;
    last = now;
    return utilization;
  };
}

function readMemory(): Memory {
  const { used_heap_size: used, total_physical_size: held } = getHeapStatistics();
  return { used, held };
}

/** Node offers this only with a flag on its command line, which not everybody who starts it gives. */
function collector(): () => void {
  setFlagsFromString("--expose-gc");
  const gc = runInNewContext("gc") as (how: { type: "major"; flavor: "last-resort" }) => void;
  setFlagsFromString("--no-expose-gc");
  return () => gc({ type: "major", flavor: "last-resort" });
}
