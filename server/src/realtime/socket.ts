import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import type { Viewer } from "@turnout/contract/audience";
import { assertNever } from "@turnout/contract/assert-never";
import { ClientMessage, CLOSE, MAX_CLIENT_MESSAGE, MAX_FOLLOWED, type Follow } from "@turnout/contract/live";
import { WebSocketServer, type WebSocket } from "ws";
import type { Bus } from "./bus.ts";
import type { Feeds } from "./feeds.ts";
import { frameText, type Follower } from "./follower.ts";
import type { Presence } from "./presence.ts";

export const LIVE_PATH = "/live";
/** Bytes that may wait for one slow reader; beyond that it is cut off and resumes from the log (L11). */
export const MAX_BUFFERED = 256 * 1024;
/** Messages a client may send within `MESSAGE_WINDOW` ms. */
export const MAX_MESSAGES = 60;
export const MESSAGE_WINDOW = 10_000;
/** How often a silent socket is asked whether it lives (ms); twice without a reply ends it. */
export const HEARTBEAT = 25_000;

/** Who opened a socket, as its cookies told at the upgrade. */
export interface Identity {
  user: { id: string; name: string; email: string } | null;
  sessionId: string | null;
  visitId: string | null;
}

export interface SocketDeps {
  server: Server;
  feeds: Feeds;
  presence: Presence;
  bus: Bus;
  /** The one origin whose pages may open sockets. */
  origin: string;
  identify(request: IncomingMessage): Promise<Identity>;
  viewerOf(eventId: string, identity: Identity): Promise<Viewer | null>;
  countSlowReader?: () => void;
  onError(error: unknown): void;
}

export interface Sockets {
  count(): number;
  /** Tells everyone to reconnect elsewhere within a time, and closes all that remain after it. */
  drain(withinMs: number): Promise<void>;
}

interface Connection {
  socket: WebSocket;
  identity: Identity;
  /** A symbol stands for one try to follow that has not come to an end yet. */
  followed: Map<string, Follower | symbol>;
  alive: boolean;
  messages: number;
}

