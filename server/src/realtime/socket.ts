import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { CLOSE, MAX_CLIENT_MESSAGE } from "@turnout/contract/live";
import { WebSocketServer, type WebSocket } from "ws";
import type { Bus } from "./bus.ts";
import { frameOf, type Frame } from "./subscriber.ts";
import type { Caller, ConnectionLimits } from "./connection-limits.ts";
import { MESSAGE_WINDOW, openSession, type Identity, type Connection, type Session, type SessionDeps } from "./session.ts";

export const LIVE_PATH = "/live";
/** How often each socket is pinged (ms). One that misses two pongs in a row is closed. */
export const HEARTBEAT = 25_000;
/** Pings are spread over so many slots of each heartbeat. */
const TURNS = 25;
/** How long the closing handshake may take before the socket is destroyed (ms). */
const CLOSE_PATIENCE = 1_000;
/** Grace after `withinMs` before remaining sockets are closed (ms). */
const LEAVE_PATIENCE = 2_000;
/** Sockets that are moved to other processes in a second: as many as those take in easily. */
export const MOVED_PER_SECOND = 2_000;

export interface SocketDeps extends SessionDeps {
  server: Server;
  bus: Bus;
  /** The one origin whose pages may open sockets. */
  origin: string;
  identify(request: IncomingMessage): Promise<Identity>;
  /** Who connects, before anything is looked up. */
  callerOf(request: IncomingMessage): Caller;
  limits: ConnectionLimits;
}

export interface Sockets {
  count(): number;
  /**
   * Tells all clients to reconnect elsewhere, within a time that grows with their number up to the given one (ms), and
   * closes the sockets that remain after it.
   */
  drain(withinMs: number): Promise<void>;
}

interface OpenSocket {
  socket: WebSocket;
  session: Session;
  connection: Connection;
  turn: number;
  isAlive: boolean;
}

/** Opens the live protocol at `/live`. See docs/live-protocol.md. */
export function openSockets(deps: SocketDeps): Sockets {
  const sockets = new Set<OpenSocket>();
  const acceptor = new WebSocketServer({ noServer: true, maxPayload: MAX_CLIENT_MESSAGE, perMessageDeflate: false });
  let draining = false;
  let nextTurn = 0;

  deps.server.on("upgrade", (request, socket, head) => void upgrade(request, socket, head).catch(deps.onError));

  async function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer) {
    socket.on("error", () => socket.destroy());
    if (request.url !== LIVE_PATH) return rejectUpgrade(socket, 404);
    if (request.headers.origin !== deps.origin) return rejectUpgrade(socket, 403); // cross-site hijacking: exact or nothing
    if (draining) return rejectUpgrade(socket, 503);
    const caller = deps.callerOf(request);
    if (!deps.limits.take(caller)) return acceptor.handleUpgrade(request, socket, head, refuse);
    socket.on("close", () => deps.limits.release(caller));
    const identity = await deps.identify(request).catch((error) => {
      deps.onError(error);
      rejectUpgrade(socket, 503);
      return null;
    });
    if (!identity) return;
    if (draining) return rejectUpgrade(socket, 503); // drained during the lookup
    acceptor.handleUpgrade(request, socket, head, (opened) => accept(opened, socket, { identity, caller }));
  }

  function accept(socket: WebSocket, raw: Duplex, { identity, caller }: { identity: Identity; caller: Caller }) {
    const connection = {
      ...connectionOver(socket, raw),
      browser: caller.browser ?? caller.networks[0]?.key ?? null,
      mayFollow: () => deps.limits.mayFollow(caller.networks),
    };
    const open: OpenSocket = {
      socket,
      connection,
      session: openSession(deps, connection, identity),
      turn: nextTurn++ % TURNS,
      isAlive: true,
    };
    sockets.add(open);
    raw.on("drain", () => open.session.drained());
    socket.on("pong", () => (open.isAlive = true));
    socket.on("message", (data, isBinary) => {
      open.isAlive = true;
      void open.session.receive(isBinary ? null : (data as Buffer).toString()).catch(deps.onError);
    });
    socket.on("error", () => socket.terminate());
    socket.on("close", () => {
      sockets.delete(open);
      open.session.end();
    });
  }

  const unsubscribe = deps.bus.subscribe((message) => {
    if (message.type !== "sessionEnded" && message.type !== "userEnded") return;
    for (const { session, connection } of sockets) {
      const { sessionId, user } = session.identity;
      const isOver = message.type === "sessionEnded" ? sessionId === message.sessionId : user?.id === message.userId;
      if (isOver) connection.close(CLOSE.sessionEnded, "session ended");
    }
  });

  let turn = 0;
  const heartbeat = setInterval(() => {
    turn = (turn + 1) % TURNS;
    for (const open of sockets) if (open.turn === turn) ping(open);
  }, HEARTBEAT / TURNS);
  const window = setInterval(() => {
    for (const { session } of sockets) session.newWindow();
    deps.limits.newWindow();
  }, MESSAGE_WINDOW);

  return {
    count: () => sockets.size,
    async drain(withinMs) {
      draining = true;
      clearInterval(heartbeat);
      clearInterval(window);
      unsubscribe();
      const spread = Math.min(withinMs, Math.ceil((sockets.size / MOVED_PER_SECOND) * 1_000));
      const goElsewhere = frameOf({ type: "goElsewhere", withinMs: spread });
      for (const { connection } of sockets) connection.send(goElsewhere);
      const deadline = Date.now() + Math.min(withinMs, spread + LEAVE_PATIENCE);
      while (sockets.size > 0 && Date.now() < deadline) await sleep(20);
      for (const some of slices([...sockets], MOVED_PER_SECOND / 10)) {
        for (const { socket } of some) socket.close(CLOSE.goingAway, "going away");
        await sleep(100);
      }
      for (const { socket } of sockets) socket.terminate();
    },
  };
}

/**
 * Writes frames as bytes that are made once for all clients; `ws` would make them again for each. Without compression
 * `ws` writes whole frames at once, so its pongs never land inside ours.
 */
function connectionOver(socket: WebSocket, raw: Duplex): Connection {
  return {
    send(frame) {
      if (socket.readyState === socket.OPEN) raw.write((frame.wire ??= wireOf(frame)));
    },
    hasRoom: () => !raw.writableNeedDrain,
    close(code, reason) {
      socket.close(code, reason);
      // A peer that does not read does not answer the close either.
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

function ping(open: OpenSocket) {
  if (!open.isAlive) open.socket.terminate();
  open.isAlive = false;
  open.socket.ping();
}

/** Refused with a close code, which scripts can read; they cannot read an HTTP status. */
function refuse(socket: WebSocket) {
  socket.on("error", () => socket.terminate());
  socket.close(CLOSE.tooMany, "too many connections");
  setTimeout(() => socket.terminate(), CLOSE_PATIENCE).unref();
}

function rejectUpgrade(socket: Duplex, status: 403 | 404 | 503) {
  const reasons = { 403: "Forbidden", 404: "Not Found", 503: "Service Unavailable" };
  socket.end(`HTTP/1.1 ${status} ${reasons[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
