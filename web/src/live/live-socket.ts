import type { ClientMessage, ServerFrame } from "@turnout/contract/live";

/** Silence (ms) after which the server is pinged, and how long its pong may take. */
export const SILENCE = 20_000;
export const PATIENCE = 5_000;
/** How long a new socket may take to open (ms). */
export const OPENING = 10_000;
/** How long the first frame of a followed event may take (ms). */
export const ANSWER = 30_000;

export interface Position {
  epoch: string;
  after: number;
}

/** Who uses a socket. */
export interface SocketUser {
  opened(): void;
  received(frame: ServerFrame): void;
  /** It is over, for another reason than `drop`. */
  lost(code: number): void;
}

/** One WebSocket to the server, and what is followed over it. */
export interface LiveSocket {
  /** Null until it is open. */
  openedAt: number | null;
  receivedAt: number;
  /** Can change: a socket that was opened to replace another one then serves whoever that one served. */
  user: SocketUser;
  follow(eventId: string, position: Position): void;
  unfollow(eventId: string): void;
  /** Whether everything that is followed has arrived up to the present, or cannot be followed from there. */
  isCaughtUp(): boolean;
  /** Sends a message if the socket is open, and drops it otherwise. */
  send(message: ClientMessage): void;
  /** Pings a silent server, and ends the socket when it does not answer in time. */
  check(): void;
  /** Ends it as lost. */
  giveUp(): void;
  /** Ends it; its user receives nothing more. */
  drop(): void;
}

/** The code of a close that the server did not send. */
const CUT = 1006;
const ANSWERED = new Set<ServerFrame["type"]>(["caughtUp", "reset", "ended"]);

export function openLiveSocket(url: string, firstUser: SocketUser): LiveSocket {
  const socket = new WebSocket(url);
  let isOver = false;
  /** By event: when it was asked for, until the first frame; then whether it is caught up. */
  const unanswered = new Map<string, number>();
  const catchingUp = new Set<string>();

  const live: LiveSocket = {
    openedAt: null,
    receivedAt: Date.now(),
    user: firstUser,
    send,
    follow(eventId, position) {
      if (socket.readyState !== WebSocket.OPEN) return;
      unanswered.set(eventId, Date.now());
      catchingUp.add(eventId);
      send({ type: "follow", eventId, ...position });
    },
    unfollow(eventId) {
      unanswered.delete(eventId);
      catchingUp.delete(eventId);
      send({ type: "unfollow", eventId });
    },
    isCaughtUp: () => live.openedAt !== null && catchingUp.size === 0,
    check() {
      const silence = Date.now() - live.receivedAt;
      const isDead = silence > (live.openedAt === null ? OPENING : SILENCE + PATIENCE);
      const isIgnored = [...unanswered.values()].some((since) => Date.now() - since > ANSWER);
      if (isDead || isIgnored) return over(CUT);
      if (silence > SILENCE) send({ type: "ping" });
    },
    giveUp: () => over(CUT),
    drop,
  };

  function send(message: ClientMessage) {
    if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
  }

  function drop() {
    if (isOver) return;
    isOver = true;
    // Browsers log an error for a socket that is closed before it was open.
    if (socket.readyState === WebSocket.CONNECTING) socket.onopen = () => socket.close();
    else socket.close();
  }

  function over(code: number) {
    if (isOver) return;
    drop();
    live.user.lost(code);
  }

  function receive(frame: ServerFrame) {
    live.receivedAt = Date.now();
    if ("eventId" in frame) {
      unanswered.delete(frame.eventId);
      if (ANSWERED.has(frame.type)) catchingUp.delete(frame.eventId);
    }
    live.user.received(frame);
  }

  socket.onopen = () => {
    live.openedAt = live.receivedAt = Date.now();
    live.user.opened();
  };
  socket.onmessage = ({ data }) => {
    if (isOver) return;
    const frame = parse(data);
    if (frame) receive(frame);
    else over(CUT);
  };
  socket.onclose = ({ code }) => over(code);
  return live;
}

/** A frame; null for what cannot be read, after which nothing can be trusted to be complete. */
function parse(data: unknown): ServerFrame | null {
  try {
    return JSON.parse(String(data)) as ServerFrame;
  } catch {
    return null;
  }
}
