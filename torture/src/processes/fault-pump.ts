import { once } from "node:events";
import type { Socket } from "node:net";
import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";
import type { NetworkFault, ProxiedConnection } from "./network-fault.ts";

/** Bytes of a chunk that are sent one by one; the rest follows in small parts of odd size, or a round would take too long. */
const SLICED_BYTES = 200;
const SMALL_PIECE = 97;
/** Chunk size with limited bandwidth (bytes). */
const PACED_PIECE = 1_024;
/** Longest wait for a socket that no longer drains (ms). */
const PIECE_PATIENCE = 30_000;

export interface NetworkConditions {
  fault(): NetworkFault;
  /** Resolves when another fault is set. */
  changed(): Promise<void>;
}

interface Way {
  connection: ProxiedConnection;
  conditions: NetworkConditions;
  /** Runs from the server to the client. */
  isAnswer: boolean;
}

/** Forwards chunks from one socket to the other under the current fault. */
export async function pump(from: Socket, to: Socket, way: Way): Promise<void> {
  try {
    for await (const piece of from) {
      if (!(await carry(piece as Buffer, to, way))) return;
    }
    if (way.conditions.fault().kind === "halfOpen") return;
    to.end();
  } catch {
    way.connection.cut();
  }
}

/** False: the connection is over. */
async function carry(piece: Buffer, to: Socket, way: Way): Promise<boolean> {
  const { connection, conditions, isAnswer } = way;
  const fault = conditions.fault();
  switch (fault.kind) {
    case "none":
      return send(to, piece);
    case "delay":
      await Promise.race([sleep(fault.ms), conditions.changed()]);
      return send(to, piece);
    case "stall":
      await conditions.changed();
      return carry(piece, to, way);
    case "halfOpen":
      return true;
    case "reset": {
      if (!connection.random.chance(fault.probability)) return send(to, piece);
      to.write(piece.subarray(0, Math.floor(piece.length / 2)));
      await nextTurn();
      connection.cut();
      return false;
    }
    case "cutBeforeResponse":
      if (!isAnswer || !connection.random.chance(fault.probability)) return send(to, piece);
      connection.cut();
      return false;
    case "slices":
      return slice(to, piece, conditions);
    case "bandwidth":
      return pace(to, piece, fault.bytesPerSecond, conditions);
  }
}

async function send(to: Socket, piece: Uint8Array): Promise<boolean> {
  if (to.destroyed || to.writableEnded) return false;
  if (!to.write(piece)) await Promise.race([once(to, "drain"), once(to, "close"), sleep(PIECE_PATIENCE, undefined, { ref: false })]);
  return !to.destroyed;
}

async function slice(to: Socket, piece: Buffer, conditions: NetworkConditions): Promise<boolean> {
  for (let at = 0; at < piece.length;) {
    if (conditions.fault().kind !== "slices") return send(to, piece.subarray(at));
    const size = at < SLICED_BYTES ? 1 : SMALL_PIECE;
    if (!(await send(to, piece.subarray(at, at + size)))) return false;
    at += size;
    await nextTurn();
  }
  return true;
}

async function pace(to: Socket, piece: Buffer, bytesPerSecond: number, conditions: NetworkConditions): Promise<boolean> {
  for (let at = 0; at < piece.length; at += PACED_PIECE) {
    if (conditions.fault().kind !== "bandwidth") return send(to, piece.subarray(at));
    const part = piece.subarray(at, at + PACED_PIECE);
    if (!(await send(to, part))) return false;
    await Promise.race([sleep((part.length / bytesPerSecond) * 1_000), conditions.changed()]);
  }
  return true;
}
