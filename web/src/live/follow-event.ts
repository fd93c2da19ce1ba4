import { applyFrame, type EventSnapshot } from "@turnout/contract/snapshot";
import type { EntriesFrame, ServerFrame } from "@turnout/contract/live";
import { createBackoff, waitForTurn } from "./backoff.ts";
import type { Connection } from "./connection.ts";

/** `polling`: WebSockets are blocked here, and the snapshot is loaded anew at intervals. */
export type LiveState = "catchingUp" | "live" | "polling" | "offline";

export interface Watcher {
  snapshot(next: EventSnapshot): void;
  /** The next snapshot was loaded anew: no frame brought what happened in between. */
  reloaded(): void;
  /** Every frame that moved the snapshot on, with entries that are new, for lists whose loaded rows the same entries patch. */
  entries(frame: EntriesFrame): void;
  state(next: LiveState): void;
  presence(frame: Extract<ServerFrame, { type: "presence" | "typing" }>): void;
  /** The event cannot be followed (any more): access has ended, or never existed. */
  gone(): void;
}

/** Waits before a failed load is tried again (ms): doubled each time up to the longest, with full jitter. */
export const SHORTEST_RELOAD = 1_000;
export const LONGEST_RELOAD = 20_000;

/** Youngest age at which a snapshot is polled anew where WebSockets are blocked (ms). With the wait for the next attempt: half a minute at most. */
export const POLL = 15_000;

/** Thrown by a source that knows when to try again (ms). */
export interface LaterError extends Error {
  retryAfterMs?: number | undefined;
}

export interface Source {
  /** The current snapshot; null when there is no such event for this reader. Throws when it can't be loaded now: see `LaterError`. */
  load(): Promise<EventSnapshot | null>;
  /** A snapshot that came with the page, to begin with. */
  initial: EventSnapshot | null;
}

/** Keeps one event's snapshot current until `signal` aborts. A gap or a reset starts over from a fresh one. */
export async function followEvent(
  eventId: string,
  connection: Connection,
  source: Source,
  watcher: Watcher,
  signal: AbortSignal,
): Promise<void> {
  let first = source.initial;
  let loadedAt = -Infinity;
  while (!signal.aborted) {
    const loaded = first ?? (await loadPersistently(source, watcher, signal));
    if (signal.aborted) return;
    if (!loaded) return watcher.gone();
    if (!first) {
      loadedAt = Date.now();
      watcher.reloaded();
    }
    first = null;
    watcher.snapshot(loaded);
    if (connection.isBlocked()) watcher.state("polling");
    const isStale = () => connection.isBlocked() && document.visibilityState === "visible" && Date.now() - loadedAt >= POLL;
    await followFrom(eventId, loaded, { connection, watcher, isStale }, signal);
  }
}

interface Following {
  connection: Connection;
  watcher: Watcher;
  /** Whether the snapshot should be polled because no connection brings changes. */
  isStale(): boolean;
}

/** Follows from one snapshot on until it cannot be continued. */
async function followFrom(
  eventId: string,
  loaded: EventSnapshot,
  { connection, watcher, isStale }: Following,
  signal: AbortSignal,
): Promise<void> {
  let snapshot = loaded;
  const position = () => ({ epoch: snapshot.epoch, after: snapshot.seq });
  for await (const received of connection.frames(eventId, position, signal)) {
    switch (received.type) {
      case "entries": {
        if (received.upTo <= snapshot.seq) break; // over two sockets: seen already
        const { seq } = snapshot;
        const moved = applyFrame(snapshot, received);
        if (moved === "gap") return;
        snapshot = moved;
        watcher.snapshot(snapshot);
        watcher.entries({ ...received, entries: received.entries.filter((entry) => entry.seq > seq) });
        break;
      }
      case "caughtUp":
        if (received.seq > snapshot.seq || !isSameReader(received.viewer, snapshot.viewer)) return watcher.state("catchingUp");
        watcher.state("live");
        break;
      case "presence":
      case "typing":
        watcher.presence(received);
        break;
      case "down":
        if (isStale()) return;
        if (!connection.isBlocked()) watcher.state("offline");
        break;
      case "reset":
      case "ended":
        return watcher.state("catchingUp");
      default:
        break; // a frame of a later version: nothing that the snapshot depends on
    }
  }
}

/** Compares viewers: after a removal, an admission or a sign-in the snapshot on screen is another viewer's. */
function isSameReader(one: EventSnapshot["viewer"], other: EventSnapshot["viewer"]): boolean {
  return one.class === other.class && one.personId === other.personId;
}

async function loadPersistently(source: Source, watcher: Watcher, signal: AbortSignal): Promise<EventSnapshot | null> {
  const backoff = createBackoff(SHORTEST_RELOAD, LONGEST_RELOAD);
  while (!signal.aborted) {
    try {
      return await source.load();
    } catch (error) {
      if (signal.aborted) break;
      watcher.state("offline");
      await waitForTurn(backoff.next((error as LaterError).retryAfterMs), signal);
    }
  }
  return null;
}
