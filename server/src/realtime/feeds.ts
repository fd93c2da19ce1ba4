import type { Viewer } from "@turnout/contract/audience";
import type { Clock } from "../clock.ts";
import { gathered } from "../db/gathered.ts";
import type { Hint } from "../log/change-event.ts";
import { LOG_PAGE } from "../log/read-log.ts";
import type { LogReader } from "../log/store.ts";
import type { Bus } from "./bus.ts";
import { createEventFeed, EntriesMissing, type EventFeed } from "./event-feed.ts";
import { frameOf, type Follower, type Outlet } from "./follower.ts";

/** How often followers are brought up to date though no hint came (ms). */
export const SWEEP_INTERVAL = 1_000;

export interface FeedsDeps {
  log: LogReader;
  bus: Bus;
  clock: Clock;
  /** The time by which entries are dated (ms). Absent: none is too old to be caught up with. */
  wallTime?: () => number;
  measureLag?: (seconds: number) => void;
  countReset?: (reason: string) => void;
  onError: (error: unknown) => void;
}

export interface Feeds {
  /** Follows an event from a position on; one that cannot be continued gets a reset (L6). */
  follow(eventId: string, from: Position, newcomer: Newcomer): Promise<Follower | null>;
  /** Goes on with a follower whose line has room again. */
  resume(eventId: string, follower: Follower): void;
  leave(eventId: string, follower: Follower): void;
  followersOf(eventId: string): ReadonlySet<Follower>;
  followerCount(): number;
  stop(): void;
}

export interface Position {
  epoch: string;
  after: number;
}

export interface Newcomer extends Outlet {
  /** Who this is to the event, now; null when it is none of their business. */
  admit(): Promise<Viewer | null>;
}

