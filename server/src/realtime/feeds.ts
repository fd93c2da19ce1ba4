import type { Viewer } from "@turnout/contract/audience";
import { LOG_PAGE } from "../log/read-log.ts";
import type { LogReader } from "../log/store.ts";
import type { Bus } from "./bus.ts";
import { createEventFeed, type EventFeed } from "./event-feed.ts";
import { frameText, type Follower } from "./follower.ts";

/** How often followers are brought up to date though no hint came (ms). */
export const SWEEP_INTERVAL = 1_000;

export interface FeedsDeps {
  log: LogReader;
  bus: Bus;
  measureLag?: (seconds: number) => void;
  countReset?: (reason: string) => void;
  onError: (error: unknown) => void;
}

export interface Feeds {
  /** Follows an event from a position on; one that cannot be continued gets a reset (L6). */
  follow(eventId: string, from: Position, newcomer: Newcomer): Promise<Follower | null>;
  leave(eventId: string, follower: Follower): void;
  followersOf(eventId: string): ReadonlySet<Follower>;
  followerCount(): number;
  stop(): void;
}

export interface Position {
  epoch: string;
  after: number;
}

export interface Newcomer {
  /** Who this is to the event, now; null when it is none of their business. */
  admit(): Promise<Viewer | null>;
  send(frame: string): void;
}

/** The feeds of this process: one for each event that somebody connected to it looks at. */
export function createFeeds(deps: FeedsDeps): Feeds {
  const feeds = new Map<string, EventFeed>();
  const opening = new Map<string, Promise<EventFeed | null>>();
  /** Newcomers on their way to each event: a feed that is given up meanwhile would leave them deaf, and believing they are live. */
  const arriving = new Map<string, number>();

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
    const head = (await deps.log.readHeads([eventId])).positions.get(eventId);
    if (head === undefined) return null;
    const feed = createEventFeed({ ...deps, eventId, read: (range) => deps.log.readLog(eventId, range) }, head);
    feeds.set(eventId, feed);
    return feed;
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
  async function letIn(eventId: string, { epoch, after }: Position, newcomer: Newcomer) {
    const feed = await open(eventId);
    const reason = feed && (await cannotContinue(deps.log, eventId, { epoch, after }));
    const viewer = feed && (await newcomer.admit());
    if (!feed || !viewer) return refuseTo(eventId, newcomer);
    if (reason && !(reason === "audience" && viewer.class === "host")) return reset(eventId, newcomer, reason);

    const follower: Follower = { viewer, cursor: after, send: newcomer.send, ended: false };
    if (feed.cursor < after) await feed.wake();
    await feed.join(follower);
    return follower.ended ? null : follower;
  }

  function refuseTo(eventId: string, newcomer: Newcomer) {
    newcomer.send(frameText({ type: "ended", eventId, reason: "not_found" }));
    return null;
  }

  function reset(eventId: string, newcomer: Newcomer, reason: "epoch" | "pruned" | "ahead" | "audience") {
    deps.countReset?.(reason);
    newcomer.send(frameText({ type: "reset", eventId, reason }));
    return null;
  }

  async function sweep() {
    for (const [eventId, feed] of feeds) if (feed.followers.size === 0 && !arriving.has(eventId)) feeds.delete(eventId);
    if (feeds.size === 0) return;
    const { positions } = await deps.log.readHeads([...feeds.keys()]);
    const behind = [...feeds].filter(([eventId, feed]) => (positions.get(eventId) ?? 0) > feed.cursor);
    await Promise.all(behind.map(([, feed]) => feed.wake()));
  }

  const unsubscribe = deps.bus.subscribe((message) => {
    if (message.type === "hint") void feeds.get(message.hint.eventId)?.wake(message.hint).catch(deps.onError);
  });
  const timer = setInterval(() => void sweep().catch(deps.onError), SWEEP_INTERVAL);

  return {
    follow,
    leave: (eventId, follower) => feeds.get(eventId)?.leave(follower),
    followersOf: (eventId) => feeds.get(eventId)?.followers ?? new Set(),
    followerCount: () => [...feeds.values()].reduce((sum, feed) => sum + feed.followers.size, 0),
    stop() {
      clearInterval(timer);
      unsubscribe();
    },
  };
}

/** Bytes of the log that are sent to catch somebody up; beyond that a fresh picture is smaller, and no line too slow for it. */
export const MAX_CATCH_UP = 128 * 1024;

async function cannotContinue(log: LogReader, eventId: string, { epoch, after }: Position) {
  const heads = await log.readHeads([eventId]);
  if (heads.epoch !== epoch) return "epoch" as const;
  if (after > (heads.positions.get(eventId) ?? 0)) return "ahead" as const;
  const stretch = await log.readStretch(eventId, after);
  if (stretch.oldest !== null && after < stretch.oldest - 1) return "pruned" as const;
  if (stretch.entries > LOG_PAGE || stretch.bytes > MAX_CATCH_UP) return "pruned" as const;
  // What was shown before is not owed to newcomers.
  return stretch.audienceChanged ? ("audience" as const) : null;
}
