import { createServer } from "node:http";
import { WebSocketServer, type WebSocket } from "ws";
import { serverFrame } from "../load/websocket-frame.ts";
import { log, plainMessage, serveAsPeer } from "./peer.ts";
import { isToken } from "./token.ts";

/** A chat on plain `ws`, as one would write it: a message in, a row, the message out to each. */
const server = createServer();
const acceptor = new WebSocketServer({ server, perMessageDeflate: false });

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

await serveAsPeer({
  server,
  send({ k, preFramed }) {
    const messages = Array.from({ length: k }, () => plainMessage());
    if (preFramed) {
      const together = Buffer.concat(messages.map((message) => serverFrame(Buffer.from(message))));
      for (const client of acceptor.clients) (client as unknown as { _socket: { write(bytes: Buffer): void } })._socket.write(together);
    } else for (const client of acceptor.clients) for (const message of messages) client.send(message);
  },
});
