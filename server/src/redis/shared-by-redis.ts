import type { Changing } from "../changing.ts";
import type { OpenCounter } from "../http/rate-counters.ts";
import { openSharedCounters } from "../http/shared-counters.ts";
import type { Bus } from "../realtime/bus.ts";
import { BEAT_INTERVAL, createRedisBus } from "../realtime/redis-bus.ts";
import { lastingSecret, type AnySecrets } from "../secrets.ts";
import { tlsFault } from "../tls/tls-fault.ts";
import { redisNamespace } from "./connect-redis.ts";

/** How often an error that persists is reported (ms). */
const REPORT_EVERY = 60_000;
/** How long a refusal by Redis counts (ms). One that persists is repeated before the bus has reconnected. */
const REFUSED_FOR = 5 * BEAT_INTERVAL;

/** What the processes of an instance share: a bus for hints and presence, and rate counters. */
export interface SharedServices {
  bus: Bus;
  counters: { open: OpenCounter; close(): Promise<void> };
  /** The state of Redis, for the operator; null without Redis. */
  redisState(): RedisState | null;
}

export interface RedisState {
  redis: "connected" | "away" | "no_rights" | "untrusted";
  /** Why it is untrusted. */
  fault?: string;
}

export interface SharedByRedisOptions {
  url: string | Changing<string>;
  secret: AnySecrets;
  onFailure(error: Error): void;
  countDropped(): void;
}

/** Shares them through Redis. */
export function shareByRedis({ url, secret, onFailure, countDropped }: SharedByRedisOptions): SharedServices {
  let refusedAt = -Infinity;
  let fault: string | null = null;
  const report = throttled(onFailure);
  const connection = {
    url,
    namespace: redisNamespace(lastingSecret(secret)),
    onFailure(error: Error) {
      if (isRefusal(error)) refusedAt = performance.now();
      fault = tlsFault(error);
      report(error);
    },
  };
  const bus = createRedisBus({ ...connection, countDropped });
  const hasNoRights = () => performance.now() - refusedAt < REFUSED_FOR;
  return {
    bus,
    counters: openSharedCounters(connection),
    redisState() {
      if (hasNoRights()) return { redis: "no_rights" };
      if (bus.isConnected()) return { redis: "connected" };
      return fault ? { redis: "untrusted", fault } : { redis: "away" };
    },
  };
}

/** Redis answers, and refuses what we need. */
const isRefusal = ({ message }: Error) => /^(NOPERM|NOAUTH|WRONGPASS)\b/.test(message);

/** Reports a persisting error once in a while, and a new kind of error at once. */
function throttled(report: (error: Error) => void): (error: Error) => void {
  const reportedAt = new Map<string, number>();
  return (error) => {
    const [kind] = error.message.split(" ", 1) as [string];
    if (performance.now() - (reportedAt.get(kind) ?? -Infinity) < REPORT_EVERY) return;
    reportedAt.set(kind, performance.now());
    report(error);
  };
}