/** The feeds of this process: one for each event that somebody connected to it looks at. */
export function createFeeds(deps: FeedsDeps): Feeds {
  const { log, clock } = deps;
  const feeds = new Map<string, EventFeed>();
  const opening = new Map<string, Promise<EventFeed | null>>();
  /** Newcomers on their way to each event: a feed that is given up meanwhile would leave them deaf, and believing they are live. */
  const arriving = new Map<string, number>();
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
    const { epoch, positions } = await log.readHeads([eventId]);
    enter(epoch);
    const head = positions.get(eventId);
    if (head === undefined) return null;
    const feed = createEventFeed({ ...deps, eventId }, head);
    feeds.set(eventId, feed);
    return feed;
  }

  /** Another life of the database: nothing that anybody holds continues in it (L6). */
  function enter(epoch: string) {
    const isAnother = knownEpoch !== undefined && knownEpoch !== epoch;
    knownEpoch = epoch;
    if (!isAnother) return;
    for (const eventId of feeds.keys()) giveUp(eventId, "epoch");
  }

  /** Nothing that this event's readers hold can be continued. */
  function giveUp(eventId: string, reason: "epoch" | "pruned") {
    const feed = feeds.get(eventId);
    feeds.delete(eventId);
    for (const follower of feed?.followers ?? []) {
      feed!.leave(follower);
      reset(eventId, follower, reason);
    }
  }

  async function bringOn(eventId: string, feed: EventFeed, move: () => Promise<void>) {
    try {
      await move();
    } catch (error) {
      if (!(error instanceof EntriesMissing)) throw error;
      if (feeds.get(eventId) === feed) giveUp(eventId, "pruned");
    }
  }

  function hear(hint: Hint) {
    const feed = feeds.get(hint.eventId);
    if (!feed) return;
    if (hint.epoch !== knownEpoch) return sweepOnce();
    void bringOn(hint.eventId, feed, () => feed.wake(hint)).catch(deps.onError);
  }

  async function follow(eventId: string, from: Position, newcomer: Newcomer) {
    arriving.set(eventId, (arriving.get(eventId) ?? 0) + 1);
    try {
      return await letIn(eventId, from, newcomer);
    } finally {
      const others = arriving.get(eventId)! - 1;
      if (others > 0) arriving.set(eventId, others);
      else arriving.delete(eventId);
    }
  }

  /**
   * The position is held against the head before the newcomer is admitted: whatever takes their access away
   * after that lies beyond their position, and so reaches them as the end (L10).
   */
  async function letIn(eventId: string, from: Position, newcomer: Newcomer) {
    const feed = await open(eventId);
    const reason = feed && (await cannotContinue(feed, eventId, from));
    const viewer = feed && (await newcomer.admit());
    if (!feed || !viewer) return refuseTo(eventId, newcomer);
    if (reason) return reset(eventId, newcomer, reason);

    const { after } = from;
    if (feed.cursor < after) await bringOn(eventId, feed, () => feed.reachTo(after));
    await feed.reachBackTo(after);
    // From here on nothing is awaited. A feed that was given up leads nowhere any more. Who is ahead of it waits for it:
    // what others are reading for it right now leads there.
    const isLost = after < feed.cursor && !feed.covers(after);
    if (isLost || feeds.get(eventId) !== feed) return reset(eventId, newcomer, "pruned");
    const late = feed.reasonToReset(viewer, after);
    if (late) return reset(eventId, newcomer, late);
    const follower: Follower = {
      viewer,
      cursor: after,
      ended: false,
      send: newcomer.send,
      hasRoom: newcomer.hasRoom,
      cutOff: newcomer.cutOff,
      browser: newcomer.browser ?? null,
    };
    feed.join(follower);
    return follower.ended ? null : follower;
  }

  // After a restart everybody comes back before anything is known here: an event is looked at once for all of them.
  const headsOf = gathered(async (eventId, all: number[]) => {
    const heads = await log.readHeads([eventId]);
    return all.map(() => heads);
  });

  async function cannotContinue(feed: EventFeed, eventId: string, { epoch, after }: Position) {
    if (feed.covers(after)) return epoch === knownEpoch ? null : ("epoch" as const);
    const heads = await headsOf(eventId, after);
    enter(heads.epoch);
    if (heads.epoch !== epoch) return "epoch" as const;
    const head = heads.positions.get(eventId) ?? 0;
    if (after > head) return "ahead" as const;
    return head - after > LOG_PAGE ? ("pruned" as const) : null;
  }

  function refuseTo(eventId: string, newcomer: Outlet) {
    newcomer.send(frameOf({ type: "ended", eventId, reason: "not_found" }));
    return null;
  }

  function reset(eventId: string, reader: Outlet, reason: "epoch" | "pruned" | "ahead" | "audience") {
    deps.countReset?.(reason);
    reader.send(frameOf({ type: "reset", eventId, reason }));
    return null;
  }

  async function sweep() {
    for (const [eventId, feed] of feeds) if (feed.followers.size === 0 && !arriving.has(eventId)) feeds.delete(eventId);
    if (feeds.size === 0) return;
    const { epoch, positions } = await log.readHeads([...feeds.keys()]);
    enter(epoch);
    await Promise.all([...feeds].map(([eventId, feed]) => bringOn(eventId, feed, () => feed.reachTo(positions.get(eventId) ?? 0))));
  }

  let sweeping = false;
  /** One sweep at a time: a database that answers nobody is not asked again and again. */
  function sweepOnce() {
    if (sweeping) return;
    sweeping = true;
    void sweep()
      .catch(deps.onError)
      .finally(() => (sweeping = false));
  }

  const unsubscribe = deps.bus.subscribe((message) => {
    if (message.type === "hint") hear(message.hint);
  });
  const endSweeps = clock.every(SWEEP_INTERVAL, sweepOnce);

  return {
    follow,
    resume: (eventId, follower) => feeds.get(eventId)?.resume(follower),
    leave: (eventId, follower) => feeds.get(eventId)?.leave(follower),
    followersOf: (eventId) => feeds.get(eventId)?.followers ?? new Set(),
    followerCount: () => [...feeds.values()].reduce((sum, feed) => sum + feed.followers.size, 0),
    stop() {
      endSweeps();
      unsubscribe();
    },
  };
}
