import type { ClientMessage, ServerFrame } from "@turnout/contract/live";
import { createBackoff } from "./backoff.ts";
import { NOTIFIED } from "./notified.ts";
import { createFrameQueue } from "./frame-queue.ts";
import { openLiveSocket, PATIENCE, type LiveSocket, type Position } from "./live-socket.ts";
import { openSuccessor, waitElsewhere, type Successor } from "./successor.ts";

/** How often the connection is checked (ms). */
export const CHECK = 2_000;
/** Waits between attempts (ms): doubled each time up to the longest, with full jitter. */
export const SHORTEST_WAIT = 1_000;
export const LONGEST_WAIT = 15_000;
/** After a connection that lasted this long (ms), waits start from the shortest again. */
export const PROVEN = 10_000;
/** How long the connection stays open without a subscription (ms): the next page mostly needs it. */
export const LINGER = 5_000;
/** So many attempts without a single frame ever: something on the way blocks WebSockets. */
export const BLOCKED_AFTER = 3;
/** Close codes from here to 4999 mean: do not reconnect. */
const TERMINAL_CLOSE = 4500;

const hasProven = (socket: LiveSocket | null) => socket?.openedAt != null && Date.now() - socket.openedAt >= PROVEN;

/** What a subscription receives: frames of its event, and that the connection is down. */
export type Received = ServerFrame | { type: "down" };

export interface Connection {
  /** The frames of one event, across reconnects: every new socket follows from `position()`. Some may come twice. */
  frames(eventId: string, position: () => Position, signal: AbortSignal): AsyncGenerator<Received>;
  /** Whether WebSockets seem blocked here, for example by a proxy. Attempts go on all the same. */
  isBlocked(): boolean;
  /** Sends a message if the connection is up, and drops it otherwise: for what is worth nothing later, such as typing. */
  send(message: ClientMessage): void;
  /** Opens a new socket, for example because this browser has another session now. */
  reconnect(): void;
}

interface Subscription {
  eventId: string;
  position: () => Position;
  receive(received: Received): void;
}

/**
 * One connection to the server for all events on screen. It survives sleep, network changes and restarts. A server that
 * is leaving is left without a gap: a second socket is opened, and caught up, before the first one is let go.
 */
export function openConnection(url: string): Connection {
  const subscriptions = new Set<Subscription>();
  const backoff = createBackoff(SHORTEST_WAIT, LONGEST_WAIT);
  let socket: LiveSocket | null = null;
  /** Replaces `socket`, whose server is leaving. */
  let successor: Successor | null = null;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let lingering: ReturnType<typeof setTimeout> | undefined;
  let over = false;
  /** Attempts without a frame; null once one has brought any. */
  let silentAttempts: number | null = 0;

  const user = { opened: () => void (socket && followAll(socket)), received, lost };

  function connect() {
    clearTimeout(retry);
    if (socket || over || subscriptions.size === 0) return;
    socket = openLiveSocket(url, user);
  }

  function followAll(one: LiveSocket) {
    for (const { eventId, position } of subscriptions) one.follow(eventId, position());
  }

  function received(frame: ServerFrame) {
    silentAttempts = null;
    if (frame.type === "notified") return void dispatchEvent(new Event(NOTIFIED));
    if (frame.type === "goElsewhere") return leave(frame.withinMs);
    if (!("eventId" in frame)) return;
    for (const subscription of subscriptions) if (subscription.eventId === frame.eventId) subscription.receive(frame);
  }

  /** Everybody receives this at the same moment: each moves at one of their own. A young socket is not left at once: all servers may be leaving. */
  function leave(withinMs: number) {
    if (successor || !socket) return;
    const firstWait = Math.random() * withinMs + (hasProven(socket) ? 0 : waitElsewhere());
    successor = openSuccessor({ url, firstWait, followAll, ready: takeOver });
  }

  /** The second socket becomes the first. What it has received so far is passed on: most of it came over the other one too. */
  function takeOver() {
    const [next, frames] = [successor!.socket()!, successor!.held()];
    successor!.end();
    if (hasProven(socket)) backoff.reset();
    socket?.drop();
    [socket, successor] = [next, null];
    next.user = user;
    for (const frame of frames) received(frame);
  }

  function lost(code: number) {
    over = code >= TERMINAL_CLOSE && code < 5000;
    if (hasProven(socket)) backoff.reset();
    if (silentAttempts !== null) silentAttempts++;
    socket = null;
    for (const subscription of subscriptions) subscription.receive({ type: "down" });
    // The server went before another one was found: what is under way goes on.
    if (!over && successor?.socket()) return takeOver();
    drop();
    clearTimeout(retry);
    retry = setTimeout(connect, backoff.next());
  }

  function drop() {
    successor?.end();
    for (const one of sockets()) one.drop();
    socket = successor = null;
  }

  function reconnect() {
    over = false;
    backoff.reset();
    drop();
    connect();
  }

  const send = (message: ClientMessage) => socket?.send(message);

  /** Both sockets, while there are two. */
  const sockets = () => [socket, successor?.socket()].filter((one) => one != null);

  /** A connection that was cut silently (sleep, a dead network) looks open: only silence shows it. */
  function check() {
    if (subscriptions.size > 0) for (const one of sockets()) one.check();
  }

  /** The page is visible again, or the network is back: reconnect at once, and ping a socket that looks open. One that is opening has its time. */
  function wake() {
    if (!socket) {
      backoff.reset();
      return connect();
    }
    if (socket.openedAt === null) return;
    const current = socket;
    send({ type: "ping" });
    const asked = Date.now();
    setTimeout(() => void (current === socket && current.receivedAt < asked && current.giveUp()), PATIENCE);
  }

  setInterval(check, CHECK);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && wake());
  addEventListener("online", wake);
  // The second one first: what is under way over a dead network is not to go on.
  addEventListener("offline", () =>
    sockets()
      .toReversed()
      .forEach((one) => one.giveUp()),
  );

  return {
    send,
    isBlocked: () => silentAttempts !== null && silentAttempts >= BLOCKED_AFTER,
    reconnect,
    async *frames(eventId, position, signal) {
      const queue = createFrameQueue<Received>(signal);
      const subscription: Subscription = { eventId, position, receive: queue.put };
      clearTimeout(lingering);
      subscriptions.add(subscription);
      for (const one of sockets()) one.follow(eventId, position());
      connect();
      try {
        yield* queue.all();
      } finally {
        subscriptions.delete(subscription);
        // The next page may follow the same event already.
        if (![...subscriptions].some((other) => other.eventId === eventId)) for (const one of sockets()) one.unfollow(eventId);
        if (subscriptions.size === 0) {
          clearTimeout(lingering);
          lingering = setTimeout(drop, LINGER);
        }
      }
    },
  };
}
