import type { Viewer } from "@turnout/contract/audience";
import type { ServerFrame } from "@turnout/contract/live";

/** Somebody who has an event's page open, as its feed sees them. */
export interface Follower {
  readonly viewer: Viewer;
  /** The position up to which everything has been sent. */
  cursor: number;
  /** Sends bytes built for a whole viewer class, or for this follower alone. */
  send(frame: string): void;
  /** Takes the follower off this event; nothing is sent to it afterwards. */
  ended: boolean;
}

export function frameText(frame: ServerFrame): string {
  return JSON.stringify(frame);
}
