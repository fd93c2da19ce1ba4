import { createContext, useCallback, useContext, useEffect, useRef, useSyncExternalStore } from "react";
import type { EventSnapshot } from "@turnout/contract/snapshot";
import type { LogEntry } from "@turnout/contract/log";
import { newId } from "./new-id.ts";
import type { EventStore, EventView } from "./event-store.ts";
import type { PendingCommand } from "./pending-commands.ts";
import type { Reply } from "./command-reply.ts";

/** The event that the components below show. */
export const EventContext = createContext<EventStore | null>(null);

export function useEventStore(): EventStore {
  const store = useContext(EventContext);
  if (!store) throw new Error("used outside of an event page");
  return store;
}

/**
 * One part of what is known of the event as of now. The component renders again when that part changes, and not for
 * any other: `select` returns something that stands in the view, nothing made anew.
 */
export function useEventView<Part>(select: (view: EventView) => Part): Part {
  const store = useEventStore();
  return useSyncExternalStore(store.subscribe, () => select(store.get()));
}

/** The event's picture, for components that are only shown once there is one. */
export function useEventSnapshot(): EventSnapshot {
  const picture = useEventView((view) => view.picture);
  if (!picture) throw new Error("used before the event was loaded");
  return picture;
}

export interface CommandState<Input> {
  /** Sends the command; the page shows it as pending until its entry arrives. */
  run(input: Input): Promise<Reply>;
  /** The newest of this kind that is on its way or failed. */
  pending: PendingCommand<Input & { commandId: string }> | null;
  /** Why the newest one was refused; null while all is well. */
  refusal: PendingCommand | null;
  dismiss(): void;
}

/** One kind of command of this event. `send` gets the input with its fresh `commandId`. */
export function useCommand<Input>(name: string, send: (input: Input & { commandId: string }) => Promise<Reply>): CommandState<Input> {
  const store = useEventStore();
  const newest = useEventView(({ pending }) => pending.findLast((command) => command.name === name)) ?? null;
  const refused = newest?.state === "failed" ? newest : null;

  const run = useCallback(
    (input: Input) => {
      const full = { ...input, commandId: newId() };
      return store.pending.runInstead(name, full, () => send(full));
    },
    [store, name, send],
  );

  return {
    run,
    pending: newest?.state === "failed" ? null : (newest as PendingCommand<Input & { commandId: string }> | null),
    refusal: refused,
    dismiss: () => refused && store.pending.forget(refused.commandId),
  };
}

/** Hears every entry of the event, for lists that hold more than the picture does. */
export function useEntries(listener: (entries: LogEntry[]) => void): void {
  const store = useEventStore();
  useEffect(() => store.onEntries(listener), [store, listener]);
}

/** Calls back whenever the event's picture was loaded anew, so that entries in between came to no list. */
export function useReload(listener: () => void): void {
  const reloads = useEventView((view) => view.reloads);
  const seen = useRef(reloads);
  useEffect(() => {
    if (seen.current === reloads) return;
    seen.current = reloads;
    listener();
  }, [reloads, listener]);
}
