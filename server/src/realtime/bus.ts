import type { Hint } from "../log/hint.ts";
import type { Here, Typist } from "./who-is-here.ts";

/** A message between processes. A lost one costs latency, never data (L8). */
export type BusMessage =
  | { type: "hint"; hint: Hint }
  | { type: "sessionEnded"; sessionId: string }
  | { type: "userEnded"; userId: string }
  /** Open pages of these accounts have to ask for their notifications again. */
  | { type: "notified"; userIds: string[] }
  /** The next two are worthless after a few seconds (L9). */
  | { type: "presence"; eventId: string; from: string; here: Here; asks: boolean }
  | { type: "typing"; eventId: string; typist: Typist; done?: true };

export interface Bus {
  /** The id of this process among all that share the bus. */
  readonly id: string;
  /** Never waits and never throws. Listeners in this process get the message before this returns, those elsewhere at most once. */
  publish(message: BusMessage): void;
  /** Returns how to stop listening. */
  subscribe(listener: (message: BusMessage) => void): () => void;
  /**
   * Whether a message of this process comes back to it within this time (ms), by the same connections as messages between processes.
   * Nobody else gets it.
   */
  echo(within: number): Promise<boolean>;
  /** Whether messages reach other processes now. */
  isConnected(): boolean;
  close(): Promise<void>;
}

/** The bus of a single process. */
export function createMemoryBus(): Bus {
  const listeners = createListeners();
  return {
    id: "here",
    publish: listeners.notify,
    subscribe: listeners.add,
    echo: async () => true,
    isConnected: () => true,
    close: async () => listeners.clear(),
  };
}

/** The listeners of this process. */
export function createListeners() {
  const listeners = new Set<(message: BusMessage) => void>();
  return {
    notify(message: BusMessage) {
      for (const listener of listeners) listener(message);
    },
    add(listener: (message: BusMessage) => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    clear: () => listeners.clear(),
  };
}
