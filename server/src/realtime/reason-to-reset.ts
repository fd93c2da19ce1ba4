import type { Viewer } from "@turnout/contract/audience";
import { LOG_PAGE } from "../log/read-log.ts";
import type { RecentEntries } from "./recent-entries.ts";

/** Largest catch-up frame, in characters. Beyond it a fresh snapshot is smaller. */
export const MAX_CATCH_UP = 128 * 1024;
/** Who was away for longer than this (ms) gets a fresh snapshot: entries of long ago name people and numbers that are gone. */
export const RESUME_WITHIN = 3_600_000;

/** Who wants to go on, and from which position. */
interface Resumption {
  viewer: Viewer;
  after: number;
  /** The time that entries are dated with (ms since the epoch). Undefined: no entry is too old to resume from. */
  wallTime: (() => number) | undefined;
}

/** Why a joining subscriber must not be caught up from a position that can be resumed; null: nothing speaks against it. */
export function reasonToReset(recent: RecentEntries, { viewer, after, wallTime }: Resumption): "pruned" | "audience" | null {
  // Who joins now gets nothing that only an earlier audience was allowed to see.
  if (recent.audienceChangedSince(viewer, after)) return "audience";
  if (after >= recent.head) return null;
  // Entries from before a removal name the removed guest: a client that claims an old position would read that name.
  if (viewer.class !== "host" && recent.hasRemovalSince(after)) return "audience";
  if (viewer.class !== "host" && isLongAgo(recent.dateAfter(after), wallTime)) return "pruned";
  const isFar = recent.head - after > LOG_PAGE || recent.frame(viewer, after).text.length > MAX_CATCH_UP;
  return isFar ? "pruned" : null;
}

function isLongAgo(date: string | undefined, wallTime: Resumption["wallTime"]): boolean {
  return date !== undefined && wallTime !== undefined && wallTime() - Date.parse(date) > RESUME_WITHIN;
}
