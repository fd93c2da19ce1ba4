import type { Duplex } from "node:stream";
import { CLOSE } from "@turnout/contract/live";
import type { WebSocket } from "ws";
import type { Connection } from "./session.ts";
import type { Frame } from "./subscriber.ts";

/** How long the closing handshake may take before the socket is destroyed (ms). */
const CLOSE_PATIENCE = 1_000;

/**
 * Writes frames as bytes that are made once for all clients; `ws` would make them again for each. Without compression
 * `ws` writes whole frames at once, so its pongs never land inside ours.
 */
export function connectionOver(socket: WebSocket, raw: Duplex): Connection {
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

/** Refused with a close code, which scripts can read; they cannot read an HTTP status. */
export function refuseSocket(socket: WebSocket) {
  socket.on("error", () => socket.terminate());
  socket.close(CLOSE.tooMany, "too many connections");
  setTimeout(() => socket.terminate(), CLOSE_PATIENCE).unref();
}
