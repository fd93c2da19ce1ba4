import type { ReactNode } from "react";
import type { EntryBody, LogEntry } from "@turnout/contract/log";
import { applyFrame, type EventSnapshot } from "@turnout/contract/snapshot";
import { createEventStore, type EventStore } from "../live/event-store.ts";
import type { Watcher } from "../live/follow-event.ts";
import type { Live } from "../live/live.ts";
import { EventContext } from "../live/use-event.ts";

/** An event that a component shows, with the app's own store; what would come over the connection comes from the test. */
export interface FollowedEvent {
  store: EventStore;
  /** The event is another one now, as the log says. */
  becomes(change: Partial<EventSnapshot>): void;
  /** The log goes on by an entry, of the command with this id. */
  happens(body: EntryBody, commandId?: string): void;
  watcher: Watcher;
  /** What the page has said over its connection. */
  said: unknown[];
  show(children: ReactNode): ReactNode;
}

const open = new Set<EventStore>();

/** What is on its way is not sent again into the next test. */
export function leaveEvents(): void {
  for (const { close, get, pending } of open) {
    close();
    for (const { commandId } of get().pending) pending.forget(commandId);
  }
  open.clear();
}

export function followedEvent(first: EventSnapshot): FollowedEvent {
  let snapshot = first;
  let watcher: Watcher | undefined;
  const said: unknown[] = [];
  const connection: Live["connection"] = {
    async *frames() {},
    isBlocked: () => false,
    send: (message) => void said.push(message),
    reconnect() {},
  };
  const follow: Live["follow"] = async (_eventId, _connection, _source, heard, signal) => {
    watcher = heard;
    heard.snapshot(snapshot);
    heard.state("live");
    await new Promise<void>((done) => signal.addEventListener("abort", () => done()));
  };
  const live = Promise.resolve({ connection, follow });
  const store = createEventStore(first.eventId, () => live, { initial: first, load: async () => snapshot });
  store.open();
  open.add(store);
  return {
    store,
    said,
    get watcher() {
      return watcher!;
    },
    becomes(change) {
      snapshot = { ...snapshot, seq: snapshot.seq + 1, ...change };
      watcher!.snapshot(snapshot);
    },
    happens(body, commandId = crypto.randomUUID()) {
      const { seq } = snapshot;
      const entry: LogEntry = { seq: seq + 1, commandId, actor: null, at: new Date().toISOString(), body };
      const frame = { type: "entries" as const, eventId: first.eventId, after: seq, upTo: seq + 1, entries: [entry] };
      const moved = applyFrame(snapshot, frame);
      if (moved === "gap") throw new Error(`${body.type} cannot be applied`);
      snapshot = moved;
      watcher!.snapshot(snapshot);
      watcher!.entries(frame);
    },
    show: (children) => <EventContext value={store}>{children}</EventContext>,
  };
}
