import { openMemoryCounter, openSharedCounters, type OpenCounter } from "./http/rate-counters.ts";
import { createMemoryBus, type Bus } from "./realtime/bus.ts";
import { BEAT_INTERVAL, createRedisBus } from "./realtime/redis-bus.ts";
import { redisNamespace } from "./redis/connect-redis.ts";

/** How often trouble that lasts is told (ms). */
const TOLD_EVERY = 60_000;
/** How long a refusal by Redis counts (ms): one that lasts comes again before the bus has connected anew. */
const REFUSED_FOR = 5 * BEAT_INTERVAL;

/** What goes between processes: hints and presence on a bus, counts of requests. */
export interface Carriers {
  bus: Bus;
  counters: { open: OpenCounter; close(): Promise<void> };
  /** How Redis is, for whoever runs the server; null where there is none. */
  redisState(): "connected" | "away" | "no_rights" | null;
}

interface Options {
  /** Absent: there is only this process. */
  redisUrl?: string | null;
  secret: string;
  onTrouble(error: Error): void;
  countDropped(): void;
}

export function openCarriers({ redisUrl: url, secret, onTrouble, countDropped }: Options): Carriers {
  if (!url) return { bus: createMemoryBus(), counters: { open: openMemoryCounter, close: async () => {} }, redisState: () => null };
  let refusedAt = -Infinity;
  const tell = nowAndThen(onTrouble);
  const trouble = {
    url,
    namespace: redisNamespace(secret),
    onTrouble(error: Error) {
      if (isRefusal(error)) refusedAt = performance.now();
      tell(error);
    },
  };
  const bus = createRedisBus({ ...trouble, countDropped });
  const hasNoRights = () => performance.now() - refusedAt < REFUSED_FOR;
  return {
    bus,
    counters: openSharedCounters(trouble),
    redisState: () => (hasNoRights() ? "no_rights" : bus.isConnected() ? "connected" : "away"),
  };
}

/** Redis knows us, and does not let us do what we need. */
const isRefusal = ({ message }: Error) => /^(NOPERM|NOAUTH|WRONGPASS)\b/.test(message);

/** Trouble that lasts is not told each time it is met, but what is new is. */
function nowAndThen(tell: (error: Error) => void): (error: Error) => void {
  const toldAt = new Map<string, number>();
  return (error) => {
    const [kind] = error.message.split(" ", 1) as [string];
    if (performance.now() - (toldAt.get(kind) ?? -Infinity) < TOLD_EVERY) return;
    toldAt.set(kind, performance.now());
    tell(error);
  };
}
