import type { Hint } from "../log/change-event.ts";
import type { Here, Typist } from "./who-is-here.ts";

/** What processes tell each other. Losing any of it costs latency, never data (L8). */
export type BusMessage =
  | { type: "hint"; hint: Hint }
  | { type: "sessionEnded"; sessionId: string }
  | { type: "userEnded"; userId: string }
  /** These two are worth nothing some seconds later (L9). */
  | { type: "presence"; eventId: string; from: string; here: Here; asks: boolean }
  | { type: "typing"; eventId: string; typist: Typist; done?: true };

export interface Bus {
  /** This process, among all that share the bus. */
  readonly id: string;
  /** Never waits, and never fails: listeners here hear it before this returns, those elsewhere soon or not at all. */
  publish(message: BusMessage): void;
  /** Returns how to stop listening. */
  subscribe(listener: (message: BusMessage) => void): () => void;
  /** Whether others can be told now. */
  isConnected(): boolean;
  close(): Promise<void>;
}

/** The bus of a single process. */
export function createMemoryBus(): Bus {
  const listeners = createListeners();
  return {
    id: "here",
    publish: listeners.tell,
    subscribe: listeners.add,
    isConnected: () => true,
    close: async () => listeners.clear(),
  };
}

/** Those who listen in this process. */
export function createListeners() {
  const listeners = new Set<(message: BusMessage) => void>();
  return {
    tell(message: BusMessage) {
      for (const listener of listeners) listener(message);
    },
    add(listener: (message: BusMessage) => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    clear: () => listeners.clear(),
  };
}
