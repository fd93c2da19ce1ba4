import type { StoredEntry } from "@turnout/contract/log";
import type { LogReader } from "../log/store.ts";
import type { RecentEntries } from "./recent-entries.ts";

/** The log no longer has the entries after a position: subscribers there need a fresh snapshot (L6). */
export class EntriesMissing extends Error {}

interface LogTailDeps {
  eventId: string;
  log: Pick<LogReader, "readLog">;
  recent: Pick<RecentEntries, "head">;
  /** Entries that follow the head. */
  append(entries: StoredEntry[], upTo: number): void;
}

/** Reads on at the end of an event's log, one read at a time. */
export interface LogTail {
  isReading(): boolean;
  /** Reads up to a position that the log is known to have reached. Throws `EntriesMissing` if the log has a gap before it. */
  advanceTo(position?: number): Promise<void>;
}

export function createLogTail({ eventId, log, recent, append }: LogTailDeps): LogTail {
  let reading = false;
  let wokenAgain = false;
  /** How far the log is known to go. */
  let known = recent.head;

  async function advanceTo(position?: number) {
    if (position !== undefined && position <= recent.head) return;
    known = Math.max(known, position ?? 0);
    wokenAgain = true;
    if (reading) return;
    reading = true;
    try {
      while (wokenAgain) await readToEnd();
    } finally {
      reading = false;
    }
  }

  async function readToEnd() {
    wokenAgain = false;
    for (;;) {
      const expected = known;
      const page = await readAfter(recent.head);
      if (page.upTo === recent.head) {
        if (recent.head < expected) throw new EntriesMissing();
        return;
      }
      append(page.entries, page.upTo);
    }
  }

  /** The log may be pruned or restored at any moment: a page that does not continue exactly is not used. */
  async function readAfter(after: number) {
    const page = await log.readLog(eventId, { after });
    if (page.entries.some(({ seq }, at) => seq !== after + 1 + at)) throw new EntriesMissing();
    return page;
  }

  return { isReading: () => reading, advanceTo };
}
