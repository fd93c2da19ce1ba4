import { once } from "node:events";
import type { Socket } from "node:net";
import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";
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

/** Bytes of a chunk that are sent one by one; the rest follows in small parts of odd size, or a round would take too long. */
const SLICED_BYTES = 200;
const SMALL_PIECE = 97;
/** Chunk size with limited bandwidth (bytes). */
const PACED_PIECE = 1_024;
/** Longest wait for a socket that no longer drains (ms). */
const PIECE_PATIENCE = 30_000;

/** One direction of a connection. */
export interface Way {
  fault(): NetworkFault;
  /** Resolves when another fault is set. */
  changed(): Promise<void>;
  random: Random;
  /** Resets both sides. */
  cut(): void;
  /** Runs from the server to the client. */
  isAnswer: boolean;
}

/** Forwards chunks from one socket to the other under the current fault. */
export async function pump(from: Socket, to: Socket, way: Way): Promise<void> {
  try {
    for await (const piece of from) if (!(await carry(piece as Buffer, to, way))) return;
    if (way.fault().kind !== "halfOpen") to.end();
  } catch {
    way.cut();
  }
}

/** False: the connection is over. */
async function carry(piece: Buffer, to: Socket, way: Way): Promise<boolean> {
  const fault = way.fault();
  switch (fault.kind) {
    case "none":
      return send(to, piece);
    case "delay":
      await Promise.race([sleep(fault.ms), way.changed()]);
      return send(to, piece);
    case "stall":
      await way.changed();
      return carry(piece, to, way);
    case "halfOpen":
      return true;
    case "reset":
      if (!way.random.chance(fault.probability)) return send(to, piece);
      to.write(piece.subarray(0, Math.floor(piece.length / 2)));
      await nextTurn();
      way.cut();
      return false;
    case "cutBeforeResponse":
      if (!way.isAnswer || !way.random.chance(fault.probability)) return send(to, piece);
      way.cut();
      return false;
    case "slices":
      return inPieces(to, piece, way, (at) => (at < SLICED_BYTES ? 1 : SMALL_PIECE), nextTurn);
    case "bandwidth":
      return inPieces(
        to,
        piece,
        way,
        () => PACED_PIECE,
        (size) => Promise.race([sleep((size / fault.bytesPerSecond) * 1_000), way.changed()]),
      );
  }
}

async function send(to: Socket, piece: Uint8Array): Promise<boolean> {
  if (to.destroyed || to.writableEnded) return false;
  if (!to.write(piece)) await Promise.race([once(to, "drain"), once(to, "close"), sleep(PIECE_PATIENCE, undefined, { ref: false })]);
  return !to.destroyed;
}

/** Sends a chunk part by part, with a pause after each; the rest at once when the fault is over. */
async function inPieces(to: Socket, piece: Buffer, way: Way, sizeAt: (at: number) => number, pause: (size: number) => Promise<unknown>) {
  const { kind } = way.fault();
  for (let at = 0; at < piece.length;) {
    if (way.fault().kind !== kind) return send(to, piece.subarray(at));
    const part = piece.subarray(at, at + sizeAt(at));
    if (!(await send(to, part))) return false;
    at += part.length;
    await pause(part.length);
  }
  return true;
}
