import type { Viewer } from "@turnout/contract/audience";
import type { Clock } from "../clock.ts";
import { gathered } from "../db/gathered.ts";
import type { Hint } from "../log/change-event.ts";
import { LOG_PAGE } from "../log/read-log.ts";
import type { LogReader } from "../log/store.ts";
import type { Bus } from "./bus.ts";
import { createEventFeed, EntriesMissing, type EventFeed } from "./event-feed.ts";
import { frameOf, type Sink, type Subscriber } from "./subscriber.ts";

/** How often the log is polled for entries whose hint was lost (ms). */
export const POLL_INTERVAL = 1_000;

export interface FeedsDeps {
  log: LogReader;
  bus: Bus;
  clock: Clock;
  /** The time that entries are dated with (ms since the epoch). Absent: no entry is too old to resume from. */
  wallTime?: () => number;
  measureLag?: (seconds: number) => void;
  countReset?: (reason: string) => void;
  onError: (error: unknown) => void;
}

export interface Feeds {
  /** Subscribes to an event from a position on. A position that cannot be resumed is answered with a reset (L6). */
  subscribe(eventId: string, from: Position, joining: JoiningSubscriber): Promise<Subscriber | null>;
  /** Goes on with a subscriber whose connection has room again. */
  resume(eventId: string, subscriber: Subscriber): void;
  unsubscribe(eventId: string, subscriber: Subscriber): void;
  subscribersOf(eventId: string): ReadonlySet<Subscriber>;
  subscriberCount(): number;
  stop(): void;
}

export interface Position {
  epoch: string;
  after: number;
}

export interface JoiningSubscriber extends Sink {
  /** Who this is to the event, now; null if they may not see it. */
  admit(): Promise<Viewer | null>;
}

