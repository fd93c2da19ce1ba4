import type { Kysely } from "kysely";
import { systemClock, type Clock } from "../clock.ts";
import type { Database } from "../db/database.ts";
import { expectedConnections } from "./expected-connections.ts";

/** How long a count is answered to whoever asks next (ms): about how often whoever scales by the figure asks for it. */
export const EXPECTED_INTERVAL = 15_000;

interface Watch {
  db: Kysely<Database>;
  now: () => Date;
  clock?: Clock;
}

/** Counts the expected connections when somebody asks, once for all who ask within the interval. What failed is counted anew. */
export function watchExpectedConnections({ db, now, clock = systemClock }: Watch): () => Promise<number> {
  let count: Promise<number> | null = null;
  let countedAt = 0;
  return () => {
    if (count && clock.now() - countedAt < EXPECTED_INTERVAL) return count;
    countedAt = clock.now();
    const fresh = expectedConnections(db, now());
    count = fresh;
    fresh.catch(() => count === fresh && (count = null));
    return fresh;
  };
}
