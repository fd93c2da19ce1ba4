import { turnoutClient } from "../../bench/src/client-options.ts";
import type { HttpLoad } from "../../bench/src/load/http.ts";
import type { Viewers } from "../../bench/src/load/viewers.ts";
import { start, type Process } from "../../bench/src/processes.ts";
import { HEADERS, type Room } from "../../bench/src/product.ts";
import { Failed } from "../failed.ts";
import { findMost } from "./find-most.ts";
import { objectives } from "../monitoring/slo.ts";
import type { PodSize } from "./pod-limit.ts";
import { startPod, type Pod } from "./pod.ts";
import { answersOf, pagesOf } from "./requests.ts";
import { ROOM, type Stage } from "./stage.ts";

/** Seconds of each step that count, and those before. */
const STEP = { seconds: 5, warmUp: 1 };
/** A room in which people talk: seconds from one message to the next. */
export const SECONDS_BETWEEN_MESSAGES = 5;
/** Before: without a limit, as the engine compiles only what is used often. */
const PRACTICE = { rate: 300, seconds: 6 };
/** A step that fails is tried so often: others on the machine may have been in the way. */
const TRIES = 3;
/** One that takes so many times as long as is promised, on a processor that the pod fills, is not tried again. */
const FAR_OVER = 2;
const CONNECTIONS = 64;
/** Whoever makes the load may use so much of its processor: with more, it may be late itself (%). */
const MAX_LOAD = 75;
/** A pod that uses less of what it has was not the limit (%): the rest is what it does not get at once on a shared machine. */
const FULL = 70;
const PATIENCE = 10_000;

/** One step of a search, and whether the pod kept what is promised. */
export interface Step {
  value: number;
  holds: boolean;
  /** 99 of 100 were served within (ms). */
  p99: number;
  failed: number;
  /** Of what the pod may use, and of one processor for whoever makes the load (%). */
  pod: number;
  load: number;
}

export interface Found {
  most: number;
  /** All that was tried held: a pod may carry more. */
  isEnd: boolean;
  steps: Step[];
}

export interface Sockets extends Found {
  /** Processor time for one to come and be brought up to date (ms). */
  arrival: number;
  /** Of the pod, when most were open (bytes). */
  memory: number;
  /** How the pod's size was imposed. */
  imposed: string;
}

type Tell = (line: string) => void;

/** How a search is done. */
export interface Searching {
  size: PodSize;
  /** What is found holds, and this factor of it does not. */
  precision: number;
  tell: Tell;
}

/** The most pages or answers a second. */
export async function mostRequests(kind: "pages" | "answers", stage: Stage, { size, precision, tell }: Searching): Promise<Found> {
  const requests = kind === "pages" ? pagesOf(stage.rooms) : answersOf(stage.rooms);
  const pod = await startPod(size, stage);
  const load = start<HttpLoad>("load/http.ts");
  const steps: Step[] = [];
  const send = (rate: number, time: typeof STEP) =>
    load.call("send", { port: pod.port, requests, rate, connections: CONNECTIONS, ...time });
  try {
    await send(PRACTICE.rate, { seconds: PRACTICE.seconds, warmUp: 0 });
    pod.limit.limitProcessor();
    const holds = (rate: number) =>
      tried(steps, { what: `${kind}/s`, value: rate, within: objectives.answeredWithin, tell }, async () => {
        const sent = await used(pod, size, () => send(rate, STEP));
        return { ...sent, holds: isAnswered(sent) };
      });
    return { ...foundIn(kind, await findMost({ from: 20, upTo: 1_000, precision, holds })), steps };
  } finally {
    await load.stop();
    await pod.stop();
  }
}

/** A pod under some of everything at once: whether it keeps what is promised. */
export interface Together {
  sockets: number;
  pages: number;
  answers: number;
}

export async function holdsTogether(wanted: Together, stage: Stage, size: PodSize, tell: Tell): Promise<boolean> {
  const pod = await startPod(size, stage);
  const viewers = start<Viewers>("load/viewers.ts");
  const [opening, answering] = [start<HttpLoad>("load/http.ts"), start<HttpLoad>("load/http.ts")];
  const rooms = Math.round(wanted.sockets / ROOM);
  const inside = stage.rooms.slice(0, rooms);
  // They come to events that nobody watches: an answer is told to everybody who does, which is a load of another kind.
  const others = stage.rooms.slice(rooms);
  const send = (process: Process<HttpLoad>, requests: string[], rate: number) =>
    process.call("send", { port: pod.port, requests, rate, connections: CONNECTIONS, ...STEP });
  try {
    await openRooms(viewers, pod, inside);
    await Promise.all([send(opening, pagesOf(others), PRACTICE.rate), send(answering, answersOf(others), PRACTICE.rate)]);
    pod.limit.limitProcessor();
    const [talked, opened, answered] = await Promise.all([
      talk(viewers, rooms),
      send(opening, pagesOf(others), wanted.pages),
      send(answering, answersOf(others), wanted.answers),
    ]);
    const isKept = isShown(talked) && [opened, answered].every(isAnswered);
    const [shown, page, answer] = [talked, opened, answered].map(({ p99 }) => p99.toFixed(0));
    tell(`${isKept ? "✓" : "✗"} ${JSON.stringify(wanted)} together: messages p99 ${shown} ms, pages ${page} ms, answers ${answer} ms`);
    return isKept;
  } finally {
    await Promise.all([viewers, opening, answering].map((process: { stop(): Promise<void> }) => process.stop()));
    await pod.stop();
  }
}

