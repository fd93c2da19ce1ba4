import type { Duplex } from "node:stream";
import { CLOSE } from "@turnout/contract/live";
import { WebSocket } from "ws";
import type { Caller, ConnectionLimits } from "./connection-limits.ts";
import type { Connection, Session } from "./session.ts";
import type { Frame } from "./subscriber.ts";

/** How long the closing handshake may take before the socket is destroyed (ms). */
const CLOSE_PATIENCE = 1_000;

const CONNECTION = Symbol("connection");
type Carrier = Partial<Record<typeof CONNECTION, SocketConnection>>;

/** The connection above a raw socket: a listener that is made once for all finds theirs by it. */
export const connectionOver = (raw: Duplex): SocketConnection => (raw as Carrier)[CONNECTION]!;

/** What becomes of all connections' messages and ends. */
export interface Listener {
  receive(connection: SocketConnection, text: string | null): void;
  closed(connection: SocketConnection): void;
  readonly limits: Pick<ConnectionLimits, "mayFollow">;
}

/** Tells its connection what happens, without listeners of its own: those of each would be a tenth of what a viewer takes. */
export class LiveSocket extends WebSocket {
  connection: SocketConnection | null = null;

  override emit(event: string | symbol, ...about: unknown[]): boolean {
    return this.connection ? this.connection.emitted(event, about) : super.emit(event, ...about);
  }
}

interface Opened {
  socket: LiveSocket;
  /** What is beneath it. */
  raw: Duplex;
  caller: Caller;
  /** When it is pinged. */
  turn: number;
}

/**
 * Writes frames as bytes that are made once for all clients; `ws` would make them again for each. Without compression
 * `ws` writes whole frames at once, so its pongs never land inside ours. A class, since every viewer has one: closures would be
 * kept for each.
 */
export class SocketConnection implements Connection {
  readonly socket: LiveSocket;
  private readonly raw: Duplex;
  readonly caller: Caller;
  readonly turn: number;
  private readonly listener: Listener;
  isAlive = true;
  /** Set at once by whoever opens the connection. */
  session!: Session;

  constructor({ socket, raw, caller, turn }: Opened, listener: Listener) {
    this.socket = socket;
    this.raw = raw;
    this.caller = caller;
    this.turn = turn;
    this.listener = listener;
    socket.connection = this;
    (raw as Carrier)[CONNECTION] = this;
  }

  /** What the socket emits. True: something is done about it. */
  emitted(event: string | symbol, [first, isBinary]: unknown[]): boolean {
    switch (event) {
      case "message":
        this.isAlive = true;
        this.listener.receive(this, isBinary ? null : (first as Buffer).toString());
        return true;
      case "ping":
        if (this.hasRoom()) this.socket.pong(first as Buffer);
        return true;
      case "pong":
        this.isAlive = true;
        return true;
      case "error":
        this.socket.terminate();
        return true;
      case "close":
        this.listener.closed(this);
        return true;
      default:
        return false;
    }
  }

  send(frame: Frame) {
    if (this.socket.readyState === this.socket.OPEN) this.raw.write((frame.wire ??= wireOf(frame)));
  }

  hasRoom() {
    return !this.raw.writableNeedDrain;
  }

  close(code: number, reason: string) {
    this.socket.close(code, reason);
    // A peer that does not read does not answer the close either.
    setTimeout(() => this.socket.terminate(), CLOSE_PATIENCE).unref();
  }

  mayFollow() {
    return this.listener.limits.mayFollow(this.caller.networks);
  }

  get browser() {
    return this.caller.browser ?? this.caller.networks[0]?.key ?? null;
  }
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

/** Refused with a close code, which scripts can read; they cannot read an HTTP status. */
export function refuseSocket(socket: WebSocket) {
  socket.on("error", () => socket.terminate());
  socket.close(CLOSE.tooMany, "too many connections");
  setTimeout(() => socket.terminate(), CLOSE_PATIENCE).unref();
}
