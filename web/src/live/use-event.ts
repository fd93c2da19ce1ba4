import { createContext, useCallback, useContext, useEffect, useRef, useSyncExternalStore } from "react";
import type { EventSnapshot } from "@turnout/contract/snapshot";
import type { LogEntry } from "@turnout/contract/log";
import { newId } from "./new-id.ts";
import type { EventStore, EventView } from "./event-store.ts";
import type { CommandDetails, CommandInput, CommandName } from "./command-inputs.ts";
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
 * One part of the event's view. The component renders again only when that part changes: `select` returns a value of the
 * view, never a new object.
 */
export function useEventView<Part>(select: (view: EventView) => Part): Part {
  const store = useEventStore();
  return useSyncExternalStore(store.subscribe, () => select(store.get()));
}

/** The event's snapshot, for components that are only shown once there is one. */
export function useEventSnapshot(): EventSnapshot {
  const snapshot = useEventView((view) => view.snapshot);
  if (!snapshot) throw new Error("used before the event was loaded");
  return snapshot;
}

export interface CommandState<Name extends CommandName> {
  /** Sends the command; the page shows it as pending until its entry arrives. */
  run(input: CommandDetails<Name>): Promise<Reply>;
  /** The newest of this kind that is on its way. */
  pending: PendingCommand<Name> | null;
  /** Why the newest one was refused; null while all is well. */
  refusal: PendingCommand<Name> | null;
  dismiss(): void;
}

/** One kind of command of this event. `send` gets the input with its fresh `commandId`. */
export function useCommand<Name extends CommandName>(name: Name, send: (input: CommandInput<Name>) => Promise<Reply>): CommandState<Name> {
  const store = useEventStore();
  const isOfKind = (command: PendingCommand): command is PendingCommand<Name> => command.name === name;
  const newest = useEventView(({ pending }) => pending.findLast(isOfKind)) ?? null;
  const refused = newest?.state === "failed" ? newest : null;

  const run = useCallback(
    (input: CommandDetails<Name>) => {
      const full = { ...input, commandId: newId() } as CommandInput<Name>;
      return store.pending.runInstead(name, full, () => send(full));
    },
    [store, name, send],
  );

  return {
    run,
    pending: refused ? null : newest,
    refusal: refused,
    dismiss: () => refused && store.pending.forget(refused.commandId),
  };
}

/** Calls back with every entry of the event, for lists that hold more than the snapshot does. */
export function useEntries(listener: (entries: LogEntry[]) => void): void {
  const store = useEventStore();
  useEffect(() => store.onEntries(listener), [store, listener]);
}

/** Calls back whenever the snapshot was loaded anew, since lists then missed entries. */
export function useReload(listener: () => void): void {
  const reloads = useEventView((view) => view.reloads);
  const seen = useRef(reloads);
  useEffect(() => {
    if (seen.current === reloads) return;
    seen.current = reloads;
    listener();
  }, [reloads, listener]);
}