/** Guests of these open their sockets, and one of each posts what is posted. */
async function openRooms(viewers: Process<Viewers>, pod: Pod, rooms: Room[], open = 0) {
  for (const room of rooms.slice(open))
    await viewers.call("open", { client: turnoutClient(pod.port, room), count: ROOM, atOnce: 50, samples: 4, ownHeaders: room.cookies });
  const authors = rooms.map((room) => ({ path: `/api/events/${room.eventId}/messages`, cookie: room.cookies[0]! }));
  await viewers.call("openPublisher", { port: pod.port, headers: HEADERS, authors, connections: CONNECTIONS });
}

/** The most open sockets, each of somebody who reads a conversation that goes on. */
export async function mostSockets(stage: Stage, { size, precision, tell }: Searching): Promise<Sockets> {
  const pod = await startPod(size, stage);
  const viewers = start<Viewers>("load/viewers.ts");
  const steps: Step[] = [];
  const came = { sockets: 0, cpu: 0 };
  try {
    let open = 0;
    const holds = async (rooms: number) => {
      if (!pod.isAlive()) return false;
      pod.limit.freeProcessor();
      const before = pod.cpu();
      if (rooms < open) await viewers.call("keep", rooms * ROOM);
      await openRooms(viewers, pod, stage.rooms.slice(0, rooms), open);
      if (rooms > open) {
        came.sockets += (rooms - open) * ROOM;
        came.cpu += pod.cpu() - before;
      }
      open = rooms;
      pod.limit.limitProcessor();
      return tried(steps, { what: "sockets", value: rooms * ROOM, within: objectives.shownWithin, tell }, async () => {
        const talked = await used(pod, size, () => talk(viewers, rooms));
        return { ...talked, holds: pod.isAlive() && isShown(talked) };
      });
    };
    const { most, isEnd } = foundIn("sockets", await findMost({ from: 5, upTo: stage.rooms.length, precision, holds }));
    return { most: most * ROOM, isEnd, steps, memory: pod.limit.peakMemory(), imposed: pod.limit.how, arrival: came.cpu / came.sockets };
  } finally {
    await viewers.stop();
    await pod.stop();
  }
}

/** A message in each room every few seconds; late or missing ones count as failed. */
async function talk(viewers: Process<Viewers>, rooms: number) {
  const before = await viewers.call("counted");
  const posted = await viewers.call("post", { rate: rooms / SECONDS_BETWEEN_MESSAGES, ...STEP });
  const wanted = before.received + posted.sent * ROOM;
  await viewers.call("until", wanted, PATIENCE);
  const after = await viewers.call("counted");
  const { p99 } = await viewers.call("latency");
  return {
    p99,
    counted: posted.sent * ROOM,
    failed:
      after.failed - before.failed + (after.closed - before.closed) + (after.gaps - before.gaps) + Math.max(0, wanted - after.received),
    load: posted.cpu / posted.seconds / 10_000,
  };
}

/** What of its processor a pod uses meanwhile (%). */
async function used<Result extends object>(pod: Pod, { cpu }: PodSize, during: () => Promise<Result>): Promise<Result & { pod: number }> {
  const [before, since] = [pod.cpu(), performance.now()];
  const result = await during();
  return { ...result, pod: ((pod.cpu() - before) / (performance.now() - since) / cpu) * 100 };
}

interface Trying {
  what: string;
  value: number;
  /** What is promised of 99 in 100 (ms). */
  within: number;
  tell: Tell;
}

/** One step of a search. */
async function tried(steps: Step[], { what, value, within, tell }: Trying, take: () => Promise<Omit<Step, "value">>): Promise<boolean> {
  const one = async () => {
    const { holds, failed, ...figures } = await take();
    const [p99, pod, load] = [figures.p99, figures.pod, figures.load].map(Math.round) as [number, number, number];
    const step: Step = { value, holds, p99, failed, pod, load };
    tell(
      `${holds ? "✓" : "✗"} ${value} ${what}: p99 ${p99} ms, ${failed} failed; of its processor, the pod uses ${pod} %, the load ${load} %`,
    );
    if (load > MAX_LOAD) throw new Failed(`whoever makes the load uses ${load} % of a processor: it is not the pod that is measured`);
    steps.push(step);
    return step;
  };
  let fullest = 0;
  for (let tries = 0; tries < TRIES; tries++) {
    const { holds, pod, p99 } = await one();
    if (holds) return true;
    fullest = Math.max(fullest, pod);
    if (pod >= FULL && p99 > FAR_OVER * within) break;
  }
  if (fullest < FULL)
    throw new Failed(`the pod uses ${fullest} % of its processor where it fails: something else on this machine is the limit`);
  return false;
}

const isAnswered = ({ p99, failed, counted }: Pick<Step, "p99" | "failed"> & { counted: number }) =>
  p99 <= objectives.answeredWithin && failed <= counted * objectives.failed;
const isShown = ({ p99, failed }: Pick<Step, "p99" | "failed">) => p99 <= objectives.shownWithin && failed === 0;

function foundIn(what: string, found: Awaited<ReturnType<typeof findMost>>) {
  if (!found) throw new Failed(`a pod does not carry the fewest ${what} that are tried`);
  return found;
}