/** The feeds of this process: one for each event that a client connected to it has open. */
export function createFeeds(deps: FeedsDeps): Feeds {
  const { log, clock } = deps;
  const feeds = new Map<string, EventFeed>();
  const opening = new Map<string, Promise<EventFeed | null>>();
  /** How many are joining each event. A feed that is dropped meanwhile would leave them without updates, and believing they are live. */
  const joiningCounts = new Map<string, number>();
  let knownEpoch: string | undefined;
  let polling = false;

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
    const { epoch, positions } = await log.readHeads([eventId]);
    adoptEpoch(epoch);
    const head = positions.get(eventId);
    if (head === undefined) return null;
    const feed = createEventFeed({ ...deps, eventId }, head);
    feeds.set(eventId, feed);
    return feed;
  }

  /** In another epoch of the database no known position can be resumed (L6). */
  function adoptEpoch(epoch: string) {
    const isAnother = knownEpoch !== undefined && knownEpoch !== epoch;
    knownEpoch = epoch;
    if (!isAnother) return;
    for (const eventId of feeds.keys()) dropFeed(eventId, "epoch");
  }

  /** No position of this event's subscribers can be resumed. */
  function dropFeed(eventId: string, reason: "epoch" | "pruned") {
    const feed = feeds.get(eventId);
    feeds.delete(eventId);
    for (const subscriber of feed?.subscribers ?? []) {
      feed!.leave(subscriber);
      reset(eventId, subscriber, reason);
    }
  }

  async function advance(eventId: string, feed: EventFeed, move: () => Promise<void>) {
    try {
      await move();
    } catch (error) {
      if (!(error instanceof EntriesMissing)) throw error;
      if (feeds.get(eventId) === feed) dropFeed(eventId, "pruned");
    }
  }

  function onHint(hint: Hint) {
    const feed = feeds.get(hint.eventId);
    if (!feed) return;
    if (hint.epoch !== knownEpoch) return pollOnce();
    void advance(hint.eventId, feed, () => feed.wake(hint)).catch(deps.onError);
  }

  async function subscribe(eventId: string, from: Position, joining: JoiningSubscriber) {
    joiningCounts.set(eventId, (joiningCounts.get(eventId) ?? 0) + 1);
    try {
      return await join(eventId, from, joining);
    } finally {
      const others = joiningCounts.get(eventId)! - 1;
      if (others > 0) joiningCounts.set(eventId, others);
      else joiningCounts.delete(eventId);
    }
  }

  /**
   * The position is checked against the head before access is: an entry that ends the access after that lies beyond the
   * position, so it reaches the subscriber as the end (L10).
   */
  async function join(eventId: string, from: Position, joining: JoiningSubscriber) {
    const feed = await open(eventId);
    const reason = feed && (await cannotResume(feed, eventId, from));
    const viewer = feed && (await joining.admit());
    if (!feed || !viewer) return refuse(eventId, joining);
    if (reason) return reset(eventId, joining, reason);

    const { after } = from;
    if (feed.cursor < after) await advance(eventId, feed, () => feed.advanceTo(after));
    await feed.backfillTo(after);
    // Nothing is awaited from here on. A feed that was dropped is of no use any more. A position ahead of the feed waits
    // for it: what the feed is reading for others right now leads there.
    const isLost = after < feed.cursor && !feed.covers(after);
    if (isLost || feeds.get(eventId) !== feed) return reset(eventId, joining, "pruned");
    const late = feed.reasonToReset(viewer, after);
    if (late) return reset(eventId, joining, late);
    const subscriber: Subscriber = {
      viewer,
      cursor: after,
      ended: false,
      send: joining.send,
      hasRoom: joining.hasRoom,
      cutOff: joining.cutOff,
      browser: joining.browser ?? null,
    };
    feed.join(subscriber);
    return subscriber.ended ? null : subscriber;
  }

  // After a restart all clients come back before any head is known here: one read of an event's head serves all of them.
  const headsOf = gathered(async (eventId, all: number[]) => {
    const heads = await log.readHeads([eventId]);
    return all.map(() => heads);
  });

  async function cannotResume(feed: EventFeed, eventId: string, { epoch, after }: Position) {
    if (feed.covers(after)) return epoch === knownEpoch ? null : ("epoch" as const);
    const heads = await headsOf(eventId, after);
    adoptEpoch(heads.epoch);
    if (heads.epoch !== epoch) return "epoch" as const;
    const head = heads.positions.get(eventId) ?? 0;
    if (after > head) return "ahead" as const;
    return head - after > LOG_PAGE ? ("pruned" as const) : null;
  }

  function refuse(eventId: string, joining: Sink) {
    joining.send(frameOf({ type: "ended", eventId, reason: "not_found" }));
    return null;
  }

  function reset(eventId: string, client: Sink, reason: "epoch" | "pruned" | "ahead" | "audience") {
    deps.countReset?.(reason);
    client.send(frameOf({ type: "reset", eventId, reason }));
    return null;
  }

  async function poll() {
    for (const [eventId, feed] of feeds) if (feed.subscribers.size === 0 && !joiningCounts.has(eventId)) feeds.delete(eventId);
    if (feeds.size === 0) return;
    const { epoch, positions } = await log.readHeads([...feeds.keys()]);
    adoptEpoch(epoch);
    await Promise.all([...feeds].map(([eventId, feed]) => advance(eventId, feed, () => feed.advanceTo(positions.get(eventId) ?? 0))));
  }

  /** One poll at a time: a database that does not answer is not asked again and again. */
  function pollOnce() {
    if (polling) return;
    polling = true;
    void poll()
      .catch(deps.onError)
      .finally(() => (polling = false));
  }

  const stopListening = deps.bus.subscribe((message) => {
    if (message.type === "hint") onHint(message.hint);
  });
  const stopPolling = clock.every(POLL_INTERVAL, pollOnce);

  return {
    subscribe,
    resume: (eventId, subscriber) => feeds.get(eventId)?.resume(subscriber),
    unsubscribe: (eventId, subscriber) => feeds.get(eventId)?.leave(subscriber),
    subscribersOf: (eventId) => feeds.get(eventId)?.subscribers ?? new Set(),
    subscriberCount: () => [...feeds.values()].reduce((sum, feed) => sum + feed.subscribers.size, 0),
    stop() {
      stopPolling();
      stopListening();
    },
  };
}
