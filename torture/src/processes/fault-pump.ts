import { once } from "node:events";
import type { Socket } from "node:net";
import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";
import type { Line, NetworkFault } from "./network-fault.ts";

/** Bytes of a piece that are really sent one by one; the rest follows in small odd pieces, or a round would never end. */
const SLICED_BYTES = 200;
const SMALL_PIECE = 97;
/** Pieces that a slow line is paced in (bytes). */
const PACED_PIECE = 1_024;
/** How long a broken line takes to see that what is behind it has gone (ms). */
const PIECE_PATIENCE = 30_000;

export interface Weather {
  fault(): NetworkFault;
  /** Resolves when another fault is set. */
  changed(): Promise<void>;
}

interface Way {
  line: Line;
  weather: Weather;
  /** Runs from the server to the client. */
  isAnswer: boolean;
}

/** Moves what comes out of one socket into the other, one piece after another, as the weather lets it. */
export async function pump(from: Socket, to: Socket, way: Way): Promise<void> {
  try {
    for await (const piece of from) {
      if (!(await carry(piece as Buffer, to, way))) return;
    }
    if (way.weather.fault().kind === "halfOpen") return;
    to.end();
  } catch {
    way.line.cut();
  }
}

/** False: the line is over. */
async function carry(piece: Buffer, to: Socket, way: Way): Promise<boolean> {
  const { line, weather, isAnswer } = way;
  const fault = weather.fault();
  switch (fault.kind) {
    case "none":
      return send(to, piece);
    case "delay":
      await Promise.race([sleep(fault.ms), weather.changed()]);
      return send(to, piece);
    case "stall":
      await weather.changed();
      return carry(piece, to, way);
    case "halfOpen":
      return true;
    case "reset": {
      if (!line.random.chance(fault.probability)) return send(to, piece);
      to.write(piece.subarray(0, Math.floor(piece.length / 2)));
      await nextTurn();
      line.cut();
      return false;
    }
    case "cutBeforeResponse":
      if (!isAnswer || !line.random.chance(fault.probability)) return send(to, piece);
      line.cut();
      return false;
    case "slices":
      return slice(to, piece, weather);
    case "bandwidth":
      return pace(to, piece, fault.bytesPerSecond, weather);
  }
}

async function send(to: Socket, piece: Uint8Array): Promise<boolean> {
  if (to.destroyed || to.writableEnded) return false;
  if (!to.write(piece)) await Promise.race([once(to, "drain"), once(to, "close"), sleep(PIECE_PATIENCE, undefined, { ref: false })]);
  return !to.destroyed;
}

async function slice(to: Socket, piece: Buffer, weather: Weather): Promise<boolean> {
  for (let at = 0; at < piece.length;) {
    if (weather.fault().kind !== "slices") return send(to, piece.subarray(at));
    const size = at < SLICED_BYTES ? 1 : SMALL_PIECE;
    if (!(await send(to, piece.subarray(at, at + size)))) return false;
    at += size;
    await nextTurn();
  }
  return true;
}

async function pace(to: Socket, piece: Buffer, bytesPerSecond: number, weather: Weather): Promise<boolean> {
  for (let at = 0; at < piece.length; at += PACED_PIECE) {
    if (weather.fault().kind !== "bandwidth") return send(to, piece.subarray(at));
    const part = piece.subarray(at, at + PACED_PIECE);
    if (!(await send(to, part))) return false;
    await Promise.race([sleep((part.length / bytesPerSecond) * 1_000), weather.changed()]);
  }
  return true;
}
