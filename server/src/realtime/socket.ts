import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { CLOSE, MAX_CLIENT_MESSAGE } from "@turnout/contract/live";
import { WebSocketServer } from "ws";
import type { Bus, BusMessage } from "./bus.ts";
import { frameOf } from "./subscriber.ts";
import type { Caller, ConnectionLimits } from "./connection-limits.ts";
import { connectionOver, LiveSocket, refuseSocket, SocketConnection, type Listener } from "./socket-connection.ts";
import { MESSAGE_WINDOW, openSession, type Identity, type SessionDeps } from "./session.ts";

export const LIVE_PATH = "/live";
/** How often each socket is pinged (ms). One that misses two pongs in a row is closed. */
export const HEARTBEAT = 25_000;
/** Pings are spread over so many slots of each heartbeat. */
const TURNS = 25;
/** Grace for whoever begins last before remaining sockets are closed (ms): clients open a second one first, some over slow networks. */
export const LEAVE_PATIENCE = 5_000;
/** Sockets that are moved to other processes in a second, which serve requests meanwhile: 0.15 ms of the processor for each (`bench storm`). */
export const MOVED_PER_SECOND = 1_000;

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

type Ended = Extract<BusMessage, { type: "sessionEnded" | "userEnded" }>;

/** Opens the live protocol at `/live`. See docs/live-protocol.md. */
export function openSockets(deps: SocketDeps): Sockets {
  const connections = new Set<SocketConnection>();
  const acceptor = new WebSocketServer({
    noServer: true,
    WebSocket: LiveSocket,
    clientTracking: false,
    autoPong: false,
    maxPayload: MAX_CLIENT_MESSAGE,
    perMessageDeflate: false,
  });
  let draining = false;
  let nextTurn = 0;
  let turn = 0;

  deps.server.on("upgrade", (request, socket, head) => void upgrade(request, socket, head).catch(deps.onError));

  async function upgrade(request: IncomingMessage, raw: Duplex, head: Buffer) {
    raw.on("error", destroy);
    if (request.url !== LIVE_PATH) return rejectUpgrade(raw, 404);
    if (request.headers.origin !== deps.origin) return rejectUpgrade(raw, 403); // cross-site hijacking: exact or nothing
    if (draining) return rejectUpgrade(raw, 503);
    const caller = deps.callerOf(request);
    if (!deps.limits.take(caller)) return acceptor.handleUpgrade(request, raw, head, refuseSocket);
    const release = () => deps.limits.release(caller);
    raw.on("close", release);
    const identity = await deps.identify(request, caller).catch((error) => {
      deps.onError(error);
      rejectUpgrade(raw, 503);
      return null;
    });
    if (!identity) return;
    if (draining) return rejectUpgrade(raw, 503); // drained during the lookup
    acceptor.handleUpgrade(request, raw, head, (socket) => {
      // From here on the socket takes care of both.
      raw.off("error", destroy).off("close", release);
      accept({ socket, raw, caller, turn: nextTurn++ % TURNS }, identity);
    });
  }

  const listener: Listener = {
    limits: deps.limits,
    receive: ({ session }, text) => void session.receive(text).catch(deps.onError),
    closed(connection) {
      connections.delete(connection);
      deps.limits.release(connection.caller);
      connection.session.end();
    },
  };

  function accept(opened: ConstructorParameters<typeof SocketConnection>[0], identity: Identity) {
    const connection = new SocketConnection(opened, listener);
    connection.session = openSession(deps, connection, identity);
    connections.add(connection);
    opened.raw.on("drain", drained);
  }

  const unsubscribe = deps.bus.subscribe((message) => {
    if (message.type === "sessionEnded" || message.type === "userEnded") closeEnded(connections, message);
    if (message.type === "notified") tellNotified(connections, new Set(message.userIds));
  });
  const heartbeat = setInterval(() => {
    turn = (turn + 1) % TURNS;
    for (const connection of connections) if (connection.turn === turn) ping(connection);
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
      await moveElsewhere(connections, withinMs);
    },
  };
}

function destroy(this: Duplex) {
  this.destroy();
}

function drained(this: Duplex) {
  connectionOver(this).session.drained();
}

type Connections = ReadonlySet<SocketConnection>;

function closeEnded(connections: Connections, ended: Ended) {
  for (const connection of connections) {
    const { sessionId, user } = connection.session.identity;
    const isOver = ended.type === "sessionEnded" ? sessionId === ended.sessionId : user?.id === ended.userId;
    if (isOver) connection.close(CLOSE.sessionEnded, "session ended");
  }
}

function tellNotified(connections: Connections, userIds: ReadonlySet<string>) {
  const notified = frameOf({ type: "notified" });
  for (const connection of connections) if (userIds.has(connection.session.identity.user?.id ?? "")) connection.send(notified);
}

/** Within which time clients are to begin, and after which those that remain are closed (ms): who begins last has as long as who begins first. */
export function timesToMove(connections: number, withinMs: number) {
  const patience = Math.min(LEAVE_PATIENCE, withinMs / 2);
  const spread = Math.min(withinMs - patience, Math.ceil((connections / MOVED_PER_SECOND) * 1_000));
  return { spread, over: spread + patience };
}

async function moveElsewhere(connections: Connections, withinMs: number) {
  const { spread, over } = timesToMove(connections.size, withinMs);
  const goElsewhere = frameOf({ type: "goElsewhere", withinMs: spread });
  for (const connection of connections) connection.send(goElsewhere);
  const deadline = Date.now() + over;
  while (connections.size > 0 && Date.now() < deadline) await sleep(20);
  for (const some of slices([...connections], MOVED_PER_SECOND / 10)) {
    for (const { socket } of some) socket.close(CLOSE.goingAway, "going away");
    await sleep(100);
  }
  for (const { socket } of connections) socket.terminate();
}

function* slices<Item>(items: Item[], size: number) {
  for (let at = 0; at < items.length; at += size) yield items.slice(at, at + size);
}

function ping(connection: SocketConnection) {
  if (!connection.isAlive) connection.socket.terminate();
  connection.isAlive = false;
  connection.socket.ping();
}

function rejectUpgrade(socket: Duplex, status: 403 | 404 | 503) {
  const reasons = { 403: "Forbidden", 404: "Not Found", 503: "Service Unavailable" };
  socket.end(`HTTP/1.1 ${status} ${reasons[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
