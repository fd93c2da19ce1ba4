import { createServer, type AddressInfo, type Socket } from "node:net";
import { serverFrame } from "../load/digits.ts";
import { answer } from "../processes.ts";
import { openPacing, type Pace } from "./pacing.ts";
import { plainMessage } from "./plain-message.ts";

/** The limit of plain Node: the same bytes written to each socket, and nothing else done. */
const sockets = new Set<Socket>();
const server = createServer((socket) => {
  sockets.add(socket.setNoDelay(true));
  socket.resume();
  socket.on("error", () => socket.destroy());
  socket.on("close", () => sockets.delete(socket));
});
const pacing = await openPacing();

const handlers = {
  async listen() {
    await new Promise<void>((resolve) => server.listen({ port: 0, host: "127.0.0.1", backlog: 4_096 }, resolve));
    return { port: (server.address() as AddressInfo).port, pacing: pacing.port };
  },
  fanOut: (pace: Pace) =>
    pacing.run(pace, () => {
      const together = Buffer.concat(Array.from({ length: pace.k }, () => serverFrame(Buffer.from(plainMessage()))));
      for (const socket of sockets) socket.write(together);
    }),
};

export type Raw = typeof handlers;
answer(handlers);
