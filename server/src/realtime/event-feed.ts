import { personIdOf, type Viewer } from "@turnout/contract/audience";
import type { StoredEntry } from "@turnout/contract/log";
import type { Clock } from "../clock.ts";
import type { Hint } from "../log/hint.ts";
import type { LogReader } from "../log/store.ts";
import type { Tracing } from "../telemetry/tracing.ts";
import { createBackfill } from "./backfill.ts";
import { createEntrySender } from "./entry-sender.ts";
import { createLogTail } from "./log-tail.ts";
import { reasonToReset } from "./reason-to-reset.ts";
import { createRecentEntries } from "./recent-entries.ts";
import { createSendRounds } from "./send-rounds.ts";
import { frameOf, type Subscriber } from "./subscriber.ts";

export interface FeedDeps {
  eventId: string;
  log: Pick<LogReader, "readLog">;
  clock: Clock;
  /** The time that entries are dated with (ms since the epoch). Absent: no entry is too old to resume from. */
  wallTime?: () => number;
  onError: (error: unknown) => void;
  /** Seconds from commit to the last send of a round. */
  measureLag?: (seconds: number, traceId?: string) => void;
  tracing?: Tracing | null | undefined;
  countReset?: (reason: string) => void;
}

export interface EventFeed {
  /** Called on hints and on a timer. An extra call costs nothing; a lost hint costs only time (L8). */
  wake(hint?: Hint): Promise<void>;
  /** Whether a subscriber at this position can be served without reading the log. */
  covers(after: number): boolean;
  /** Reads the entries after a position, as far as the log still has them: afterwards it is covered, or cannot be resumed. */
  backfillTo(after: number): Promise<void>;
  /** Why a joining subscriber must not be caught up although its position can be resumed; null if it may be. */
  reasonToReset(viewer: Viewer, after: number): "pruned" | "audience" | null;
  /** Reads up to a position that the log is known to have reached. Throws `EntriesMissing` if the log has a gap before it. */
  advanceTo(position: number): Promise<void>;
  /** Catches a subscriber up from a position that can be resumed, and subscribes it to what follows. */
  join(subscriber: Subscriber): void;
  /** Continues with a subscriber whose connection has room again. */
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
  const { eventId, clock } = deps;
  const subscribers = new Set<Subscriber>();
  const recent = createRecentEntries(eventId, start);
  const sender = createEntrySender({ ...deps, recent, subscribers });
  const rounds = createSendRounds({
    clock,
    subscribers,
    head: () => recent.head,
    deliver: sender.tryToDeliver,
    measureLag: deps.measureLag,
    tracing: deps.tracing,
  });
  const tail = createLogTail({ ...deps, recent, append });

  async function wake(hint?: Hint) {
    // A hint carries what was just committed. It is used only if it continues exactly.
    if (hint && !tail.isReading() && hint.after === recent.head) return append(hint.entries, hint.upTo, hint.trace);
    return tail.advanceTo(hint?.upTo);
  }

  function append(entries: StoredEntry[], upTo: number, trace?: string) {
    recent.append(entries, upTo);
    rounds.schedule(entries, trace);
  }

  /** Synchronous, so that no entry can slip between catching up and subscribing. */
  function join(subscriber: Subscriber) {
    sender.deliver(subscriber);
    if (subscriber.ended) return;
    subscribers.add(subscriber);
    const viewer = { class: subscriber.viewer.class, personId: personIdOf(subscriber.viewer) };
    subscriber.send(frameOf({ type: "caughtUp", eventId, seq: subscriber.cursor, viewer }));
  }

  return {
    wake,
    advanceTo: tail.advanceTo,
    covers: (after) => after >= recent.start && after <= recent.head,
    backfillTo: createBackfill({ ...deps, recent }),
    reasonToReset: (viewer, after) => reasonToReset(recent, { viewer, after, wallTime: deps.wallTime }),
    join,
    resume: sender.tryToDeliver,
    leave: sender.leave,
    subscribers,
    get cursor() {
      return recent.head;
    },
  };
}
