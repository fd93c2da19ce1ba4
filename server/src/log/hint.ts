import type { StoredEntry } from "@turnout/contract/log";

/** Published after each commit: the event, the new positions, and their entries. */
export interface Hint {
  eventId: string;
  /** The epoch of the positions: in another epoch the same positions hold other entries. */
  epoch: string;
  after: number;
  upTo: number;
  entries: StoredEntry[];
  /** The `traceparent` of a command among them. Absent: none is recorded. */
  trace?: string;
}
