import { openMemoryCounter, openSharedCounters, type OpenCounter } from "./http/rate-counters.ts";
import { createMemoryBus, type Bus } from "./realtime/bus.ts";
import { createRedisBus } from "./realtime/redis-bus.ts";
import { redisNamespace } from "./redis/connect-redis.ts";

/** How often trouble that lasts is told (ms). */
const TOLD_EVERY = 60_000;

/** What goes between processes: hints and presence on a bus, counts of requests. */
export interface Carriers {
  bus: Bus;
  counters: { open: OpenCounter; close(): Promise<void> };
}

interface Options {
  /** Absent: there is only this process. */
  redisUrl?: string | null;
  secret: string;
  onTrouble(error: Error): void;
  countDropped(): void;
}

export function openCarriers({ redisUrl: url, secret, onTrouble, countDropped }: Options): Carriers {
  if (!url) return { bus: createMemoryBus(), counters: { open: openMemoryCounter, close: async () => {} } };
  const trouble = { url, namespace: redisNamespace(secret), onTrouble: nowAndThen(onTrouble) };
  return { bus: createRedisBus({ ...trouble, countDropped }), counters: openSharedCounters(trouble) };
}

/** Trouble that lasts is not told each time it is met. */
function nowAndThen(tell: (error: Error) => void): (error: Error) => void {
  let toldAt = -Infinity;
  return (error) => {
    if (performance.now() - toldAt < TOLD_EVERY) return;
    toldAt = performance.now();
    tell(error);
  };
}
