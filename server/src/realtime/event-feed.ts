import { endsAccess, personIdOf, type Viewer } from "@turnout/contract/audience";
import type { StoredEntry } from "@turnout/contract/log";
import type { Clock } from "../clock.ts";
import { gathered } from "../db/gathered.ts";
import type { Hint } from "../log/change-event.ts";
import { LOG_PAGE } from "../log/read-log.ts";
import type { LogReader } from "../log/store.ts";
import { frameOf, type Follower } from "./follower.ts";
import { createRecentEntries } from "./recent-entries.ts";

/** Followers served before others in this process get their turn. */
export const SLICE = 1_000;
/** Letters of the log that are sent to catch somebody up; beyond that a fresh picture is smaller, and no line too slow for it. */
export const MAX_CATCH_UP = 128 * 1024;
/** Who was away for longer than this (ms) gets a fresh picture: names and numbers of long ago are no newcomer's business. */
export const RESUME_WITHIN = 3_600_000;
/** After a round of several entries, a feed rests for half as long as the round took, but never longer than this (ms). */
export const LONGEST_REST = 25;

/** The log does not have what would continue a position: those who stand there need a fresh picture (L6). */
export class EntriesMissing extends Error {}

export interface FeedDeps {
  eventId: string;
  log: Pick<LogReader, "readLog">;
  clock: Clock;
  /** The time by which entries are dated (ms). Absent: none is too old. */
  wallTime?: () => number;
  onError: (error: unknown) => void;
  /** Seconds from commit to the last send of a round. */
  measureLag?: (seconds: number) => void;
  countReset?: (reason: string) => void;
}

export interface EventFeed {
  /** Called on hints and on a timer. An extra call costs nothing; a lost hint costs only time (L8). */
  wake(hint?: Hint): Promise<void>;
  /** Whether a position can be continued without asking the log. */
  covers(after: number): boolean;
  /** Reads what leads on from a position, as far as the log still has it: afterwards it is covered, or can't be continued. */
  reachBackTo(after: number): Promise<void>;
  /** Why a newcomer must not be caught up from a position that can be continued; null: nothing speaks against it. */
  reasonToReset(viewer: Viewer, after: number): "pruned" | "audience" | null;
  /** Follows the log to a position that it is known to have reached. Throws `EntriesMissing` when there is no way. */
  reachTo(position: number): Promise<void>;
  /** Catches a newcomer up, from a position that can be continued, and lets it follow live. */
  join(follower: Follower): void;
  /** Goes on with a follower whose line has room again. */
  resume(follower: Follower): void;
  leave(follower: Follower): void;
  readonly followers: ReadonlySet<Follower>;
  readonly cursor: number;
}

/**
 * Delivers one event's log, in order, to the followers connected to this process. What arrives while a round of
 * sending is under way goes out together in the next: the busier it gets, the more each send carries. Nothing
 * waits for a single follower; each has a position, and the entries are kept once for all of them.
 */
