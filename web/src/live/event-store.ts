import type { LogEntry } from "@turnout/contract/log";
import type { EventSnapshot } from "@turnout/contract/snapshot";
import { serverNow } from "../clock.ts";
import { createBackoff, waitForTurn } from "./backoff.ts";
import type { Connection } from "./connection.ts";
import type { LiveState, Source, Watcher } from "./follow-event.ts";
import type { Live } from "./live.ts";
import { createObservable, type Observable } from "./observable.ts";
import { createPendingCommands, type PendingCommand } from "./pending-commands.ts";

export interface Person {
  personId: string;
  name: string;
}

/** Everything that a page shows of one event. A new object on every change. */
export interface EventView {
  snapshot: EventSnapshot | null;
  state: LiveState;
  /** When the connection went down; null while it is up. */
  offlineSince: number | null;
  /** How often the snapshot was loaded anew: lists that entries patch have missed some, and load anew as well. */
  reloads: number;
  /** True once there is nothing to see here (any more). */
  gone: boolean;
  present: { count: number; people: Person[] };
  typing: Person[];
  pending: readonly PendingCommand[];
}

export interface EventStore {
  readonly eventId: string;
  get(): EventView;
  subscribe(listener: () => void): () => void;
  /** Subscribes to every entry that moves the snapshot forward, for lists that hold more than the snapshot does. */
  onEntries(listener: (entries: LogEntry[]) => void): () => void;
  pending: ReturnType<typeof createPendingCommands>;
  /** Sends that this person is typing, or has just posted. */
  typing(state: "on" | "done"): void;
  /** For a changed session: loads and follows anew. */
  refresh(): void;
  /** Follows the event from the snapshot that is shown, until `close`. */
  open(): void;
  close(): void;
}

/** Waits before the live part is fetched again (ms). */
const SHORTEST_REFETCH = 1_000;
const LONGEST_REFETCH = 20_000;

/**
 * The state of an event's page, which follows the event while it is open. `fetchLive` loads the live part, at once or,
 * with `mayWait`, when the page is idle.
 */
export function createEventStore(eventId: string, fetchLive: (mayWait: boolean) => Promise<Live>, source: Source): EventStore {
  const shown = createObservable(firstView(source));
  const entryListeners = new Set<(entries: LogEntry[]) => void>();
  let following = new AbortController();
  let connection: Connection | undefined;

  const pending = createPendingCommands((commands) => {
    shown.change({ pending: commands });
    // Without a connection, only a reload shows the effect of a command.
    if (shown.get().state === "polling" && commands.some(isCommitted)) start({ ...source, initial: null });
  });

  function start(from: Source) {
    following.abort();
    following = new AbortController();
    void follow(from, following.signal);
  }

  async function follow(from: Source, signal: AbortSignal) {
    const watcher = watcherFor({ shown, pending, entryListeners }, signal);
    const live = await fetchPersistently(() => fetchLive(from.initial !== null), watcher, signal);
    if (!live) return;
    connection = live.connection;
    return live.follow(eventId, connection, from, watcher, signal);
  }

  return {
    eventId,
    get: shown.get,
    subscribe: shown.subscribe,
    onEntries(listener) {
      entryListeners.add(listener);
      return () => entryListeners.delete(listener);
    },
    pending,
    typing: (state) => connection?.send({ type: "typing", eventId, ...(state === "done" && { done: true }) }),
    refresh() {
      connection?.reconnect();
      start({ ...source, initial: null });
    },
    open: () => start({ ...source, initial: shown.get().snapshot }),
    close: () => following.abort(),
  };
}

const firstView = ({ initial }: Source): EventView => ({
  snapshot: initial,
  state: "catchingUp",
  offlineSince: null,
  reloads: 0,
  gone: false,
  present: { count: 0, people: [] },
  typing: [],
  pending: [],
});

const isCommitted = ({ state }: PendingCommand) => state === "sent";

/** The live part. Undefined: the page was closed before it could be loaded. */
async function fetchPersistently(fetchLive: () => Promise<Live>, watcher: Watcher, signal: AbortSignal): Promise<Live | undefined> {
  const backoff = createBackoff(SHORTEST_REFETCH, LONGEST_REFETCH);
  while (!signal.aborted) {
    const live = await fetchLive().catch(() => null);
    if (live) return live;
    watcher.state("offline");
    await waitForTurn(backoff.next(), signal);
  }
  return undefined;
}

interface Watched {
  shown: Observable<EventView>;
  pending: EventStore["pending"];
  entryListeners: Iterable<(entries: LogEntry[]) => void>;
}

/** Shows what comes of following; what comes after `signal` was aborted is of an earlier session. */
function watcherFor({ shown, pending, entryListeners }: Watched, signal: AbortSignal): Watcher {
  return {
    snapshot(snapshot) {
      if (signal.aborted) return;
      shown.change({ snapshot, gone: false });
      pending.arrivedUpTo(snapshot.seq);
    },
    reloaded() {
      if (!signal.aborted) shown.change({ reloads: shown.get().reloads + 1 });
    },
    entries({ entries }) {
      pending.arrived(entries.map((entry) => entry.commandId));
      const { typing } = shown.get();
      const stillTyping = withoutAuthors(typing, entries);
      if (stillTyping.length < typing.length) shown.change({ typing: stillTyping });
      for (const listener of entryListeners) listener(entries);
    },
    state(state) {
      if (signal.aborted) return;
      shown.change({
        state,
        ...((state === "offline" || state === "polling") && { typing: [] }),
        offlineSince: state === "offline" ? (shown.get().offlineSince ?? serverNow()) : null,
      });
      if (state === "live" || state === "polling") pending.resend();
    },
    presence(frame) {
      if (frame.type === "typing") shown.change({ typing: frame.people });
      else shown.change({ present: { count: frame.count, people: frame.people } });
    },
    gone: () => shown.change({ gone: true, snapshot: null }),
  };
}

/** Whoever has just posted is no longer typing; if they go on, a new frame says so. */
function withoutAuthors(typing: Person[], entries: LogEntry[]): Person[] {
  const posted = new Set(entries.map(({ body }) => (body.type === "chat.posted" ? body.message.author.personId : null)));
  return typing.filter(({ personId }) => !posted.has(personId));
}
