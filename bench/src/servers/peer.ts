import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { createServer as createTcpServer, type Server, type Socket } from "node:net";
import { serverFrame } from "../load/websocket-frame.ts";
import { answer } from "../processes.ts";
import { listen } from "./listen.ts";
import { openPacing, type Pace } from "./pacing.ts";
import { openRoomLog, type RoomLog } from "./room-log.ts";
import { isToken } from "./token.ts";

/** How others would serve the same viewers. */
interface Peer {
  server: Server;
  /** Brings one round of messages to everybody; nothing of it is stored. */
  send(pace: Pace): void;
  /** Hears of other processes through Redis. */
  joinRedis?(url: string): Promise<void>;
}

/** Where this process keeps its messages; null: it was given no database. */
let log: RoomLog | null = null;

const text = "x".repeat(100);
let said = 0;
/** What a chat of few features would send: little more than its text. */
const plainMessage = () => JSON.stringify({ type: "chat", seq: ++said, id: randomUUID(), author: "Grace", at: Date.now(), text });
const framed = (messages: string[]) => Buffer.concat(messages.map((message) => serverFrame(Buffer.from(message))));
const some = (k: number) => Array.from({ length: k }, plainMessage);

/** Each loads its library by itself: what another needs must not count for its memory. */
const peers = {
  /** The limit of plain Node: the same bytes written to each socket, and nothing else done. */
  async raw(): Promise<Peer> {
    const sockets = new Set<Socket>();
    const server = createTcpServer((socket) => {
      sockets.add(socket.setNoDelay(true));
      socket.resume();
      socket.on("error", () => socket.destroy());
      socket.on("close", () => sockets.delete(socket));
    });
    return {
      server,
      send({ k }) {
        const together = framed(some(k));
        for (const socket of sockets) socket.write(together);
      },
    };
  },

  /** A chat on plain `ws`, as one would write it: a message in, a row, the message out to each. */
  async ws(): Promise<Peer> {
    const { WebSocketServer } = await import("ws");
    const server = createServer();
    const { clients } = new WebSocketServer({ server, perMessageDeflate: false }).on("connection", (socket, request) => {
      socket.on("error", () => socket.terminate());
      socket.on("message", (data: Buffer) => void receive(String(data)).catch(console.error));
      async function receive(message: string) {
        if (!message.startsWith("since ")) return say(message);
        if (!isToken(request.headers.cookie ?? "")) return socket.terminate();
        for (const { seq, body } of await log!.since(1, Number(message.slice(6))))
          socket.send(JSON.stringify({ type: "chat", seq, text: body }));
        socket.send('{"type":"live"}');
      }
    });
    async function say(body: string) {
      const seq = await log!.append(1, body);
      const message = JSON.stringify({ type: "chat", seq, author: "Grace", at: Date.now(), text: body });
      for (const client of clients) client.send(message);
    }
    return {
      server,
      send({ k, preFramed }) {
        const messages = some(k);
        const together = preFramed && framed(messages);
        for (const client of clients)
          if (together) (client as unknown as { _socket: Socket })._socket.write(together);
          else for (const message of messages) client.send(message);
      },
    };
  },

  /** The same chat on Socket.IO, rooms and all, with its defaults. */
  async "socket-io"(): Promise<Peer> {
    const io = await import("socket.io");
    const server = createServer();
    const everybody = new io.Server(server, { transports: ["websocket"], serveClient: false });
    const chat = (seq: number, body: string) => everybody.to("room").emit("chat", { seq, author: "Grace", at: Date.now(), text: body });
    everybody.on("connection", (socket) => {
      void socket.join("room");
      socket.on("say", (body: string) => void log!.append(1, body).then((seq) => chat(seq, body), console.error));
      socket.on("since", (after: number) => void catchUp(after).catch(console.error));
      async function catchUp(after: number) {
        if (!isToken(socket.request.headers.cookie ?? "")) return void socket.disconnect();
        for (const { seq, body } of await log!.since(1, after)) socket.emit("chat", { seq, text: body });
        socket.emit("live");
      }
    });
    return {
      server,
      async joinRedis(url) {
        const [{ createAdapter }, { Redis }] = await Promise.all([import("@socket.io/redis-adapter"), import("ioredis")]);
        everybody.adapter(createAdapter(new Redis(url), new Redis(url)));
      },
      send({ k }) {
        for (let count = 0; count < k; count++) chat(++said, text);
      },
    };
  },
};

export type PeerKind = keyof typeof peers;

const { server, send, joinRedis } = await peers[process.argv[2] as PeerKind]();
const pacing = await openPacing();
const statements = () => log?.statements() ?? 0;

const handlers = {
  async listen(databaseUrl: string | null, redisUrl: string | null = null) {
    if (databaseUrl) log = openRoomLog(databaseUrl);
    if (redisUrl) await joinRedis?.(redisUrl);
    return { port: await listen(server), pacing: pacing.port };
  },
  fanOut: (pace: Pace) => pacing.run(pace, () => send(pace)),
  statements,
  logReads: statements, // it asks for nothing else
};

export type PeerServer = typeof handlers;
answer(handlers);