export function createEventFeed(deps: FeedDeps, start: number): EventFeed {
  const { eventId, log, clock } = deps;
  const followers = new Set<Follower>();
  const recent = createRecentEntries(eventId, start);
  let reading = false;
  let wokenAgain = false;
  /** How far the log is known to go. */
  let known = start;

  async function wake(hint?: Hint) {
    // The hint carries what was just committed: used only where it continues exactly.
    if (hint && !reading && hint.after === recent.head) return take(hint.entries, hint.upTo);
    return reachTo(hint?.upTo);
  }

  async function reachTo(position?: number) {
    if (position !== undefined && position <= recent.head) return;
    known = Math.max(known, position ?? 0);
    wokenAgain = true;
    if (reading) return;
    reading = true;
    try {
      while (wokenAgain) await readOn();
    } finally {
      reading = false;
    }
  }

  async function readOn() {
    wokenAgain = false;
    for (;;) {
      const expected = known;
      const page = await readAfter(recent.head);
      if (page.upTo === recent.head) {
        if (recent.head < expected) throw new EntriesMissing();
        return;
      }
      take(page.entries, page.upTo);
    }
  }

  /** The log may be pruned, or restored, between a look at it and the reading: what does not continue is not taken. */
  async function readAfter(after: number) {
    const page = await log.readLog(eventId, { after });
    if (page.entries.some(({ seq }, at) => seq !== after + 1 + at)) throw new EntriesMissing();
    return page;
  }

  function take(entries: StoredEntry[], upTo: number) {
    recent.append(entries, upTo);
    oldestUnsent ??= entries[0];
    schedule();
  }

  let oldestUnsent: StoredEntry | undefined;
  let isSending = false;
  let restUntil = -Infinity;
  /** The head that the last round brought everyone to. */
  let sent = start;

  function schedule() {
    if (isSending) return;
    const rest = restUntil - clock.now();
    if (rest <= 0) return sendRound();
    isSending = true;
    clock.after(rest, sendRound);
  }

  /** Brings everyone to the head, a slice at a time. */
  function sendRound() {
    isSending = true;
    const began = clock.now();
    const oldest = oldestUnsent;
    const head = recent.head;
    oldestUnsent = undefined;
    const waiting = followers.values();

    function sendSlice() {
      let served = 0;
      for (const follower of waiting) {
        attempt(follower);
        // What iterates a set goes on where it was left.
        if (++served === SLICE) return void clock.after(0, sendSlice);
      }
      endRound();
    }

    function endRound() {
      isSending = false;
      const took = clock.now() - began;
      // Several at once: they come faster than rounds go. In a rest others get the processor, and more goes out together.
      if (head - sent > 1) restUntil = clock.now() + Math.min(took / 2, LONGEST_REST);
      sent = head;
      if (oldest) deps.measureLag?.(Math.max(0, Date.now() - Date.parse(oldest.at)) / 1000);
      if (recent.head > head) schedule();
    }

    sendSlice();
  }

  /** What goes wrong with one follower is not the others' trouble. */
  function attempt(follower: Follower) {
    try {
      bring(follower);
    } catch (error) {
      deps.onError(error);
      cutOff(follower);
    }
  }

  /** Sends a follower what it has not got yet, if its line takes it. */
  function bring(follower: Follower) {
    const { viewer, cursor } = follower;
    if (follower.ended || cursor >= recent.head) return;
    const turning = cursor >= recent.start ? recent.turning(viewer, cursor) : undefined;
    if (turning) return turnAway(follower, turning);
    if (cursor < recent.start) return cutOff(follower);
    if (!follower.hasRoom()) return;
    follower.send(recent.frame(viewer, cursor));
    follower.cursor = recent.head;
  }

  function cutOff(follower: Follower) {
    leave(follower);
    follower.cutOff();
  }

  function leave(follower: Follower) {
    follower.ended = true;
    followers.delete(follower);
  }

  /** Everything before the entry that ends this follower's access or changes what it may see, and nothing after. */
  function turnAway(follower: Follower, entry: StoredEntry) {
    const { viewer, cursor } = follower;
    const last = entry.seq - 1;
    if (last > cursor && follower.hasRoom()) follower.send(recent.frame(viewer, cursor, last));
    follower.cursor = last;
    leave(follower);
    const isRemoved = endsAccess(viewer, entry.body);
    follower.send(frameOf(isRemoved ? { type: "ended", eventId, reason: "removed" } : { type: "reset", eventId, reason: "audience" }));
    if (!isRemoved) deps.countReset?.("audience");
  }

  /** Everybody who comes back meanwhile gets what the one who was away longest needs, from one reading. */
  const reachBack = gathered(async (_event, positions: number[]) => {
    await readBack(Math.min(...positions));
    return positions;
  });

  async function reachBackTo(after: number) {
    if (after < recent.start) await reachBack(eventId, after);
  }

  async function readBack(after: number) {
    const upTo = recent.start;
    let missing: StoredEntry[] = [];
    for (let reached = after; reached < upTo;) {
      const page = await log.readLog(eventId, { after: reached, upTo });
      if (page.entries.length === 0) return;
      for (const entry of page.entries) {
        // What was pruned leaves a gap: only what comes after it leads on to here.
        if (entry.seq !== reached + 1) missing = [];
        missing.push(entry);
        reached = entry.seq;
      }
    }
    if (recent.start === upTo) recent.prepend(missing);
  }

  function reasonToReset(viewer: Viewer, after: number) {
    // What was shown before is not owed to newcomers.
    if (recent.audienceChangedSince(viewer.class, after)) return "audience" as const;
    if (after >= recent.head) return null;
    // Entries from before somebody was removed name them: a newcomer who says that they stand there would read it.
    if (viewer.class !== "host" && recent.hasRemovalSince(after)) return "audience" as const;
    if (viewer.class !== "host" && isLongAgo(after)) return "pruned" as const;
    const isFar = recent.head - after > LOG_PAGE || recent.frame(viewer, after).text.length > MAX_CATCH_UP;
    return isFar ? ("pruned" as const) : null;
  }

  function isLongAgo(after: number): boolean {
    const missed = recent.dateAfter(after);
    return missed !== undefined && deps.wallTime !== undefined && deps.wallTime() - Date.parse(missed) > RESUME_WITHIN;
  }

  /** Nothing is awaited here, so nothing can slip between catching up and following. */
  function join(follower: Follower) {
    bring(follower);
    if (follower.ended) return;
    followers.add(follower);
    const viewer = { class: follower.viewer.class, personId: personIdOf(follower.viewer) };
    follower.send(frameOf({ type: "caughtUp", eventId, seq: follower.cursor, viewer }));
  }

  return {
    wake,
    reachTo,
    covers: (after) => after >= recent.start && after <= recent.head,
    reachBackTo,
    reasonToReset,
    join,
    resume: attempt,
    leave,
    followers,
    get cursor() {
      return recent.head;
    },
  };
}
