import { Socket } from "node:net";
import { clientFrame } from "./digits.ts";
import { takeIn, type Counting, type Stream } from "./frames.ts";

/** How a connection begins, up to where messages come. */
export interface Manner {
  port: number;
  counting: Counting;
  /** Null: nothing is said, frames come at once. */
  path: string | null;
  headers: string;
  /** What is sent once the connection is open. */
  greeting: string | null;
  /** What is sent when Socket.IO has let us in. */
  afterwards?: string;
  /** What a text frame begins with that says: from here on it is live. Null: the open connection is. */
  liveAt: string | null;
}

export interface Connection extends Stream {
  socket: Socket;
  live: PromiseWithResolvers<Connection>;
  opened: boolean;
  onMessages(gained: number): void;
  manner: Manner;
}

/** One for all: what is read is taken in before the next read begins. */
const readInto = Buffer.allocUnsafe(256 * 1024);
const SOCKET_IO_PONG = clientFrame("3");
const PONG = Buffer.from([0x8a, 0x80, 0, 0, 0, 0]);
const PATIENCE = 60_000;

export interface Watcher {
  sampled: boolean;
  onMessages(gained: number): void;
  onSample(text: string): void;
}

/** Opens one connection; resolves when it is live. */
export function connect(manner: Manner, watcher: Watcher): Connection {
  const socket = new Socket({
    onread: {
      buffer: readInto,
      callback: (count: number) => (arrive(connection, readInto.subarray(0, count)), true),
    },
  } as ConstructorParameters<typeof Socket>[0]);
  const live = Promise.withResolvers<Connection>();
  const connection: Connection = {
    socket,
    live,
    opened: manner.path === null,
    manner,
    counting: manner.counting,
    skip: 0,
    rest: null,
    messages: 0,
    frames: 0,
    cursor: -1,
    gaps: 0,
    sampled: watcher.sampled,
    onMessages: watcher.onMessages,
    onPing: () => void socket.write(PONG),
    onText(_, bytes, from, to) {
      if (manner.counting === "socket.io" && bytes[from] === 0x32) return void socket.write(SOCKET_IO_PONG);
      if (manner.afterwards && startsWith(bytes, from, '40{"sid"')) socket.write(clientFrame(manner.afterwards));
      if (manner.liveAt && startsWith(bytes, from, manner.liveAt)) live.resolve(connection);
      if (watcher.sampled) watcher.onSample(bytes.toString("latin1", from, to));
    },
  };
  socket.setNoDelay(true);
  socket.connect(manner.port, "127.0.0.1", () => {
    if (manner.path === null) return live.resolve(connection);
    socket.write(upgradeRequest(manner.path, manner.headers));
  });
  socket.on("error", (error) => live.reject(error));
  socket.on("close", () => live.reject(new Error("closed before it was live")));
  const late = setTimeout(() => live.reject(new Error("not live in time")), PATIENCE);
  live.promise.catch(() => {}).finally(() => clearTimeout(late));
  return connection;
}

function arrive(connection: Connection, bytes: Buffer) {
  if (!connection.opened) return shakeHands(connection, bytes);
  const before = connection.messages;
  takeIn(connection, bytes);
  if (connection.messages > before) connection.onMessages(connection.messages - before);
}

function shakeHands(connection: Connection, bytes: Buffer) {
  const all: Buffer = connection.rest ? Buffer.concat([connection.rest, bytes]) : Buffer.from(bytes);
  const end = all.indexOf("\r\n\r\n");
  connection.rest = end < 0 ? all : null;
  if (end < 0) return;
  if (!all.toString("latin1", 0, 12).endsWith("101")) return connection.live.reject(new Error(all.toString("latin1", 0, end)));
  connection.opened = true;
  if (connection.manner.greeting) connection.socket.write(clientFrame(connection.manner.greeting));
  if (!connection.manner.liveAt) connection.live.resolve(connection);
  if (all.length > end + 4) arrive(connection, all.subarray(end + 4));
}

function upgradeRequest(path: string, headers: string): string {
  const fixed = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
  const host = headers.includes("Host:") ? "" : "Host: bench\r\n";
  return `GET ${path} HTTP/1.1\r\n${host}${headers}${fixed}\r\n`;
}

function startsWith(bytes: Buffer, from: number, text: string): boolean {
  for (let index = 0; index < text.length; index++) if (bytes[from + index] !== text.charCodeAt(index)) return false;
  return true;
}
