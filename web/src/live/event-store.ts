import type { LogEntry } from "@turnout/contract/log";
import type { EventSnapshot } from "@turnout/contract/snapshot";
import { serverNow } from "../clock.ts";
import { createBackoff, waitForTurn } from "./backoff.ts";
import type { Connection } from "./connection.ts";
import type { LiveState, Source } from "./follow-event.ts";
import type { Live } from "./live.ts";
import { createPendingCommands, type PendingCommand } from "./pending-commands.ts";

export interface Person {
  personId: string;
  name: string;
}

/** All that a page shows of one event, as of now. A new object whenever anything in it changes. */
export interface EventView {
  picture: EventSnapshot | null;
  state: LiveState;
  /** When the line went down; null while it is up. */
  offlineSince: number | null;
  /** How often the picture was loaded anew: lists that entries patch have missed some, and load anew as well. */
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
  /** Hears every entry that moves the picture on, for lists that hold more than the picture does. */
  onEntries(listener: (entries: LogEntry[]) => void): () => void;
  pending: ReturnType<typeof createPendingCommands>;
  /** Tells the others that this person is writing, or has just sent what they wrote. */
  typing(state: "on" | "done"): void;
  /** This browser may be somebody else now: loads and follows anew. */
  refresh(): void;
  /** Follows the event from the snapshot that is shown, until `close`. */
  open(): void;
  close(): void;
}

/** Waits before what follows events is fetched again (ms). */
const SHORTEST_REFETCH = 1_000;
const LONGEST_REFETCH = 20_000;

/**
 * Remembers what an event's page shows, and follows the event while it is open. `fetchLive` brings what it follows
 * with, at once or, with `mayWait`, when the page has come to rest.
 */
export function createEventStore(eventId: string, fetchLive: (mayWait: boolean) => Promise<Live>, source: Source): EventStore {
  const listeners = new Set<() => void>();
  const entryListeners = new Set<(entries: LogEntry[]) => void>();
  let following = new AbortController();
  let connection: Connection | undefined;
  let view: EventView = {
    picture: source.initial,
    state: "catchingUp",
    offlineSince: null,
    reloads: 0,
    gone: false,
    present: { count: 0, people: [] },
    typing: [],
    pending: [],
  };

  function change(patch: Partial<EventView>) {
    view = { ...view, ...patch };
    for (const listener of listeners) listener();
  }

  const pending = createPendingCommands((commands) => {
    change({ pending: commands });
    // Nothing else tells this page what came of what it has done.
    if (view.state === "polling" && commands.some(isCommitted)) start({ ...source, initial: null });
  });

  function start(from: Source) {
    following.abort();
    following = new AbortController();
    void follow(from, following.signal);
  }

  async function follow(from: Source, signal: AbortSignal) {
    const watch = watcher(signal);
    const backoff = createBackoff(SHORTEST_REFETCH, LONGEST_REFETCH);
    while (!signal.aborted) {
      const live = await fetchLive(from.initial !== null).catch(() => null);
      if (live) {
        connection = live.connection;
        return live.follow(eventId, connection, from, watch, signal);
      }
      watch.state("offline");
      await waitForTurn(backoff.next(), signal);
    }
  }

  /** Whoever has just said it is not writing it any more; that they write again is told anew. */
  function hushed(entries: LogEntry[]) {
    const said = new Set(entries.map(({ body }) => (body.type === "chat.posted" ? body.message.author.personId : null)));
    const typing = view.typing.filter(({ personId }) => !said.has(personId));
    if (typing.length < view.typing.length) change({ typing });
  }

  const watcher = (signal: AbortSignal) => ({
    picture(picture: EventSnapshot) {
      if (signal.aborted) return;
      change({ picture, gone: false });
      pending.arrivedUpTo(picture.seq);
    },
    reloaded() {
      if (!signal.aborted) change({ reloads: view.reloads + 1 });
    },
    entries({ entries }: { entries: LogEntry[] }) {
      pending.arrived(entries.map((entry) => entry.commandId));
      hushed(entries);
      for (const listener of entryListeners) listener(entries);
    },
    state(state: LiveState) {
      if (signal.aborted) return;
      change({
        state,
        ...((state === "offline" || state === "polling") && { typing: [] }),
        offlineSince: state === "offline" ? (view.offlineSince ?? serverNow()) : null,
      });
      if (state === "live" || state === "polling") pending.resend();
    },
    presence(frame: { type: "presence"; count: number; people: Person[] } | { type: "typing"; people: Person[] }) {
      if (frame.type === "typing") change({ typing: frame.people });
      else change({ present: { count: frame.count, people: frame.people } });
    },
    gone: () => change({ gone: true, picture: null }),
  });

  return {
    eventId,
    get: () => view,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onEntries(listener) {
      entryListeners.add(listener);
      return () => entryListeners.delete(listener);
    },
    pending,
    typing: (state) => connection?.say({ type: "typing", eventId, ...(state === "done" && { done: true }) }),
    refresh() {
      connection?.reconnect();
      start({ ...source, initial: null });
    },
    open: () => start({ ...source, initial: view.picture }),
    close: () => following.abort(),
  };
}

const isCommitted = ({ state }: PendingCommand) => state === "sent";
