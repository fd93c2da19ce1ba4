import { refuse } from "@turnout/contract/refusals";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";

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

export const isSpent = (state: RateLimiterRes | null) => state !== null && state.remainingPoints <= 0;
