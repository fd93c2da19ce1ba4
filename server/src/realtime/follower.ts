import type { Viewer } from "@turnout/contract/audience";
import type { ServerFrame } from "@turnout/contract/live";

/** One message to readers, written out once however many get it. */
export interface Frame {
  readonly text: string;
  /** Its bytes as they go over the line, once somebody has made them. */
  wire?: Buffer;
}

export function frameOf(frame: ServerFrame): Frame {
  return { text: JSON.stringify(frame) };
}

/** Where frames for one reader go. */
export interface Outlet {
  send(frame: Frame): void;
  /** Whether the line takes more at the moment. Entries wait until it does; presence is left out. */
  hasRoom(): boolean;
  /** Ends the line of a reader who is too far behind: they come back and resume from the log (L11). */
  cutOff(): void;
  /** Which browser reads, as far as that is known: people without a name are counted by it. */
  readonly browser?: string | null;
}

/** Somebody who has an event's page open, as its feed sees them. */
export interface Follower extends Outlet {
  readonly viewer: Viewer;
  /** The position up to which everything has been sent. */
  cursor: number;
  /** Takes the follower off this event; nothing is sent to it afterwards. */
  ended: boolean;
}
