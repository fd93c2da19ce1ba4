import type { Viewer } from "@turnout/contract/audience";
import { createBatchLoader } from "../db/batch-loader.ts";
import { LOG_PAGE } from "../log/read-log.ts";
import type { LogReader } from "../log/store.ts";
import type { EventFeed } from "./event-feed.ts";
import type { FeedRegistry } from "./feed-registry.ts";
import { sendEnded, sendReset, startSubscriber, type Sink, type Subscriber } from "./subscriber.ts";

interface Position {
  epoch: string;
  after: number;
}

/** Who this is to the event, now; null if they may not see it. */
type Admit = () => Promise<Viewer | null>;

/** Subscribes to an event from a position on. A position that cannot be resumed is answered with a reset (L6). */
export type JoinFeed = (eventId: string, from: Position, sink: Sink, admit: Admit) => Promise<Subscriber | null>;

interface JoinDeps {
  registry: FeedRegistry;
  log: Pick<LogReader, "readHeads">;
  countReset?: (reason: string) => void;
}

export function createJoinFeed({ registry, log, countReset }: JoinDeps): JoinFeed {
  // After a restart all clients come back before any head is known here: one read of an event's head serves all of them.
  const headsOf = createBatchLoader(async (eventId, all: number[]) => {
    const heads = await log.readHeads([eventId]);
    return all.map(() => heads);
  });

  /**
   * The position is checked against the head before access is: an entry that ends the access after that lies beyond the
   * position, so it reaches the subscriber as the end (L10).
   */
  async function join(eventId: string, from: Position, sink: Sink, admit: Admit) {
    const feed = await registry.open(eventId);
    const reason = feed && (await reasonNotToResume(feed, eventId, from));
    const viewer = feed && (await admit());
    if (!feed || !viewer) return refuse(eventId, sink);
    if (reason) return reset(eventId, sink, reason);

    const { after } = from;
    if (feed.cursor < after) await registry.advance(eventId, feed, () => feed.advanceTo(after));
    await feed.backfillTo(after);
    // Nothing is awaited from here on.
    if (isLost(feed, eventId, after)) return reset(eventId, sink, "pruned");
    const late = feed.reasonToReset(viewer, after);
    if (late) return reset(eventId, sink, late);
    const subscriber = startSubscriber(viewer, after, sink);
    feed.join(subscriber);
    return subscriber.ended ? null : subscriber;
  }

  async function reasonNotToResume(feed: EventFeed, eventId: string, { epoch, after }: Position) {
    if (feed.covers(after)) return epoch === registry.epoch ? null : ("epoch" as const);
    const heads = await headsOf(eventId, after);
    registry.adoptEpoch(heads.epoch);
    if (heads.epoch !== epoch) return "epoch" as const;
    const head = heads.positions.get(eventId) ?? 0;
    if (after > head) return "ahead" as const;
    return head - after > LOG_PAGE ? ("pruned" as const) : null;
  }

  /**
   * A feed that was dropped is of no use any more. A position ahead of the feed waits for it: what the feed is reading for
   * others right now leads there.
   */
  function isLost(feed: EventFeed, eventId: string, after: number) {
    return registry.feeds.get(eventId) !== feed || (after < feed.cursor && !feed.covers(after));
  }

  function reset(eventId: string, client: Sink, reason: "epoch" | "pruned" | "ahead" | "audience") {
    sendReset(client, { eventId, reason }, countReset);
    return null;
  }

  return join;
}

function refuse(eventId: string, client: Sink) {
  sendEnded(client, { eventId, reason: "not_found" });
  return null;
}
