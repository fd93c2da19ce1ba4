import { createHash } from "node:crypto";
import { refuse } from "@turnout/contract/refusals";
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from "rate-limiter-flexible";
import type { Changing } from "../changing.ts";
import { connectRedis } from "../redis/connect-redis.ts";

/** Timeout of the shared count in Redis (ms); after it this process counts by itself. */
export const COUNT_WITHIN = 100;
/** How long this process counts by itself before it tries Redis again (ms). */
const COUNT_REST = 1_000;

/** `points` allowed in a window of `seconds`. */
export interface Allowance {
  name: string;
  points: number;
  seconds: number;
}

export interface Counter {
  /** Counts one; rejects with `TooMany` above the limit. */
  consume(key: string): Promise<unknown>;
  /** Whether the next one would be above the limit. */
  isSpent(key: string): Promise<boolean>;
  /** Resets the count. */
  delete(key: string): Promise<unknown>;
}

export type OpenCounter = (allowance: Allowance) => Counter;
export const TooMany = RateLimiterRes;

/** Counts one; above the limit refuses with the seconds until the next is allowed. */
export async function requireAllowance(counter: Counter, key: string): Promise<void> {
  try {
    await counter.consume(key);
  } catch (refused) {
    if (!(refused instanceof TooMany)) throw refused;
    refuse("too_many_requests", { seconds: Math.ceil(refused.msBeforeNext / 1_000) });
  }
}

/** The same counters, each of whose refusals is reported by the limit's name. */
export const reportingRefusals =
  (open: OpenCounter, refused: (limit: string) => void): OpenCounter =>
  (allowance) => {
    const counter = open(allowance);
    const report = (error: unknown) => {
      if (error instanceof TooMany) refused(allowance.name);
      throw error;
    };
    return { ...counter, consume: (key) => counter.consume(key).catch(report) };
  };

/** Counts in this process. */
export const openMemoryCounter: OpenCounter = ({ name, points, seconds }) => {
  const counter = new RateLimiterMemory({ keyPrefix: name, points, duration: seconds });
  return {
    consume: (key) => counter.consume(key),
    isSpent: async (key) => isSpent(await counter.get(key)),
    delete: (key) => counter.delete(key),
  };
};

const isSpent = (state: RateLimiterRes | null) => state !== null && state.remainingPoints <= 0;

interface SharedCountersOptions {
  url: string | Changing<string>;
  namespace: string;
  /** Timeout of a count in Redis (ms). */
  within?: number;
  onFailure?: (error: Error) => void;
}

/**
 * Counts shared by all processes in Redis. While Redis is down or slow, each process counts by itself, so that nobody
 * is locked out or kept waiting.
 */
export function openSharedCounters({ url, namespace, within = COUNT_WITHIN, onFailure = () => {} }: SharedCountersOptions) {
  const client = connectRedis(url, { answerWithin: within, onFailure });
  let askAgainAt = 0;

  async function shared<Answer>(ask: () => Promise<Answer>, alone: () => Promise<Answer>): Promise<Answer> {
    if (client.status !== "ready" || Date.now() < askAgainAt) return alone();
    const isFirstAgain = askAgainAt > 0;
    if (isFirstAgain) askAgainAt = Date.now() + within; // so that other requests do not wait for this attempt
    try {
      const answer = await ask();
      askAgainAt = 0;
      return answer;
    } catch (error) {
      if (error instanceof RateLimiterRes) {
        askAgainAt = 0;
        throw error;
      }
      askAgainAt = Date.now() + COUNT_REST;
      onFailure(error as Error);
      return alone();
    }
  }

  const open: OpenCounter = ({ name, points, seconds }) => {
    const keyPrefix = `${namespace}:rate:${name}`;
    const together = new RateLimiterRedis({ storeClient: client, keyPrefix, points, duration: seconds });
    const alone = new RateLimiterMemory({ keyPrefix: name, points, duration: seconds });
    return {
      consume: (key) =>
        shared<unknown>(
          () => together.consume(hashKey(key)),
          () => alone.consume(key),
        ),
      isSpent: (key) =>
        shared(
          async () => isSpent(await together.get(hashKey(key))),
          async () => isSpent(await alone.get(key)),
        ),
      async delete(key) {
        await alone.delete(key);
        return shared(
          () => together.delete(hashKey(key)),
          async () => true,
        );
      },
    };
  };

  return {
    open,
    isShared: () => client.status === "ready" && Date.now() >= askAgainAt,
    close: async () => client.disconnect(),
  };
}

/** Keys are email and IP addresses, which must not be readable in Redis. */
function hashKey(key: string): string {
  return createHash("sha256").update(key).digest("base64url").slice(0, 22);
}