/** Opens the live protocol at `/live`. See docs/live-protocol.md. */
export function openSockets(deps: SocketDeps): Sockets {
  const connections = new Set<Connection>();
  const acceptor = new WebSocketServer({ noServer: true, maxPayload: MAX_CLIENT_MESSAGE, perMessageDeflate: false });
  let draining = false;

  deps.server.on("upgrade", (request, socket, head) => void upgrade(request, socket, head).catch(deps.onError));

  async function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer) {
    socket.on("error", () => socket.destroy());
    if (request.url !== LIVE_PATH) return turnDown(socket, 404);
    if (request.headers.origin !== deps.origin) return turnDown(socket, 403); // cross-site hijacking: exact or nothing
    if (draining) return turnDown(socket, 503);
    const identity = await deps.identify(request);
    acceptor.handleUpgrade(request, socket, head, (opened) => accept(opened, identity));
  }

  function accept(socket: WebSocket, identity: Identity) {
    const connection: Connection = { socket, identity, followed: new Map(), alive: true, messages: 0 };
    connections.add(connection);
    socket.on("pong", () => (connection.alive = true));
    socket.on("message", (data, isBinary) => void receive(connection, isBinary ? null : (data as Buffer).toString()).catch(deps.onError));
    socket.on("error", () => socket.terminate());
    socket.on("close", () => {
      connections.delete(connection);
      for (const eventId of connection.followed.keys()) unfollow(connection, eventId);
    });
  }

  async function receive(connection: Connection, text: string | null) {
    connection.alive = true;
    if (++connection.messages > MAX_MESSAGES) return close(connection, CLOSE.badMessages, "too many messages");
    const message = parseMessage(text);
    if (!message) return say(connection, frameText({ type: "error", code: "bad_message" }));
    switch (message.type) {
      case "follow":
        return follow(connection, message);
      case "unfollow":
        return unfollow(connection, message.eventId);
      case "typing": {
        const follower = connection.followed.get(message.eventId);
        return typeof follower === "object" ? deps.presence.typing(message.eventId, follower) : undefined;
      }
      case "ping":
        return say(connection, frameText({ type: "pong" }));
      default:
        return assertNever(message);
    }
  }

  async function follow(connection: Connection, { eventId, epoch, after }: Follow) {
    if (typeof connection.followed.get(eventId) === "symbol") return;
    unfollow(connection, eventId);
    if (connection.followed.size >= MAX_FOLLOWED) return say(connection, frameText({ type: "error", code: "too_many_followed" }));
    const mine = Symbol("joining");
    connection.followed.set(eventId, mine);
    const follower = await deps.feeds
      .follow(
        eventId,
        { epoch, after },
        {
          admit: () => deps.viewerOf(eventId, connection.identity),
          send: (frame) => say(connection, frame),
        },
      )
      .catch((error) => {
        deps.onError(error);
        close(connection, CLOSE.goingAway, "try again");
        return null;
      });
    const wanted = connection.followed.get(eventId) === mine && connections.has(connection);
    if (follower && wanted) connection.followed.set(eventId, follower);
    else if (follower) deps.feeds.leave(eventId, follower);
    else if (wanted) connection.followed.delete(eventId);
    deps.presence.changed(eventId);
  }

  function unfollow(connection: Connection, eventId: string) {
    const follower = connection.followed.get(eventId);
    connection.followed.delete(eventId);
    if (typeof follower !== "object") return;
    deps.feeds.leave(eventId, follower);
    deps.presence.changed(eventId);
  }

  /** The only way out. A reader that does not keep up is dropped, never queued for. */
  function say(connection: Connection, frame: string) {
    const { socket } = connection;
    if (socket.readyState !== socket.OPEN) return;
    socket.send(frame);
    if (socket.bufferedAmount <= MAX_BUFFERED) return;
    deps.countSlowReader?.();
    close(connection, CLOSE.tooSlow, "too slow");
  }

  function close(connection: Connection, code: number, reason: string) {
    connection.socket.close(code, reason);
    // A peer that reads nothing never answers the close either.
    setTimeout(() => connection.socket.terminate(), 1_000).unref();
  }

  const unsubscribe = deps.bus.subscribe((message) => {
    if (message.type === "hint") return;
    for (const connection of connections) {
      const { sessionId, user } = connection.identity;
      const ended = message.type === "sessionEnded" ? sessionId === message.sessionId : user?.id === message.userId;
      if (ended) close(connection, CLOSE.sessionEnded, "session ended");
    }
  });

  const heartbeat = setInterval(() => {
    for (const connection of connections) {
      if (!connection.alive) connection.socket.terminate();
      connection.alive = false;
      connection.socket.ping();
    }
  }, HEARTBEAT);
  const window = setInterval(() => {
    for (const connection of connections) connection.messages = 0;
  }, MESSAGE_WINDOW);

  return {
    count: () => connections.size,
    async drain(withinMs) {
      draining = true;
      clearInterval(heartbeat);
      clearInterval(window);
      unsubscribe();
      for (const connection of connections) say(connection, frameText({ type: "goElsewhere", withinMs }));
      const deadline = Date.now() + withinMs;
      while (connections.size > 0 && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20));
      for (const connection of connections) connection.socket.close(CLOSE.goingAway, "going away");
      await new Promise((resolve) => setTimeout(resolve, connections.size > 0 ? 200 : 0));
      for (const connection of connections) connection.socket.terminate();
    },
  };
}

function parseMessage(text: string | null): ClientMessage | null {
  if (text === null) return null;
  try {
    return ClientMessage.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

function turnDown(socket: Duplex, status: 403 | 404 | 503) {
  const reasons = { 403: "Forbidden", 404: "Not Found", 503: "Service Unavailable" };
  socket.end(`HTTP/1.1 ${status} ${reasons[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
