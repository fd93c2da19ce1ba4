import type { Clock } from "../clock.ts";
import type { Hint } from "../log/hint.ts";
import type { LogReader } from "../log/store.ts";
import type { Tracing } from "../telemetry/tracing.ts";
import type { Bus } from "./bus.ts";
import { createFeedRegistry } from "./feed-registry.ts";
import { createJoinFeed, type JoinFeed } from "./join-feed.ts";
import type { Subscriber } from "./subscriber.ts";

/** How often the log is polled for entries whose hint was lost (ms). */
export const POLL_INTERVAL = 1_000;

export interface FeedsDeps {
  log: LogReader;
  bus: Bus;
  clock: Clock;
  /** The time that entries are dated with (ms since the epoch). Absent: no entry is too old to resume from. */
  wallTime?: () => number;
  measureLag?: (seconds: number, traceId?: string) => void;
  tracing?: Tracing | null | undefined;
  countReset?: (reason: string) => void;
  onError: (error: unknown) => void;
}

export interface Feeds {
  /** Subscribes to an event from a position on. A position that cannot be resumed is answered with a reset (L6). */
  subscribe: JoinFeed;
  /** Continues with a subscriber whose connection has room again. */
  resume(eventId: string, subscriber: Subscriber): void;
  unsubscribe(eventId: string, subscriber: Subscriber): void;
  subscribersOf(eventId: string): ReadonlySet<Subscriber>;
  subscriberCount(): number;
  stop(): void;
}

/** The feeds of this process: one for each event that a client connected to it has open. */
export function createFeeds(deps: FeedsDeps): Feeds {
  const { log, clock, onError } = deps;
  const registry = createFeedRegistry(deps);
  const { feeds } = registry;
  const joinFeed = createJoinFeed({ ...deps, registry });
  /** How many are joining each event. A feed that is dropped meanwhile would leave them without updates, and believing they are live. */
  const joiningCounts = new Map<string, number>();
  let polling = false;

  const subscribe: JoinFeed = async (eventId, ...joining) => {
    joiningCounts.set(eventId, (joiningCounts.get(eventId) ?? 0) + 1);
    try {
      return await joinFeed(eventId, ...joining);
    } finally {
      const others = joiningCounts.get(eventId)! - 1;
      if (others > 0) joiningCounts.set(eventId, others);
      else joiningCounts.delete(eventId);
    }
  };

  function onHint(hint: Hint) {
    const feed = feeds.get(hint.eventId);
    if (!feed) return;
    if (hint.epoch !== registry.epoch) return pollOnce();
    void registry.advance(hint.eventId, feed, () => feed.wake(hint)).catch(onError);
  }

  async function poll() {
    for (const [eventId, feed] of feeds) if (feed.subscribers.size === 0 && !joiningCounts.has(eventId)) registry.close(eventId);
    if (feeds.size === 0) return;
    const asked = [...feeds];
    const { epoch, positions } = await log.readHeads(asked.map(([eventId]) => eventId));
    registry.adoptEpoch(epoch);
    for (const [eventId, feed] of asked) if (!positions.has(eventId)) registry.end(eventId, feed);
    const open = asked.filter(([eventId, feed]) => feeds.get(eventId) === feed);
    await Promise.all(open.map(([id, feed]) => registry.advance(id, feed, () => feed.advanceTo(positions.get(id)!))));
  }

  /** One poll at a time, so that an unresponsive database does not get more queries. */
  function pollOnce() {
    if (polling) return;
    polling = true;
    void poll()
      .catch(onError)
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
