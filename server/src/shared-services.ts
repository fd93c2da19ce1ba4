import { openMemoryCounter } from "./http/rate-counters.ts";
import { createMemoryBus } from "./realtime/bus.ts";
import type { SharedByRedisOptions, SharedServices } from "./redis/shared-by-redis.ts";

interface Options extends Omit<SharedByRedisOptions, "url"> {
  /** Absent: this process is the only one. */
  redisUrl?: SharedByRedisOptions["url"] | null;
}

/** Opens what processes share. A process without Redis loads nothing for it. */
export async function openSharedServices({ redisUrl: url, ...options }: Options): Promise<SharedServices> {
  if (!url) return { bus: createMemoryBus(), counters: { open: openMemoryCounter, close: async () => {} }, redisState: () => null };
  const { shareByRedis } = await import("./redis/shared-by-redis.ts");
  return shareByRedis({ url, ...options });
}
