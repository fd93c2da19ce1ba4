import { connect as openTcp, type Socket } from "node:net";
import { createHistogram } from "node:perf_hooks";
import { answer } from "../processes.ts";
import type { ClientOptions } from "../client-options.ts";
import { connect, type Connection } from "./connect.ts";
import { tagged, timestampsIn } from "./payload.ts";
import { openPublisher, type PublisherOptions } from "./publisher.ts";
import { clientFrame } from "./websocket-frame.ts";

/** The load of one server: many viewers, few of whose messages are read, and some authors. */
const SAMPLES = 50;
const MAX_LATENCY_US = 120_000_000;

let viewers: Connection[] = [];
let received = 0;
let closed = 0;
let latency = createHistogram({ lowest: 1, highest: MAX_LATENCY_US, figures: 3 });
/** Latency counts for messages due from here on. */
let countFrom = 0;
let waiting: { wanted: number; resolve: (ms: number) => void; since: number } | null = null;
let pacing: { socket: Socket; each: number; next: number } | null = null;
let publisher: ReturnType<typeof openPublisher> | null = null;

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
  for (const due of timestampsIn(text)) if (due >= countFrom) latency.record(Math.max(1, Math.round((performance.now() - due) * 1000)));
}

function send({ counting, socket }: Connection, text: string) {
  socket.write(clientFrame(counting === "socket.io" ? `42${JSON.stringify(["say", text])}` : text));
}

export interface Opening {
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
    const times = createHistogram();
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
        times.record(Math.max(1, Math.round((performance.now() - since) * 1000)));
      }
    };
    await Promise.all(Array.from({ length: atOnce }, lane));
    return { ms: performance.now() - began, p50: times.percentile(50) / 1000, p99: times.percentile(99) / 1000 };
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

  openPublisher(options: PublisherOptions) {
    publisher?.close();
    publisher = openPublisher(options);
  },

  /** Open loop: a message is due each `1 / rate` s whatever became of the ones before. */
  async post({ rate, seconds, warmUp }: { rate: number; seconds: number; warmUp: number }) {
    latency = createHistogram({ lowest: 1, highest: MAX_LATENCY_US, figures: 3 });
    const total = Math.round(rate * (seconds + warmUp));
    const start = performance.now();
    countFrom = start + warmUp * 1000;
    let sent = 0;
    let atWarm = { received, cpu: process.cpuUsage() };
    let warm = warmUp === 0;
    await new Promise<void>((resolve) => {
      const timer = setInterval(() => {
        const elapsed = (performance.now() - start) / 1000;
        if (!warm && elapsed >= warmUp) {
          warm = true;
          atWarm = { received, cpu: process.cpuUsage() };
        }
        while (sent < total && sent / rate <= elapsed) {
          if (publisher) publisher.publish(start + (sent / rate) * 1000);
          else send(viewers[sent % viewers.length]!, tagged(start + (sent / rate) * 1000));
          sent += 1;
        }
        if (sent < total) return;
        clearInterval(timer);
        resolve();
      }, 1);
    });
    const cpu = process.cpuUsage(atWarm.cpu);
    return {
      sent,
      delivered: received - atWarm.received,
      cpu: cpu.user + cpu.system,
      seconds: (performance.now() - start) / 1000 - warmUp,
    };
  },

  latency: () => ({
    p50: latency.percentile(50) / 1000,
    p99: latency.percentile(99) / 1000,
    count: latency.count,
  }),

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
