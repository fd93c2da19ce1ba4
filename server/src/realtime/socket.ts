import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { CLOSE, MAX_CLIENT_MESSAGE } from "@turnout/contract/live";
import { WebSocketServer, type WebSocket } from "ws";
import type { Bus } from "./bus.ts";
import { frameOf, type Frame } from "./follower.ts";
import type { Caller, LineLimits } from "./line-limits.ts";
import { MESSAGE_WINDOW, openSession, type Identity, type Line, type Session, type SessionDeps } from "./session.ts";

export const LIVE_PATH = "/live";
/** How often a silent socket is asked whether it lives (ms); twice without a reply ends it. */
export const HEARTBEAT = 25_000;
/** Sockets are asked in turns, so many of them within a heartbeat: not all at once. */
const TURNS = 25;
/** How long the other side may take to close a socket with us (ms). */
const CLOSE_PATIENCE = 1_000;
/** How long those who were told to go elsewhere may take beyond their time (ms): then they are sent. */
const LEAVE_PATIENCE = 2_000;
/** Sockets that are sent elsewhere in a second: as many as the other processes take in easily. */
export const MOVED_PER_SECOND = 2_000;

export interface SocketDeps extends SessionDeps {
  server: Server;
  bus: Bus;
  /** The one origin whose pages may open sockets. */
  origin: string;
  identify(request: IncomingMessage): Promise<Identity>;
  /** Who dials, before anything is looked up. */
  callerOf(request: IncomingMessage): Caller;
  limits: LineLimits;
}

export interface Sockets {
  count(): number;
  /**
   * Tells everyone to reconnect elsewhere, within a time that grows with their number but not beyond the given one
   * (ms), and closes all that remain after it.
   */
  drain(withinMs: number): Promise<void>;
}

interface Connection {
  socket: WebSocket;
  session: Session;
  line: Line;
  turn: number;
  isAlive: boolean;
}

/** Opens the live protocol at `/live`. See docs/live-protocol.md. */
export function openSockets(deps: SocketDeps): Sockets {
  const connections = new Set<Connection>();
  const acceptor = new WebSocketServer({ noServer: true, maxPayload: MAX_CLIENT_MESSAGE, perMessageDeflate: false });
  let draining = false;
  let nextTurn = 0;

  deps.server.on("upgrade", (request, socket, head) => void upgrade(request, socket, head).catch(deps.onError));

  async function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer) {
    socket.on("error", () => socket.destroy());
    if (request.url !== LIVE_PATH) return turnDown(socket, 404);
    if (request.headers.origin !== deps.origin) return turnDown(socket, 403); // cross-site hijacking: exact or nothing
    if (draining) return turnDown(socket, 503);
    const caller = deps.callerOf(request);
    if (!deps.limits.take(caller)) return acceptor.handleUpgrade(request, socket, head, turnAway);
    socket.on("close", () => deps.limits.release(caller));
    const identity = await deps.identify(request).catch((error) => {
      deps.onError(error);
      turnDown(socket, 503);
      return null;
    });
    if (!identity) return;
    if (draining) return turnDown(socket, 503); // meanwhile
    acceptor.handleUpgrade(request, socket, head, (opened) => accept(opened, socket, { identity, caller }));
  }

  function accept(socket: WebSocket, raw: Duplex, { identity, caller }: { identity: Identity; caller: Caller }) {
    const line = {
      ...lineOver(socket, raw),
      browser: caller.browser ?? caller.networks[0]?.key ?? null,
      mayFollow: () => deps.limits.mayFollow(caller.networks),
    };
    const connection: Connection = {
      socket,
      line,
      session: openSession(deps, line, identity),
      turn: nextTurn++ % TURNS,
      isAlive: true,
    };
    connections.add(connection);
    raw.on("drain", () => connection.session.drained());
    socket.on("pong", () => (connection.isAlive = true));
    socket.on("message", (data, isBinary) => {
      connection.isAlive = true;
      void connection.session.receive(isBinary ? null : (data as Buffer).toString()).catch(deps.onError);
    });
    socket.on("error", () => socket.terminate());
    socket.on("close", () => {
      connections.delete(connection);
      connection.session.end();
    });
  }

  const unsubscribe = deps.bus.subscribe((message) => {
    if (message.type !== "sessionEnded" && message.type !== "userEnded") return;
    for (const { session, line } of connections) {
      const { sessionId, user } = session.identity;
      const isOver = message.type === "sessionEnded" ? sessionId === message.sessionId : user?.id === message.userId;
      if (isOver) line.close(CLOSE.sessionEnded, "session ended");
    }
  });

  let turn = 0;
  const heartbeat = setInterval(() => {
    turn = (turn + 1) % TURNS;
    for (const connection of connections) if (connection.turn === turn) askWhetherAlive(connection);
  }, HEARTBEAT / TURNS);
  const window = setInterval(() => {
    for (const { session } of connections) session.newWindow();
    deps.limits.newWindow();
  }, MESSAGE_WINDOW);

  return {
    count: () => connections.size,
    async drain(withinMs) {
      draining = true;
      clearInterval(heartbeat);
      clearInterval(window);
      unsubscribe();
      const spread = Math.min(withinMs, Math.ceil((connections.size / MOVED_PER_SECOND) * 1_000));
      const goElsewhere = frameOf({ type: "goElsewhere", withinMs: spread });
      for (const { line } of connections) line.send(goElsewhere);
      const deadline = Date.now() + Math.min(withinMs, spread + LEAVE_PATIENCE);
      while (connections.size > 0 && Date.now() < deadline) await sleep(20);
      for (const some of slices([...connections], MOVED_PER_SECOND / 10)) {
        for (const { socket } of some) socket.close(CLOSE.goingAway, "going away");
        await sleep(100);
      }
      for (const { socket } of connections) socket.terminate();
    },
  };
}

