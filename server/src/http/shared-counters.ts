import { createHash } from "node:crypto";
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from "rate-limiter-flexible";
import type { Changing } from "../changing.ts";
import { connectRedis } from "../redis/connect-redis.ts";
import { isSpent, type OpenCounter } from "./rate-counters.ts";

/** Timeout of the shared count in Redis (ms); after it this process counts by itself. */
export const COUNT_WITHIN = 100;
/** How long this process counts by itself before it tries Redis again (ms). */
const COUNT_REST = 1_000;

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
