import { createHash } from "node:crypto";
import { refuse } from "@turnout/contract/refusals";
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from "rate-limiter-flexible";
import { connectRedis } from "../redis/connect-redis.ts";

/** The longest that anybody waits for the count that all processes share (ms); then this process counts by itself. */
export const COUNT_WITHIN = 100;
/** How long it counts by itself before it asks again (ms). */
export const COUNT_REST = 1_000;

/** So many within so many seconds. */
export interface Allowance {
  name: string;
  points: number;
  seconds: number;
}

export interface Counter {
  /** Counts one more; fails with `TooMany` when that was too many. */
  consume(key: string): Promise<unknown>;
  /** Starts the count anew. */
  delete(key: string): Promise<unknown>;
}

export type OpenCounter = (allowance: Allowance) => Counter;
export const TooMany = RateLimiterRes;

/** Counts one more; refuses, with the seconds until there is room again, when that was too many. */
export async function requireAllowance(counter: Counter, key: string): Promise<void> {
  try {
    await counter.consume(key);
  } catch (refused) {
    if (!(refused instanceof TooMany)) throw refused;
    refuse("too_many_requests", { seconds: Math.ceil(refused.msBeforeNext / 1_000) });
  }
}

/** Counts of this process alone. */
export const openMemoryCounter: OpenCounter = ({ name, points, seconds }) =>
  new RateLimiterMemory({ keyPrefix: name, points, duration: seconds });

interface SharedCountersOptions {
  url: string;
  namespace: string;
  onTrouble?: (error: Error) => void;
}

/**
 * Counts of all processes together, in Redis. While that is away or slow, each process counts for itself: nobody is
 * locked out, and nobody waits.
 */
export function openSharedCounters({ url, namespace, onTrouble = () => {} }: SharedCountersOptions) {
  const client = connectRedis(url, { answerWithin: COUNT_WITHIN, onTrouble });
  let askAgainAt = 0;

  async function shared<Answer>(ask: () => Promise<Answer>, alone: () => Promise<Answer>): Promise<Answer> {
    if (client.status !== "ready" || Date.now() < askAgainAt) return alone();
    const isFirstAgain = askAgainAt > 0;
    if (isFirstAgain) askAgainAt = Date.now() + COUNT_WITHIN; // the others need not wait to see how it goes
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
      onTrouble(error as Error);
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
          () => together.consume(unreadable(key)),
          () => alone.consume(key),
        ),
      async delete(key) {
        await alone.delete(key);
        return shared(
          () => together.delete(unreadable(key)),
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

/** Keys are addresses of people and of their machines: whoever reads along in Redis need not know them. */
function unreadable(key: string): string {
  return createHash("sha256").update(key).digest("base64url").slice(0, 22);
}
