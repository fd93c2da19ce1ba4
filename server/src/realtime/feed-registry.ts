import type { LogReader } from "../log/store.ts";
import { createEventFeed, type EventFeed, type FeedDeps } from "./event-feed.ts";
import { EntriesMissing } from "./log-tail.ts";
import { sendEnded, sendReset, type Subscriber } from "./subscriber.ts";

interface FeedRegistryDeps extends Omit<FeedDeps, "eventId" | "log"> {
  log: LogReader;
}

/** The open feeds of this process, all of one epoch of the database. */
export interface FeedRegistry {
  /** By event. */
  readonly feeds: ReadonlyMap<string, EventFeed>;
  /** Undefined before the first feed is opened. */
  readonly epoch: string | undefined;
  /** The feed of an event; null if there is no such event. */
  open(eventId: string): Promise<EventFeed | null>;
  /** In another epoch of the database no known position can be resumed (L6). */
  adoptEpoch(epoch: string): void;
  /** Moves a feed on; one whose log has a gap is dropped. */
  advance(eventId: string, feed: EventFeed, move: () => Promise<void>): Promise<void>;
  /** Ends a feed whose event was deleted. */
  end(eventId: string, feed: EventFeed): void;
  close(eventId: string): void;
}

export function createFeedRegistry(deps: FeedRegistryDeps): FeedRegistry {
  const feeds = new Map<string, EventFeed>();
  const opening = new Map<string, Promise<EventFeed | null>>();
  let knownEpoch: string | undefined;

  function open(eventId: string): Promise<EventFeed | null> {
    const known = feeds.get(eventId);
    if (known) return Promise.resolve(known);
    const already = opening.get(eventId);
    if (already) return already;
    const fresh = openFeed(eventId).finally(() => opening.delete(eventId));
    opening.set(eventId, fresh);
    return fresh;
  }

  async function openFeed(eventId: string): Promise<EventFeed | null> {
    const { epoch, positions } = await deps.log.readHeads([eventId]);
    adoptEpoch(epoch);
    const head = positions.get(eventId);
    if (head === undefined) return null;
    const feed = createEventFeed({ ...deps, eventId }, head);
    feeds.set(eventId, feed);
    return feed;
  }

  function adoptEpoch(epoch: string) {
    const isAnother = knownEpoch !== undefined && knownEpoch !== epoch;
    knownEpoch = epoch;
    if (!isAnother) return;
    for (const eventId of feeds.keys()) dropFeed(eventId, "epoch");
  }

  /** No position of this event's subscribers can be resumed. */
  function dropFeed(eventId: string, reason: "epoch" | "pruned") {
    leaveAll(eventId, (subscriber) => sendReset(subscriber, { eventId, reason }, deps.countReset));
  }

  function leaveAll(eventId: string, sayWhy: (subscriber: Subscriber) => void) {
    const feed = feeds.get(eventId);
    feeds.delete(eventId);
    for (const subscriber of feed?.subscribers ?? []) {
      feed!.leave(subscriber);
      sayWhy(subscriber);
    }
  }

  function end(eventId: string, feed: EventFeed) {
    if (feeds.get(eventId) === feed) leaveAll(eventId, (subscriber) => sendEnded(subscriber, { eventId, reason: "not_found" }));
  }

  async function advance(eventId: string, feed: EventFeed, move: () => Promise<void>) {
    try {
      await move();
    } catch (error) {
      if (!(error instanceof EntriesMissing)) throw error;
      if (feeds.get(eventId) === feed) dropFeed(eventId, "pruned");
    }
  }

  return {
    feeds,
    get epoch() {
      return knownEpoch;
    },
    open,
    adoptEpoch,
    advance,
    end,
    close: (eventId) => void feeds.delete(eventId),
  };
}
