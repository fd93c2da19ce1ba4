import { setTimeout as sleep } from "node:timers/promises";
import { answer } from "../processes.ts";
import type { ClientOptions } from "../client-options.ts";
import { connect, type Connection } from "./connect.ts";
import { processorTime } from "./loops.ts";

/** Longest wait before a connection that was cut off is tried again (ms), as the product's client waits. */
const LONGEST_WAIT = 1_000;
const ADDRESSES = 100;
/** How many wait for their first connection at once. */
const AT_ONCE = 100;

/** Somebody who follows the event, over whatever connection they have. */
interface Viewer {
  headers: string;
  connection: Connection | null;
  /** Where they have got to. */
  after: number;
  isMoving: boolean;
}

interface Following {
  client: ClientOptions;
  follow: { eventId: string; epoch: string };
  head: number;
  /** Header lines of each viewer. */
  ownHeaders: string[];
  /** Each of them serves as many. */
  ports: number[];
}

let given: Following;
let viewers: Viewer[] = [];
let [gaps, cutOff, refused] = [0, 0, 0];
let cpu = processorTime();

const positionOf = ({ connection, after }: Viewer) => Math.max(after, connection?.cursor ?? -1);
/** Many addresses of this machine: from one, a port whose last connection has just been closed is soon taken again, and the system lets that wait. */
const addressOf = (at: number) => (process.platform === "linux" ? { from: `127.0.1.${1 + (at % ADDRESSES)}` } : {});
const portOf = (at: number) => given.ports[at % given.ports.length]!;

/** Ends whoever is left: nobody looks for another connection. */
function leave() {
  for (const { connection } of viewers) connection?.socket.removeAllListeners("close").destroy();
  viewers = [];
}

/** A second connection is caught up before the first is let go; whoever was cut off tries until there is one. */
async function move(viewer: Viewer, at: number) {
  if (viewer.isMoving || viewers[at] !== viewer) return;
  viewer.isMoving = true;
  while (viewers[at] === viewer) {
    viewer.after = positionOf(viewer);
    const { client, follow } = given;
    const greeting = JSON.stringify({ type: "follow", ...follow, after: viewer.after });
    const options = { ...client, port: portOf(at), headers: client.headers + viewer.headers, greeting, ...addressOf(at) };
    const onLeave = (withinMs: number) => void sleep(Math.random() * withinMs).then(() => move(viewer, at));
    const attempt = connect(options, { sampled: false, onMessages() {}, onSample() {}, onLeave });
    const next = await attempt.live.promise.catch(() => null);
    if (next && viewers[at] !== viewer) return void next.socket.destroy();
    if (next) {
      const before = viewer.connection;
      viewer.after = positionOf(viewer);
      viewer.connection = next;
      viewer.isMoving = false;
      gaps += before?.gaps ?? 0;
      before?.socket.removeAllListeners("close").destroy();
      next.socket.once("close", () => {
        cutOff += 1;
        void sleep(Math.random() * LONGEST_WAIT).then(() => move(viewer, at));
      });
      return;
    }
    attempt.socket.destroy();
    refused += 1;
    await sleep(Math.random() * LONGEST_WAIT);
  }
}

const handlers = {
  /** Everybody connects, some at a time, and follows the event from the head. */
  async open(following: Following) {
    leave();
    given = following;
    [gaps, cutOff, refused] = [0, 0, 0];
    viewers = following.ownHeaders.map((headers) => ({ headers, connection: null, after: following.head, isMoving: false }));
    const waiting = viewers.entries();
    const lane = async () => {
      for (const [at, viewer] of waiting) await move(viewer, at);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
  },
  leave,
  /** Where whoever looks for a connection finds one from now on. */
  goTo(ports: number[]) {
    given.ports = ports;
    cpu = processorTime();
  },
  /** Resolves once everybody has a connection to those ports and has got so far, or it takes too long. Returns when that was (ms since the epoch). */
  async caughtUp(position: number, patience: number) {
    const isThere = (viewer: Viewer) =>
      !viewer.isMoving &&
      viewer.connection !== null &&
      given.ports.includes(viewer.connection.options.port) &&
      positionOf(viewer) >= position;
    const deadline = Date.now() + patience;
    while (!viewers.every(isThere) && Date.now() < deadline) await sleep(20);
    const allGaps = viewers.reduce((sum, { connection }) => sum + (connection?.gaps ?? 0), gaps);
    return { at: Date.now(), isBack: viewers.every(isThere), gaps: allGaps, cutOff, refused, cpu: cpu() };
  },
};

export type Moving = typeof handlers;
answer(handlers);
