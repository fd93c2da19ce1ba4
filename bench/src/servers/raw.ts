import { createServer, type Socket } from "node:net";
import { serverFrame } from "../load/websocket-frame.ts";
import { plainMessage, serveAsPeer } from "./peer.ts";

/** The limit of plain Node: the same bytes written to each socket, and nothing else done. */
const sockets = new Set<Socket>();
const server = createServer((socket) => {
  sockets.add(socket.setNoDelay(true));
  socket.resume();
  socket.on("error", () => socket.destroy());
  socket.on("close", () => sockets.delete(socket));
});

await serveAsPeer({
  server,
  send({ k }) {
    const together = Buffer.concat(Array.from({ length: k }, () => serverFrame(Buffer.from(plainMessage()))));
    for (const socket of sockets) socket.write(together);
  },
});
