import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createAdapter } from "@socket.io/redis-adapter";
import { Redis } from "ioredis";
import { Server, type Socket } from "socket.io";
import { answer } from "../processes.ts";
import { openPacing, type Pace } from "./pacing.ts";
import { openRoomLog, type RoomLog } from "./room-log.ts";
import { isToken } from "./token.ts";

/** The same chat on Socket.IO, rooms and all, with its defaults. */
const server = createServer();
const io = new Server(server, { transports: ["websocket"], serveClient: false });
const pacing = await openPacing();
let log: RoomLog | null = null;

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

const handlers = {
  async listen(databaseUrl: string | null, redisUrl: string | null = null) {
    if (databaseUrl) log = openRoomLog(databaseUrl);
    if (redisUrl) io.adapter(createAdapter(new Redis(redisUrl), new Redis(redisUrl)));
    await new Promise<void>((resolve) => server.listen({ port: 0, host: "127.0.0.1", backlog: 4_096 }, resolve));
    return { port: (server.address() as AddressInfo).port, pacing: pacing.port };
  },
  fanOut: (pace: Pace) =>
    pacing.run(pace, () => {
      for (let count = 0; count < pace.k; count++) io.to("room").emit("chat", { seq: ++said, author: "Grace", at: Date.now(), text });
    }),
  statements: () => log?.statements() ?? 0,
  logReads: () => log?.statements() ?? 0, // it asks for nothing else
};

export type SocketIo = typeof handlers;
answer(handlers);
