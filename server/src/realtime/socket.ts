import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { CLOSE, MAX_CLIENT_MESSAGE } from "@turnout/contract/live";
import { WebSocketServer, type WebSocket } from "ws";
import type { Bus, BusMessage } from "./bus.ts";
import { frameOf } from "./subscriber.ts";
import type { Caller, ConnectionLimits } from "./connection-limits.ts";
import { connectionOver, refuseSocket } from "./socket-connection.ts";
import { MESSAGE_WINDOW, openSession, type Identity, type Connection, type Session, type SessionDeps } from "./session.ts";

export const LIVE_PATH = "/live";
/** How often each socket is pinged (ms). One that misses two pongs in a row is closed. */
export const HEARTBEAT = 25_000;
/** Pings are spread over so many slots of each heartbeat. */
const TURNS = 25;
/** Grace after `withinMs` before remaining sockets are closed (ms): clients open a second one first, some over slow networks. */
const LEAVE_PATIENCE = 5_000;
/** Sockets that are moved to other processes in a second, which those accept easily. */
export const MOVED_PER_SECOND = 2_000;

export interface SocketDeps extends SessionDeps {
  server: Server;
  bus: Bus;
  /** The one origin whose pages may open sockets. */
  origin: string;
  identify(request: IncomingMessage, caller: Caller): Promise<Identity>;
  /** The caller, as far as it is known without a look-up. */
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

type Ended = Extract<BusMessage, { type: "sessionEnded" | "userEnded" }>;

/** Opens the live protocol at `/live`. See docs/live-protocol.md. */
export function openSockets(deps: SocketDeps): Sockets {
  const sockets = new Set<OpenSocket>();
  const acceptor = new WebSocketServer({ noServer: true, maxPayload: MAX_CLIENT_MESSAGE, perMessageDeflate: false });
  let draining = false;
  let nextTurn = 0;
  let turn = 0;

  deps.server.on("upgrade", (request, socket, head) => void upgrade(request, socket, head).catch(deps.onError));

  async function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer) {
    socket.on("error", () => socket.destroy());
    if (request.url !== LIVE_PATH) return rejectUpgrade(socket, 404);
    if (request.headers.origin !== deps.origin) return rejectUpgrade(socket, 403); // cross-site hijacking: exact or nothing
    if (draining) return rejectUpgrade(socket, 503);
    const caller = deps.callerOf(request);
    const release = deps.limits.take(caller);
    if (!release) return acceptor.handleUpgrade(request, socket, head, refuseSocket);
    socket.on("close", release);
    const identity = await deps.identify(request, caller).catch((error) => {
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
    if (message.type === "sessionEnded" || message.type === "userEnded") closeEnded(sockets, message);
    if (message.type === "notified") tellNotified(sockets, new Set(message.userIds));
  });
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
      await moveElsewhere(sockets, withinMs);
    },
  };
}

function closeEnded(sockets: ReadonlySet<OpenSocket>, ended: Ended) {
  for (const { session, connection } of sockets) {
    const { sessionId, user } = session.identity;
    const isOver = ended.type === "sessionEnded" ? sessionId === ended.sessionId : user?.id === ended.userId;
    if (isOver) connection.close(CLOSE.sessionEnded, "session ended");
  }
}

function tellNotified(sockets: ReadonlySet<OpenSocket>, userIds: ReadonlySet<string>) {
  const notified = frameOf({ type: "notified" });
  for (const { session, connection } of sockets) if (userIds.has(session.identity.user?.id ?? "")) connection.send(notified);
}

async function moveElsewhere(sockets: ReadonlySet<OpenSocket>, withinMs: number) {
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
}

function* slices<Item>(items: Item[], size: number) {
  for (let at = 0; at < items.length; at += size) yield items.slice(at, at + size);
}

function ping(open: OpenSocket) {
  if (!open.isAlive) open.socket.terminate();
  open.isAlive = false;
  open.socket.ping();
}

function rejectUpgrade(socket: Duplex, status: 403 | 404 | 503) {
  const reasons = { 403: "Forbidden", 404: "Not Found", 503: "Service Unavailable" };
  socket.end(`HTTP/1.1 ${status} ${reasons[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
