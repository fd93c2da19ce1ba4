import { Socket } from "node:net";
import type { ClientOptions } from "../client-options.ts";
import { emptyStream, takeIn, type Stream } from "./count-frames.ts";
import { clientFrame } from "./websocket-frame.ts";

export interface Connection extends Stream {
  socket: Socket;
  live: PromiseWithResolvers<Connection>;
  opened: boolean;
  onMessages(gained: number): void;
  options: ClientOptions;
}

/** One for all: what is read is taken in before the next read begins. */
const readInto = Buffer.allocUnsafe(256 * 1024);
const SOCKET_IO_PONG = clientFrame("3");
const PONG = Buffer.from([0x8a, 0x80, 0, 0, 0, 0]);
const PATIENCE = 60_000;

export interface Watcher extends Pick<Connection, "sampled" | "onMessages"> {
  onSample(text: string): void;
  /** The server is about to end: whoever is connected has this long to find another (ms). */
  onLeave?(withinMs: number): void;
}

/** Opens one connection; resolves when it is live. */
export function connect(options: ClientOptions, watcher: Watcher): Connection {
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
    opened: options.path === null,
    options,
    ...emptyStream(options.counting, watcher.sampled),
    onMessages: watcher.onMessages,
    onPing: () => void socket.write(PONG),
    onText(bytes, from, to) {
      if (options.counting === "socket.io" && bytes[from] === 0x32) return void socket.write(SOCKET_IO_PONG);
      if (options.afterwards && startsWith(bytes, from, '40{"sid"')) socket.write(clientFrame(options.afterwards));
      if (options.liveAt && startsWith(bytes, from, options.liveAt)) live.resolve(connection);
      if (watcher.onLeave && startsWith(bytes, from, '{"type":"goElsewhere"'))
        watcher.onLeave(Number(/"withinMs":(\d+)/.exec(bytes.toString("latin1", from, to))![1]));
      if (watcher.sampled) watcher.onSample(bytes.toString("latin1", from, to));
    },
  };
  socket.setNoDelay(true);
  socket.connect({ port: options.port, host: "127.0.0.1", ...(options.from && { localAddress: options.from }) }, () => {
    if (options.path === null) live.resolve(connection);
    else socket.write(upgradeRequest(options.path, options.headers));
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
  if (connection.options.greeting) connection.socket.write(clientFrame(connection.options.greeting));
  if (!connection.options.liveAt) connection.live.resolve(connection);
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
