import type { Socket } from "node:net";
import type { Random } from "./random.ts";

/** What a network does to the lines that run through it. Each holds until another is set. */
export type NetworkFault =
  | { kind: "none" }
  /** Every piece is late (ms). */
  | { kind: "delay"; ms: number }
  /** Nothing moves, and everything that waited comes when it is over. */
  | { kind: "stall" }
  /** New lines are taken and never answered; what is sent on the old ones vanishes. When it is over, all of them break. */
  | { kind: "halfOpen" }
  /** A line breaks in the middle of a piece, with this probability for each piece. */
  | { kind: "reset"; probability: number }
  /** Pieces arrive a byte at a time. */
  | { kind: "slices" }
  | { kind: "bandwidth"; bytesPerSecond: number }
  /** What was asked arrives; the line breaks before the answer does, with this probability for each piece of an answer. */
  | { kind: "cutBeforeResponse"; probability: number };

export type NetworkFaultKind = Exclude<NetworkFault["kind"], "none">;

export interface Line {
  client: Socket;
  upstream: Socket;
  random: Random;
  /** Ends both sides with a reset: nobody is told that it is over in good order. */
  cut(): void;
}
