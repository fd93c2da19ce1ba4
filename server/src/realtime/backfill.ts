import type { StoredEntry } from "@turnout/contract/log";
import { createBatchLoader } from "../db/batch-loader.ts";
import type { LogReader } from "../log/store.ts";
import type { RecentEntries } from "./recent-entries.ts";

interface BackfillDeps {
  eventId: string;
  log: Pick<LogReader, "readLog">;
  recent: RecentEntries;
}

/** Reads the entries between a position and those at hand. All who come back at once share one read, from the earliest of their positions. */
export function createBackfill(deps: BackfillDeps): (after: number) => Promise<void> {
  const { eventId, recent } = deps;
  const backfill = createBatchLoader(async (_event, positions: number[]) => {
    await readBackTo(deps, Math.min(...positions));
    return positions;
  });
  return async (after) => {
    if (after < recent.start) await backfill(eventId, after);
  };
}

async function readBackTo({ eventId, log, recent }: BackfillDeps, after: number) {
  const upTo = recent.start;
  let missing: StoredEntry[] = [];
  for (let reached = after; reached < upTo;) {
    const page = await log.readLog(eventId, { after: reached, upTo });
    if (page.entries.length === 0) return;
    for (const entry of page.entries) {
      // Pruned entries leave a gap: only what comes after it leads on to here.
      if (entry.seq !== reached + 1) missing = [];
      missing.push(entry);
      reached = entry.seq;
    }
  }
  if (recent.start === upTo) recent.prepend(missing);
}
