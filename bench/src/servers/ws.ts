import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { WebSocketServer, type WebSocket } from "ws";
import { serverFrame } from "../load/digits.ts";
import { answer } from "../processes.ts";
import { openPacing, type Pace } from "./pacing.ts";
import { plainMessage } from "./plain-message.ts";
import { openRoomLog, type RoomLog } from "./room-log.ts";
import { isToken } from "./token.ts";

/** A chat on plain `ws`, as one would write it: a message in, a row, the message out to each. */
const server = createServer();
const acceptor = new WebSocketServer({ server, perMessageDeflate: false });
const pacing = await openPacing();
let log: RoomLog | null = null;

acceptor.on("connection", (socket, request) => {
  socket.on("error", () => socket.terminate());
  socket.on("message", (data: Buffer) => void receive(socket, String(data), request.headers.cookie ?? "").catch(console.error));
});

async function receive(socket: WebSocket, text: string, cookie: string) {
  if (!text.startsWith("since ")) return say(text);
  if (!isToken(cookie)) return socket.terminate();
  for (const { seq, body } of await log!.since(1, Number(text.slice(6)))) socket.send(JSON.stringify({ type: "chat", seq, text: body }));
  socket.send('{"type":"live"}');
}

async function say(text: string) {
  const seq = await log!.append(1, text);
  const message = JSON.stringify({ type: "chat", seq, author: "Grace", at: Date.now(), text });
  for (const client of acceptor.clients) client.send(message);
}

const handlers = {
  async listen(databaseUrl: string | null) {
    if (databaseUrl) log = openRoomLog(databaseUrl);
    await new Promise<void>((resolve) => server.listen({ port: 0, host: "127.0.0.1", backlog: 4_096 }, resolve));
    return { port: (server.address() as AddressInfo).port, pacing: pacing.port };
  },
  fanOut: ({ preFramed, ...pace }: Pace & { preFramed: boolean }) =>
    pacing.run(pace, () => {
      const messages = Array.from({ length: pace.k }, () => plainMessage());
      if (preFramed) {
        const together = Buffer.concat(messages.map((message) => serverFrame(Buffer.from(message))));
        for (const client of acceptor.clients) (client as unknown as { _socket: { write(bytes: Buffer): void } })._socket.write(together);
      } else for (const client of acceptor.clients) for (const message of messages) client.send(message);
    }),
  async fill(messages: number) {
    for (let count = 0; count < messages; count++) await log!.append(1, "x".repeat(100));
  },
  statements: () => log?.statements() ?? 0,
  logReads: () => log?.statements() ?? 0, // it asks for nothing else
};

export type Ws = typeof handlers;
answer(handlers);
