import { applyFrame, type EventSnapshot } from "@turnout/contract/snapshot";
import type { EntriesFrame, ServerFrame } from "@turnout/contract/live";
import { createBackoff, waitForTurn } from "./backoff.ts";
import type { Connection } from "./connection.ts";

/** `polling`: no line can be had here, and the picture is loaded anew now and then. */
export type LiveState = "catchingUp" | "live" | "polling" | "offline";

export interface Watcher {
  picture(next: EventSnapshot): void;
  /** The picture to come was loaded anew: what happened in between was told by no frame. */
  reloaded(): void;
  /** Every frame that moved the picture on, for lists whose loaded rows the same entries patch. */
  entries(frame: EntriesFrame): void;
  state(next: LiveState): void;
  presence(frame: Extract<ServerFrame, { type: "presence" | "typing" }>): void;
  /** There is nothing to follow any more: removed, or never admitted. */
  gone(): void;
}

/** Waits before a failed load is tried again (ms): doubled each time up to the longest, and drawn at random from the whole of it. */
export const SHORTEST_RELOAD = 1_000;
export const LONGEST_RELOAD = 20_000;

/** How old a picture gets at least before it is loaded anew where no line can be had (ms). With the wait for the next try: half a minute at most. */
export const POLL = 15_000;

/** Thrown by a source that knows when it is worth asking again (ms). */
export interface LaterError extends Error {
  retryAfterMs?: number | undefined;
}

export interface Source {
  /** The picture as it stands; null when there is no such event for this reader. Throws when it can't be had now: see `LaterError`. */
  load(): Promise<EventSnapshot | null>;
  /** A picture that came with the page, to begin with. */
  initial: EventSnapshot | null;
}

/** Keeps one event's picture current until `signal` aborts. A gap or a reset starts over from a fresh one. */
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
    watcher.picture(loaded);
    if (connection.isBlocked()) watcher.state("polling");
    const isStale = () => connection.isBlocked() && document.visibilityState === "visible" && Date.now() - loadedAt >= POLL;
    await followFrom(eventId, loaded, { connection, watcher, isStale }, signal);
  }
}

interface Following {
  connection: Connection;
  watcher: Watcher;
  /** Whether the picture should be loaded anew because no line brings what is new. */
  isStale(): boolean;
}

/** Follows from one picture on until it cannot be continued. */
async function followFrom(
  eventId: string,
  loaded: EventSnapshot,
  { connection, watcher, isStale }: Following,
  signal: AbortSignal,
): Promise<void> {
  let picture = loaded;
  const position = () => ({ epoch: picture.epoch, after: picture.seq });
  for await (const heard of connection.frames(eventId, position, signal)) {
    switch (heard.type) {
      case "entries": {
        const moved = applyFrame(picture, heard);
        if (moved === "gap") return;
        picture = moved;
        watcher.picture(picture);
        watcher.entries(heard);
        break;
      }
      case "caughtUp":
        if (heard.seq > picture.seq || !isSameReader(heard.viewer, picture.viewer)) return watcher.state("catchingUp");
        watcher.state("live");
        break;
      case "presence":
      case "typing":
        watcher.presence(heard);
        break;
      case "down":
        if (isStale()) return;
        if (!connection.isBlocked()) watcher.state("offline");
        break;
      case "reset":
      case "ended":
        return watcher.state("catchingUp");
      default:
        break; // a frame of a later version: nothing that the picture depends on
    }
  }
}

/** Removed, signed in or let in meanwhile: what is on screen was another reader's. */
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
