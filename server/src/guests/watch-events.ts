import { randomUUID } from "node:crypto";
import type { Kysely } from "kysely";
import type { Database } from "../db/database.ts";
import { checkEvents, invariants, type Invariant } from "./check-events.ts";

/** Interval at which a worker looks at some events (ms). */
export const CHECK_INTERVAL = 75_000;

interface Watch {
  db: Kysely<Database>;
  /** Gets how many events are broken; null while nobody can tell. */
  tell: (broken: Record<Invariant, number> | null) => void;
  /** Names events that were not broken before. */
  onBroken: (invariant: Invariant, eventIds: string[]) => void;
  onError: (error: unknown) => void;
  interval?: number;
}

/**
 * Goes through all events, some at a time, again and again. It begins anywhere, and after a failure elsewhere: otherwise workers that
 * are often started anew would look at the first events only, and one slow batch would keep them from the others. Returns what ends it.
 */
export function watchEvents({ db, tell, onBroken, onError, interval = CHECK_INTERVAL }: Watch): () => void {
  let broken: Record<Invariant, string[]> = { seats: [], log: [] };
  let next: string | null = randomUUID();
  let isChecking = false;

  async function check() {
    if (isChecking) return;
    isChecking = true;
    try {
      const found = await checkEvents(db, next, Object.values(broken).flat());
      for (const invariant of invariants) {
        const fresh = found.broken[invariant].filter((id) => !broken[invariant].includes(id));
        if (fresh.length > 0) onBroken(invariant, fresh);
      }
      ({ broken, next } = found);
      tell({ seats: broken.seats.length, log: broken.log.length });
    } catch (error) {
      tell(null);
      next = randomUUID();
      onError(error);
    } finally {
      isChecking = false;
    }
  }
  void check();
  const timer = setInterval(() => void check(), interval);
  return () => clearInterval(timer);
}
