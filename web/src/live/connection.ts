import type { ClientMessage, ServerFrame } from "@turnout/contract/live";

/** Silence (ms) after which the server is asked whether it is there, and how long it may take to say so. */
export const SILENCE = 20_000;
export const PATIENCE = 5_000;
/** Waits between attempts (ms): doubled each time up to the longest, and drawn at random from the whole of it. */
export const SHORTEST_WAIT = 300;
export const LONGEST_WAIT = 15_000;
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
  /** Says something if the line is up; for what is worth nothing later, such as typing. */
  say(message: ClientMessage): void;
  /** Opens a new line, e.g. because this browser is somebody else now. */
  reconnect(): void;
}

interface Subscription {
  eventId: string;
  position: () => Position;
  hear(heard: Heard): void;
}

/** One line to the server for all events on screen. It survives sleep, network changes and restarts. */
export function openConnection(url: string): Connection {
  const subscriptions = new Set<Subscription>();
  let socket: WebSocket | null = null;
  let attempts = 0;
  let heardAt = 0;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let over = false;

  function connect() {
    clearTimeout(retry);
    if (socket || subscriptions.size === 0 || over) return;
    const line = new WebSocket(url);
    socket = line;
    heardAt = Date.now();
    line.onopen = () => {
      attempts = 0;
      for (const subscription of subscriptions) follow(subscription);
    };
    line.onmessage = ({ data }) => {
      if (line === socket) hear(JSON.parse(String(data)) as ServerFrame);
    };
    line.onclose = ({ code }) => {
      if (line !== socket) return;
      over = code >= TERMINAL_CLOSE && code < 5000;
      lost();
    };
  }

  function hear(frame: ServerFrame) {
    heardAt = Date.now();
    if (frame.type === "goElsewhere") return void setTimeout(reconnect, Math.random() * frame.withinMs);
    if (!("eventId" in frame)) return;
    for (const subscription of subscriptions) if (subscription.eventId === frame.eventId) subscription.hear(frame);
  }

  function lost() {
    drop();
    for (const subscription of subscriptions) subscription.hear({ type: "down" });
    const longest = Math.min(LONGEST_WAIT, SHORTEST_WAIT * 2 ** attempts++);
    retry = setTimeout(connect, Math.random() * longest);
  }

  function drop() {
    const line = socket;
    socket = null;
    line?.close();
  }

  function reconnect() {
    attempts = 0;
    drop();
    for (const subscription of subscriptions) subscription.hear({ type: "down" });
    connect();
  }

  function send(message: ClientMessage) {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
  }

  function follow({ eventId, position }: Subscription) {
    send({ type: "follow", eventId, ...position() });
  }

  /** A line that was cut without a word (sleep, a dead network) looks open: only silence gives it away. */
  function check() {
    if (!socket || subscriptions.size === 0) return;
    const silence = Date.now() - heardAt;
    if (silence > SILENCE + PATIENCE) return lost();
    if (silence > SILENCE) send({ type: "ping" });
  }

  function wake() {
    if (document.visibilityState === "hidden") return;
    if (!socket) {
      attempts = 0;
      return connect();
    }
    send({ type: "ping" });
    const asked = Date.now();
    setTimeout(() => void (socket && heardAt < asked && lost()), PATIENCE);
  }

  setInterval(check, 2_000);
  document.addEventListener("visibilitychange", wake);
  addEventListener("online", wake);
  addEventListener("offline", () => void (socket && lost()));

  return {
    say: send,
    reconnect,
    async *frames(eventId, position, signal) {
      const mailbox = createMailbox<Heard>(signal);
      const subscription = { eventId, position, hear: mailbox.put };
      subscriptions.add(subscription);
      if (socket?.readyState === WebSocket.OPEN) follow(subscription);
      else connect();
      try {
        yield* mailbox.all();
      } finally {
        subscriptions.delete(subscription);
        // The next page may follow the same event already.
        if (![...subscriptions].some((other) => other.eventId === eventId)) send({ type: "unfollow", eventId });
        if (subscriptions.size === 0) drop();
      }
    },
  };
}

/** Hands over what is put in, in order, to whoever waits. */
function createMailbox<Item>(signal: AbortSignal) {
  const items: Item[] = [];
  let wakeReader: () => void = () => {};
  signal.addEventListener("abort", () => wakeReader());

  return {
    put(item: Item) {
      items.push(item);
      wakeReader();
    },
    async *all(): AsyncGenerator<Item> {
      while (!signal.aborted) {
        const item = items.shift();
        if (item !== undefined) yield item;
        else await new Promise<void>((resolve) => (wakeReader = resolve));
      }
    },
  };
}
