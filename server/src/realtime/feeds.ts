import type { Viewer } from "@turnout/contract/audience";
import { sql, type Kysely } from "kysely";
import type { Database } from "../db/database.ts";
import { LOG_PAGE, readEpoch, readHeads, readLog, readTail } from "../log/read-log.ts";
import type { Bus } from "./bus.ts";
import { createEventFeed, type EventFeed } from "./event-feed.ts";
import { frameText, type Follower } from "./follower.ts";

/** How often followers are brought up to date though no hint came (ms). */
export const SWEEP_INTERVAL = 1_000;

export interface FeedsDeps {
  db: Kysely<Database>;
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
    const head = (await readHeads(deps.db, [eventId])).get(eventId);
    if (head === undefined) return null;
    const feed = createEventFeed({ ...deps, eventId, read: (range) => readLog(deps.db, eventId, range) }, head);
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
    const reason = feed && (await cannotContinue(deps.db, eventId, epoch, after));
    const viewer = feed && (await newcomer.admit());
    if (!feed || !viewer) return refuseTo(eventId, newcomer);
    if (reason) return reset(eventId, newcomer, reason);
    if (viewer.class !== "host" && (await audienceChangedSince(deps.db, eventId, after))) return reset(eventId, newcomer, "audience");

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
    const heads = await readHeads(deps.db, [...feeds.keys()]);
    const behind = [...feeds].filter(([eventId, feed]) => (heads.get(eventId) ?? 0) > feed.cursor);
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

async function cannotContinue(db: Kysely<Database>, eventId: string, epoch: string, after: number) {
  if ((await readEpoch(db)) !== epoch) return "epoch" as const;
  const head = (await readHeads(db, [eventId])).get(eventId) ?? 0;
  if (after > head) return "ahead" as const;
  if (await isTooFarBehind(db, eventId, { after, head })) return "pruned" as const;
  const tail = await readTail(db, eventId);
  return tail !== null && after < tail - 1 ? ("pruned" as const) : null;
}

/** Bytes of the log that are sent to catch somebody up; beyond that a fresh picture is smaller, and no line too slow for it. */
export const MAX_CATCH_UP = 128 * 1024;

async function isTooFarBehind(db: Kysely<Database>, eventId: string, { after, head }: { after: number; head: number }): Promise<boolean> {
  if (head - after > LOG_PAGE) return true;
  const found = await sql<{ bytes: number }>`
    select coalesce(sum(octet_length(body::text)), 0)::int as bytes from event_log where event_id = ${eventId} and seq > ${after}`.execute(
    db,
  );
  return found.rows[0]!.bytes > MAX_CATCH_UP;
}

/** Whether readers may see something else by now than at their position: what was shown before is not owed to newcomers. */
async function audienceChangedSince(db: Kysely<Database>, eventId: string, after: number): Promise<boolean> {
  const found = await sql`
    select 1 from event_log where event_id = ${eventId} and seq > ${after}
      and body ->> 'type' = 'event.edited' and (body ->> 'audienceChanged')::boolean limit 1`.execute(db);
  return found.rows.length > 0;
}
