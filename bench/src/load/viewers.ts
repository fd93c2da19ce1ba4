import { randomUUID } from "node:crypto";
import { connect as openTcp, type Socket } from "node:net";
import { answer } from "../processes.ts";
import type { ClientOptions } from "../client-options.ts";
import { connect, type Connection } from "./connect.ts";
import { openConnections } from "./http-connection.ts";
import { createLatencies, openLoop, processorTime } from "./loops.ts";
import { tagged, timestampsIn } from "./payload.ts";
import { clientFrame } from "./websocket-frame.ts";

/** The load of one server: many viewers, few of whose messages are read, and some authors. */
const SAMPLES = 50;

let viewers: Connection[] = [];
let received = 0;
let closed = 0;
let latencies = createLatencies();
/** Latency counts for messages due from here on. */
let countFrom = 0;
let waiting: { wanted: number; resolve: (ms: number) => void; since: number } | null = null;
let pacing: { socket: Socket; each: number; next: number } | null = null;
let publisher: ReturnType<typeof createPublisher> | null = null;

function onMessages(gained: number) {
  received += gained;
  while (pacing && received >= pacing.next) {
    pacing.next += pacing.each;
    pacing.socket.write("1");
  }
  if (waiting && received >= waiting.wanted) {
    waiting.resolve(performance.now() - waiting.since);
    waiting = null;
  }
}

function onSample(text: string) {
  for (const due of timestampsIn(text)) if (due >= countFrom) latencies.record(performance.now() - due);
}

function send({ counting, socket }: Connection, text: string) {
  socket.write(clientFrame(counting === "socket.io" ? `42${JSON.stringify(["say", text])}` : text));
}

interface Publishing {
  port: number;
  headers: string;
  /** Who posts, in turn: where to, and header lines of their own. */
  authors: { path: string; cookie: string }[];
  connections: number;
}

/** Posts messages over HTTP as browsers do, one at a time on each of its connections; what finds none free waits. */
function createPublisher({ port, headers, authors, connections }: Publishing) {
  const heads = authors.map(({ path, cookie }) => `POST ${path} HTTP/1.1\r\n${headers}${cookie}Content-Type: application/json\r\n`);
  const kept = openConnections(port, connections);
  let next = 0;
  let failed = 0;

  async function publish(due: number): Promise<void> {
    const body = JSON.stringify({ commandId: randomUUID(), text: tagged(due), replyTo: null });
    const { status } = await kept.send(() => `${heads[next++ % heads.length]!}Content-Length: ${body.length}\r\n\r\n${body}`);
    if (status !== 200 && ++failed === 1) process.stderr.write(`a message was not taken: status ${status}\n`);
  }
  return {
    publish: (due: number) => void publish(due).catch(() => {}), // a connection that is closed at the end
    failed: () => failed,
    close: kept.close,
  };
}

interface Opening {
  client: ClientOptions;
  count: number;
  atOnce: number;
  /** Viewers of these whose messages are read. */
  samples?: number;
  /** Each viewer's own headers, taken in turn. */
  ownHeaders?: string[];
}

const handlers = {
  /** Opens viewers, this many at a time. Returns how long it took in all and for each (ms). */
  async open({ client, count, atOnce, samples = SAMPLES, ownHeaders = [] }: Opening) {
    const began = performance.now();
    const times = createLatencies();
    const first = viewers.length;
    let next = first;
    const last = next + count;
    viewers.length = last;
    const lane = async () => {
      while (next < last) {
        const index = next++;
        const since = performance.now();
        const headers = client.headers + (ownHeaders[index % ownHeaders.length] ?? "");
        const viewer = connect({ ...client, headers }, { sampled: index - first < samples, onMessages, onSample });
        viewers[index] = await viewer.live.promise;
        viewer.socket.on("close", () => (closed += 1));
        times.record(performance.now() - since);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, lane));
    return { ms: performance.now() - began, ...times.figures() };
  },

  /** Lets go of all but the first so many. */
  keep: (count: number) => viewers.splice(count).forEach(({ socket }) => socket.removeAllListeners("close").destroy()),

  /** Tells the server each time that everybody has one more round of messages, so that it is never far ahead. */
  async keepPace({ port, each }: { port: number; each: number }) {
    pacing?.socket.destroy();
    const socket = openTcp(port, "127.0.0.1").setNoDelay(true);
    socket.on("error", () => {});
    await new Promise((resolve) => socket.once("connect", resolve));
    pacing = { socket, each, next: received + each };
  },

  counted: () => ({
    received,
    closed,
    failed: publisher?.failed() ?? 0,
    frames: viewers.reduce((sum, { frames }) => sum + frames, 0),
    gaps: viewers.reduce((sum, { gaps }) => sum + gaps, 0),
    least: viewers.reduce((least, { messages, socket }) => (socket.isPaused() ? least : Math.min(least, messages)), Infinity),
  }),

  /** Resolves when so many messages more than now have come; null when they have not in time. */
  async until(wanted: number, patience: number) {
    const since = performance.now();
    if (received >= wanted) return 0;
    return new Promise<number | null>((resolve) => {
      const late = setTimeout(() => ((waiting = null), resolve(null)), patience);
      waiting = { wanted, since, resolve: (ms) => (clearTimeout(late), resolve(ms)) };
    });
  },

  /** Some viewers stop reading, from the end of the line; the sampled ones go on. */
  stall: (count: number) => viewers.slice(-count).forEach(({ socket }) => socket.pause()),

  openPublisher(publishing: Publishing) {
    publisher?.close();
    publisher = createPublisher(publishing);
  },

  /** Open loop: so many messages a second, for so long. */
  async post({ rate, seconds, warmUp }: { rate: number; seconds: number; warmUp: number }) {
    latencies = createLatencies();
    const sent = Math.round(rate * (seconds + warmUp));
    let warm = { received, cpu: processorTime() };
    let [isWarm, next] = [false, 0];
    const loop = openLoop(rate, sent, (due) => {
      if (!isWarm && due >= countFrom) [isWarm, warm] = [true, { received, cpu: processorTime() }];
      if (publisher) publisher.publish(due);
      else send(viewers[next++ % viewers.length]!, tagged(due));
    });
    countFrom = loop.start + warmUp * 1_000;
    await loop.over;
    return { sent, delivered: received - warm.received, cpu: warm.cpu(), seconds: (performance.now() - loop.start) / 1_000 - warmUp };
  },

  latency: () => latencies.figures(),

  close() {
    pacing?.socket.destroy();
    pacing = null;
    publisher?.close();
    publisher = null;
    for (const viewer of viewers) viewer?.socket.destroy();
    viewers = [];
    received = 0;
    closed = 0;
  },
};

export type Viewers = typeof handlers;
answer(handlers);
