import { createServer } from "node:http";
import { createAdapter } from "@socket.io/redis-adapter";
import { Redis } from "ioredis";
import { Server, type Socket } from "socket.io";
import { log, serveAsPeer } from "./peer.ts";
import { isToken } from "./token.ts";

/** The same chat on Socket.IO, rooms and all, with its defaults. */
const server = createServer();
const io = new Server(server, { transports: ["websocket"], serveClient: false });

io.on("connection", (socket) => {
  void socket.join("room");
  socket.on("say", (text: string) => void say(text).catch(console.error));
  socket.on("since", (after: number) => void catchUp(socket, after).catch(console.error));
});

async function catchUp(socket: Socket, after: number) {
  if (!isToken(socket.request.headers.cookie ?? "")) return void socket.disconnect();
  for (const { seq, body } of await log!.since(1, after)) socket.emit("chat", { seq, text: body });
  socket.emit("live");
}

async function say(text: string) {
  const seq = await log!.append(1, text);
  io.to("room").emit("chat", { seq, author: "Grace", at: Date.now(), text });
}

const text = "x".repeat(100);
let said = 0;

await serveAsPeer({
  server,
  joinRedis: (url) => io.adapter(createAdapter(new Redis(url), new Redis(url))),
  send({ k }) {
    for (let count = 0; count < k; count++) io.to("room").emit("chat", { seq: ++said, author: "Grace", at: Date.now(), text });
  },
});
