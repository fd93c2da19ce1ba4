import type { Kysely } from "kysely";
import type { Database } from "../db/database.ts";
import { expectedConnections } from "./expected-connections.ts";

/** Interval at which a worker counts them (ms): how often whoever scales by the figure asks for it. */
export const EXPECTED_INTERVAL = 15_000;

interface Watch {
  db: Kysely<Database>;
  now: () => Date;
  /** Gets each count; null while the database cannot be asked. */
  tell: (expected: number | null) => void;
  onError: (error: unknown) => void;
}

/** Counts the expected connections now and at an interval, one count at a time. Returns what ends it. */
export function watchExpectedConnections({ db, now, tell, onError }: Watch): () => void {
  let isCounting = false;
  async function count() {
    if (isCounting) return;
    isCounting = true;
    try {
      tell(await expectedConnections(db, now()));
    } catch (error) {
      // The last figure would go on saying that nobody, or everybody, is expected.
      tell(null);
      onError(error);
    } finally {
      isCounting = false;
    }
  }
  void count();
  const timer = setInterval(() => void count(), EXPECTED_INTERVAL);
  return () => clearInterval(timer);
}
