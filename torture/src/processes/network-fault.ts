import type { Socket } from "node:net";
import type { Random } from "./random.ts";

/** A fault of the network between processes. Each holds until another is set. */
export type NetworkFault =
  | { kind: "none" }
  /** Every chunk is delayed (ms). */
  | { kind: "delay"; ms: number }
  /** Nothing is delivered until it is over. */
  | { kind: "stall" }
  /** New connections are accepted and never answered; what is sent on open ones is lost. When it is over, all of them are reset. */
  | { kind: "halfOpen" }
  /** A connection is reset in the middle of a chunk, with this probability for each chunk. */
  | { kind: "reset"; probability: number }
  /** Chunks arrive a byte at a time. */
  | { kind: "slices" }
  | { kind: "bandwidth"; bytesPerSecond: number }
  /** The request arrives; the connection is reset before the reply does, with this probability for each chunk of a reply. */
  | { kind: "cutBeforeResponse"; probability: number };

export type NetworkFaultKind = Exclude<NetworkFault["kind"], "none">;

export interface ProxiedConnection {
  client: Socket;
  upstream: Socket;
  random: Random;
  /** Resets both sides. */
  cut(): void;
}
