import { personIdOf, type Viewer } from "@turnout/contract/audience";
import { endsAccess } from "@turnout/contract/entry-kinds";
import type { StoredEntry } from "@turnout/contract/log";
import type { Clock } from "../clock.ts";
import { gathered } from "../db/gathered.ts";
import type { Hint } from "../log/change-event.ts";
import { LOG_PAGE } from "../log/read-log.ts";
import type { LogReader } from "../log/store.ts";
import { createRecentEntries } from "./recent-entries.ts";
import { createSendRounds } from "./send-rounds.ts";
import { frameOf, type Subscriber } from "./subscriber.ts";

/** Largest catch-up frame, in characters. Beyond it a fresh snapshot is smaller. */
export const MAX_CATCH_UP = 128 * 1024;
/** Who was away for longer than this (ms) gets a fresh snapshot: entries of long ago name people and numbers that are gone. */
export const RESUME_WITHIN = 3_600_000;

/** The log no longer has the entries after a position: subscribers there need a fresh snapshot (L6). */
export class EntriesMissing extends Error {}

export interface FeedDeps {
  eventId: string;
  log: Pick<LogReader, "readLog">;
  clock: Clock;
  /** The time that entries are dated with (ms since the epoch). Absent: no entry is too old to resume from. */
  wallTime?: () => number;
  onError: (error: unknown) => void;
  /** Seconds from commit to the last send of a round. */
  measureLag?: (seconds: number) => void;
  countReset?: (reason: string) => void;
}

export interface EventFeed {
  /** Called on hints and on a timer. An extra call costs nothing; a lost hint costs only time (L8). */
  wake(hint?: Hint): Promise<void>;
  /** Whether a subscriber at this position can be served without reading the log. */
  covers(after: number): boolean;
  /** Reads the entries after a position, as far as the log still has them: afterwards it is covered, or cannot be resumed. */
  backfillTo(after: number): Promise<void>;
  /** Why a joining subscriber must not be caught up from a position that can be resumed; null: nothing speaks against it. */
  reasonToReset(viewer: Viewer, after: number): "pruned" | "audience" | null;
  /** Reads up to a position that the log is known to have reached. Throws `EntriesMissing` if the log has a gap before it. */
  advanceTo(position: number): Promise<void>;
  /** Catches a subscriber up from a position that can be resumed, and subscribes it to what follows. */
  join(subscriber: Subscriber): void;
  /** Goes on with a subscriber whose connection has room again. */
  resume(subscriber: Subscriber): void;
  leave(subscriber: Subscriber): void;
  readonly subscribers: ReadonlySet<Subscriber>;
  readonly cursor: number;
}

/**
 * Delivers one event's log, in order, to the subscribers connected to this process. No subscriber holds up another:
 * each has a position of its own, and the entries are kept once for all of them.
 */
export function createEventFeed(deps: FeedDeps, start: number): EventFeed {
  const { eventId, log, clock } = deps;
  const subscribers = new Set<Subscriber>();
  const recent = createRecentEntries(eventId, start);
  const rounds = createSendRounds({ clock, subscribers, head: () => recent.head, deliver: tryToDeliver, measureLag: deps.measureLag });
  let reading = false;
  let wokenAgain = false;
  /** How far the log is known to go. */
  let known = start;

  async function wake(hint?: Hint) {
    // A hint carries what was just committed. It is used only if it continues exactly.
    if (hint && !reading && hint.after === recent.head) return append(hint.entries, hint.upTo);
    return advanceTo(hint?.upTo);
  }

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

  function append(entries: StoredEntry[], upTo: number) {
    recent.append(entries, upTo);
    rounds.schedule(entries);
  }

  /** An error with one subscriber does not reach the others. */
  function tryToDeliver(subscriber: Subscriber) {
    try {
      deliver(subscriber);
    } catch (error) {
      deps.onError(error);
      cutOff(subscriber);
    }
  }

  /** Sends a subscriber what it misses, if its connection has room. */
  function deliver(subscriber: Subscriber) {
    const { viewer, cursor } = subscriber;
    if (subscriber.ended || cursor >= recent.head) return;
    const accessChange = cursor >= recent.start ? recent.accessChange(viewer, cursor) : undefined;
    if (accessChange) return revoke(subscriber, accessChange);
    if (cursor < recent.start) return cutOff(subscriber);
    if (!subscriber.hasRoom()) return;
    subscriber.send(recent.frame(viewer, cursor));
    subscriber.cursor = recent.head;
  }

  function cutOff(subscriber: Subscriber) {
    leave(subscriber);
    subscriber.cutOff();
  }

  function leave(subscriber: Subscriber) {
    subscriber.ended = true;
    subscribers.delete(subscriber);
  }

  /** Sends everything before the entry that ends this subscriber's access or changes what it may see, and nothing after. */
  function revoke(subscriber: Subscriber, entry: StoredEntry) {
    const { viewer, cursor } = subscriber;
    const last = entry.seq - 1;
    if (last > cursor && subscriber.hasRoom()) subscriber.send(recent.frame(viewer, cursor, last));
    subscriber.cursor = last;
    leave(subscriber);
    const isRemoved = endsAccess(viewer, entry.body);
    subscriber.send(frameOf(isRemoved ? { type: "ended", eventId, reason: "removed" } : { type: "reset", eventId, reason: "audience" }));
    if (!isRemoved) deps.countReset?.("audience");
  }

  /** All who come back at once share one read, from the earliest of their positions. */
  const backfill = gathered(async (_event, positions: number[]) => {
    await readBackTo(Math.min(...positions));
    return positions;
  });

  async function backfillTo(after: number) {
    if (after < recent.start) await backfill(eventId, after);
  }

  async function readBackTo(after: number) {
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

  function reasonToReset(viewer: Viewer, after: number) {
    // Who joins now gets nothing that only an earlier audience was allowed to see.
    if (recent.audienceChangedSince(viewer.class, after)) return "audience" as const;
    if (after >= recent.head) return null;
    // Entries from before a removal name the removed guest: a client that claims an old position would read that name.
    if (viewer.class !== "host" && recent.hasRemovalSince(after)) return "audience" as const;
    if (viewer.class !== "host" && isLongAgo(after)) return "pruned" as const;
    const isFar = recent.head - after > LOG_PAGE || recent.frame(viewer, after).text.length > MAX_CATCH_UP;
    return isFar ? ("pruned" as const) : null;
  }

  function isLongAgo(after: number): boolean {
    const missed = recent.dateAfter(after);
    return missed !== undefined && deps.wallTime !== undefined && deps.wallTime() - Date.parse(missed) > RESUME_WITHIN;
  }

  /** Synchronous, so that no entry can slip between catching up and subscribing. */
  function join(subscriber: Subscriber) {
    deliver(subscriber);
    if (subscriber.ended) return;
    subscribers.add(subscriber);
    const viewer = { class: subscriber.viewer.class, personId: personIdOf(subscriber.viewer) };
    subscriber.send(frameOf({ type: "caughtUp", eventId, seq: subscriber.cursor, viewer }));
  }

  return {
    wake,
    advanceTo,
    covers: (after) => after >= recent.start && after <= recent.head,
    backfillTo,
    reasonToReset,
    join,
    resume: tryToDeliver,
    leave,
    subscribers,
    get cursor() {
      return recent.head;
    },
  };
}