/**
 * Frames go to the socket as the bytes that were made for all who get them; `ws` would make them anew for each. It
 * writes whole frames at once as long as nothing is compressed, so that its pongs and ours never mix.
 */
function lineOver(socket: WebSocket, raw: Duplex): Line {
  return {
    send(frame) {
      if (socket.readyState === socket.OPEN) raw.write((frame.wire ??= wireOf(frame)));
    },
    hasRoom: () => !raw.writableNeedDrain,
    close(code, reason) {
      socket.close(code, reason);
      // A peer that reads nothing never answers the close either.
      setTimeout(() => socket.terminate(), CLOSE_PATIENCE).unref();
    },
  };
}

const WHOLE_TEXT = 0x81;

/** A text message in one frame, unmasked as servers send it (RFC 6455, 5.2). */
function wireOf({ text }: Frame): Buffer {
  const length = Buffer.byteLength(text);
  const start = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const wire = Buffer.allocUnsafe(start + length);
  wire[0] = WHOLE_TEXT;
  wire[1] = start === 2 ? length : start === 4 ? 126 : 127;
  if (start === 4) wire.writeUInt16BE(length, 2);
  if (start === 10) wire.writeBigUInt64BE(BigInt(length), 2);
  wire.write(text, start);
  return wire;
}

function* slices<Item>(items: Item[], size: number) {
  for (let at = 0; at < items.length; at += size) yield items.slice(at, at + size);
}

function askWhetherAlive(connection: Connection) {
  if (!connection.isAlive) connection.socket.terminate();
  connection.isAlive = false;
  connection.socket.ping();
}

/** Told by a code, which scripts can read, and not by a status, which they cannot. */
function turnAway(socket: WebSocket) {
  socket.on("error", () => socket.terminate());
  socket.close(CLOSE.tooMany, "too many lines");
  setTimeout(() => socket.terminate(), CLOSE_PATIENCE).unref();
}

function turnDown(socket: Duplex, status: 403 | 404 | 503) {
  const reasons = { 403: "Forbidden", 404: "Not Found", 503: "Service Unavailable" };
  socket.end(`HTTP/1.1 ${status} ${reasons[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
