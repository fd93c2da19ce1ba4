import type { Hint } from "../log/change-event.ts";

/** What processes tell each other. Losing any of it costs latency, never data (L8). */
export type BusMessage = { type: "hint"; hint: Hint } | { type: "sessionEnded"; sessionId: string } | { type: "userEnded"; userId: string };

export interface Bus {
  publish(message: BusMessage): void;
  /** Returns how to stop listening. */
  subscribe(listener: (message: BusMessage) => void): () => void;
  close(): Promise<void>;
}

/** The bus of a single process. */
export function createMemoryBus(): Bus {
  const listeners = new Set<(message: BusMessage) => void>();
  return {
    publish(message) {
      for (const listener of listeners) listener(message);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: async () => listeners.clear(),
  };
}
