import { randomUUID } from "node:crypto";
import { answer } from "../processes.ts";
import { HEADERS, type Doors } from "../product.ts";
import { openHttpConnection } from "./http-connection.ts";
import { createLatencies, openLoop } from "./loops.ts";

interface Scanning {
  port: number;
  doors: Doors;
  /** Scans a second, of all doors together. */
  rate: number;
  /** Those due in the first seconds are scanned and not counted. */
  warmUp: number;
}

const handlers = {
  /** Each code once, by the doors in turn: it is checked, and then its guest is let in. A scan took from when it was due until both were answered. */
  async scan({ port, doors: { tokens, codes }, rate, warmUp }: Scanning) {
    const latencies = createLatencies();
    const doors = tokens.map((token) => openDoor(port, token));
    const open: Promise<void>[] = [];
    let failed = 0;

    async function scan(due: number, at: number) {
      const isDone = await doors[at % doors.length]!(codes[at]!);
      if (!isDone) failed += 1;
      if (due >= loop.start + warmUp * 1_000) latencies.record(performance.now() - due);
    }
    let next = 0;
    const loop = openLoop(rate, codes.length, (due) => void open.push(scan(due, next++)));
    await loop.over;
    await Promise.all(open);
    return { ...latencies.figures(), failed };
  },
};

/** One after the other: a door has one camera. */
function openDoor(port: number, token: string): (code: string) => Promise<boolean> {
  const connection = openHttpConnection(port);
  let turn: Promise<unknown> = Promise.resolve();
  const post = async (path: string, body: object) => {
    const text = JSON.stringify({ token, ...body });
    const head = `POST ${path} HTTP/1.1\r\n${HEADERS}Content-Type: application/json\r\nContent-Length: ${text.length}`;
    const { status } = await connection.send(`${head}\r\n\r\n${text}`);
    return status === 200;
  };
  const scan = async (code: string) =>
    (await post("/api/door/scans", { code })) && post("/api/door/arrivals", { code, people: 1, commandId: randomUUID() });
  return (code) => {
    const done = turn.then(() => scan(code)).catch(() => false);
    turn = done;
    return done;
  };
}

export type DoorLoad = typeof handlers;
answer(handlers);
