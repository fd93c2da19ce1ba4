import type { ClientMessage, ServerFrame } from "@turnout/contract/live";
import { createBackoff } from "./backoff.ts";
import { createFrameQueue } from "./frame-queue.ts";

/** Silence (ms) after which the server is asked whether it is there, and how long it may take to say so. */
export const SILENCE = 20_000;
export const PATIENCE = 5_000;
/** How long a new line may take to open (ms). */
export const OPENING = 10_000;
/** How long the server may take to say anything about an event that was asked for (ms). */
export const ANSWER = 30_000;
/** How often the line is looked after (ms). */
export const CHECK = 2_000;
/** Waits between attempts (ms): doubled each time up to the longest, and drawn at random from the whole of it. */
export const SHORTEST_WAIT = 1_000;
export const LONGEST_WAIT = 15_000;
/** A line that held this long (ms) was a good one: after it, waits start from the shortest again. */
export const PROVEN = 10_000;
/** How long the line stays open when nothing on screen needs it (ms): the next page mostly does. */
export const LINGER = 5_000;
/** After so many lines that brought nothing, with none that ever did, something on the way lets no line through. */
export const BLOCKED_AFTER = 3;
/** Close codes from here to 4999 mean that coming back is pointless. */
const TERMINAL_CLOSE = 4500;

/** What a follower hears: frames of its event, and that the line is down. */
export type Heard = ServerFrame | { type: "down" };

export interface Position {
  epoch: string;
  after: number;
}

export interface Connection {
  /** The frames of one event, across drops: every new line asks for what comes after `position()`. */
  frames(eventId: string, position: () => Position, signal: AbortSignal): AsyncGenerator<Heard>;
  /** Whether no line can be had from here, as behind a proxy that knows no WebSockets. Lines are tried all the same. */
  isBlocked(): boolean;
  /** Says something if the line is up; for what is worth nothing later, such as typing. */
  say(message: ClientMessage): void;
  /** Opens a new line, e.g. because this browser is somebody else now. */
  reconnect(): void;
}

interface Subscription {
  eventId: string;
  position: () => Position;
  hear(heard: Heard): void;
  /** When the event was asked for, as long as nothing has come of it. */
  askedAt: number | null;
}

/** One line to the server for all events on screen. It survives sleep, network changes and restarts. */
export function openConnection(url: string): Connection {
  const subscriptions = new Set<Subscription>();
  const backoff = createBackoff(SHORTEST_WAIT, LONGEST_WAIT);
  let socket: WebSocket | null = null;
  let openedAt: number | null = null;
  let heardAt = 0;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let leaving: ReturnType<typeof setTimeout> | undefined;
  let over = false;
  /** Lines that brought nothing; null once one has. */
  let silentLines: number | null = 0;

  function connect() {
    clearTimeout(retry);
    if (socket || over || subscriptions.size === 0) return;
    const line = new WebSocket(url);
    socket = line;
    heardAt = Date.now();
    line.onopen = () => {
      openedAt = heardAt = Date.now();
      for (const subscription of subscriptions) follow(subscription);
    };
    line.onmessage = ({ data }) => {
      if (line !== socket) return;
      const frame = parse(data);
      if (frame) hear(frame);
      else lost();
    };
    line.onclose = ({ code }) => {
      if (line !== socket) return;
      over = code >= TERMINAL_CLOSE && code < 5000;
      lost();
    };
  }

  function hear(frame: ServerFrame) {
    heardAt = Date.now();
    silentLines = null;
    if (frame.type === "goElsewhere") return moveWithin(frame.withinMs);
    if (!("eventId" in frame)) return;
    for (const subscription of subscriptions) {
      if (subscription.eventId !== frame.eventId) continue;
      subscription.askedAt = null;
      subscription.hear(frame);
    }
  }

  /** Everybody is told at the same moment: each leaves at one of their own. */
  function moveWithin(ms: number) {
    const line = socket;
    setTimeout(() => void (line === socket && reconnect()), Math.random() * ms);
  }

  function lost() {
    if (openedAt !== null && Date.now() - openedAt >= PROVEN) backoff.reset();
    if (silentLines !== null) silentLines++;
    drop();
    for (const subscription of subscriptions) subscription.hear({ type: "down" });
    clearTimeout(retry);
    retry = setTimeout(connect, backoff.next());
  }

  function drop() {
    const line = socket;
    socket = null;
    openedAt = null;
    for (const subscription of subscriptions) subscription.askedAt = null;
    if (!line) return;
    // Browsers complain in the console about a line that is closed before it was open.
    if (line.readyState === WebSocket.CONNECTING) line.onopen = () => line.close();
    else line.close();
  }

  function reconnect() {
    over = false;
    backoff.reset();
    drop();
    connect();
  }

  function send(message: ClientMessage) {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
  }

  function follow(subscription: Subscription) {
    const { eventId, position } = subscription;
    subscription.askedAt = Date.now();
    send({ type: "follow", eventId, ...position() });
  }

  /** A line that was cut without a word (sleep, a dead network) looks open: only silence gives it away. */
  function check() {
    if (!socket || subscriptions.size === 0) return;
    const silence = Date.now() - heardAt;
    if (silence > (openedAt === null ? OPENING : SILENCE + PATIENCE) || hasUnanswered()) return lost();
    if (silence > SILENCE) send({ type: "ping" });
  }

  function hasUnanswered() {
    return [...subscriptions].some(({ askedAt }) => askedAt !== null && Date.now() - askedAt > ANSWER);
  }

  /** Somebody is looking again, or the network is back: no wait is worth finishing, and no line is trusted unheard. */
  function wake() {
    if (!socket) {
      backoff.reset();
      return connect();
    }
    const line = socket;
    send({ type: "ping" });
    const asked = Date.now();
    setTimeout(() => void (line === socket && heardAt < asked && lost()), PATIENCE);
  }

  setInterval(check, CHECK);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && wake());
  addEventListener("online", wake);
  addEventListener("offline", () => void (socket && lost()));

  return {
    say: send,
    isBlocked: () => silentLines !== null && silentLines >= BLOCKED_AFTER,
    reconnect,
    async *frames(eventId, position, signal) {
      const queue = createFrameQueue<Heard>(signal);
      const subscription: Subscription = { eventId, position, hear: queue.put, askedAt: null };
      clearTimeout(leaving);
      subscriptions.add(subscription);
      if (socket?.readyState === WebSocket.OPEN) follow(subscription);
      else connect();
      try {
        yield* queue.all();
      } finally {
        subscriptions.delete(subscription);
        // The next page may follow the same event already.
        if (![...subscriptions].some((other) => other.eventId === eventId)) send({ type: "unfollow", eventId });
        if (subscriptions.size === 0) {
          clearTimeout(leaving);
          leaving = setTimeout(drop, LINGER);
        }
      }
    },
  };
}

/** What the server said; null where it makes no sense, so that nothing can be trusted to be complete. */
function parse(data: unknown): ServerFrame | null {
  try {
    return JSON.parse(String(data)) as ServerFrame;
  } catch {
    return null;
  }
}
