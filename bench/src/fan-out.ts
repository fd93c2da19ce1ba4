import { fork, type ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { WebSocketServer } from "ws";
import { postMessage } from "../../server/src/chat/commands.ts";
import { connect } from "../../server/src/db/connect.ts";
import { createEventWriter } from "../../server/src/log/change-event.ts";
import { readEpoch, readHeads } from "../../server/src/log/read-log.ts";
import { createMemoryBus } from "../../server/src/realtime/bus.ts";
import { createFeeds } from "../../server/src/realtime/feeds.ts";
import { createPresence } from "../../server/src/realtime/presence.ts";
import { openSockets } from "../../server/src/realtime/socket.ts";
import { aGathering, asUser, createWorld } from "../../server/src/testing/world.ts";
import { interleave, report } from "./measure.ts";

const READERS = 1_000;
const MESSAGES = 200;
const ORIGIN = "http://bench.invalid";
const MARK = "fan-out message";
const text = `${MARK}: ${"x".repeat(80)}`;

/** One author's messages reach a thousand readers: committed, numbered and in order, beside a bare broadcast. */
export async function fanOut(url: string, rounds: number): Promise<void> {
  const results = await interleave(rounds, [
    { name: "Turnout: committed, logged, ordered", round: () => ours(url) },
    { name: "plain ws: send to each, nothing kept", round: plainBroadcast },
  ]);
  report(`Chat fan-out: ${MESSAGES} messages to ${READERS} readers`, "deliveries/s", results);
}

async function ours(url: string): Promise<number> {
  const db = connect(url);
  const bus = createMemoryBus();
  const world = createWorld(db);
  const gathering = await aGathering(world, { fields: { visibility: "public" } });
  const server = await listen(createServer());
  const feeds = createFeeds({ db, bus, onError: fail });
  const presence = createPresence({
    followersOf: feeds.followersOf,
    guestListFor: async () => null,
    listedAmong: async () => new Set(),
    onError: fail,
  });
  const changeEvent = createEventWriter({ db, now: () => new Date(), effects: [], hint: (hint) => bus.publish({ type: "hint", hint }) });
  const viewer = { class: "guest", userId: null, guestId: randomUUID(), name: "Reader" } as const;
  const sockets = openSockets({
    server,
    feeds,
    presence,
    bus,
    origin: ORIGIN,
    onError: fail,
    identify: async () => ({ user: null, sessionId: null, visitId: null }),
    viewerOf: async () => viewer,
  });
  const after = (await readHeads(db, [gathering.id])).get(gathering.id)!;
  const greeting = JSON.stringify({ type: "follow", eventId: gathering.id, epoch: await readEpoch(db), after });
  const readers = await startReaders(`${addressOf(server)}/live`, greeting);
  await until(() => feeds.followerCount() === READERS);

  const figure = await deliveriesPerSecond(readers, async () => {
    const author = asUser(gathering.host);
    await Promise.all(
      Array.from({ length: MESSAGES }, () =>
        changeEvent(gathering.id, postMessage, { commandId: randomUUID(), text, replyTo: null }, author),
      ),
    );
  });
  readers.disconnect();
  await sockets.drain(0);
  feeds.stop();
  presence.stop();
  await close(server);
  await db.destroy();
  return figure;
}

async function plainBroadcast(): Promise<number> {
  const server = await listen(createServer());
  const acceptor = new WebSocketServer({ server, perMessageDeflate: false });
  const readers = await startReaders(addressOf(server), "");
  await until(() => acceptor.clients.size === READERS);
  const figure = await deliveriesPerSecond(readers, async () => {
    for (let index = 0; index < MESSAGES; index++) {
      const message = JSON.stringify({ type: "chat", id: randomUUID(), at: new Date(), text });
      for (const client of acceptor.clients) client.send(message);
      await new Promise((resolve) => setImmediate(resolve));
    }
  });
  readers.disconnect();
  for (const client of acceptor.clients) client.terminate();
  await close(server);
  return figure;
}

async function startReaders(url: string, greeting: string): Promise<ChildProcess> {
  const path = fileURLToPath(new URL("readers.ts", import.meta.url));
  const readers = fork(path, [url.replace("http", "ws"), String(READERS), ORIGIN, greeting, MARK]);
  await new Promise<void>((resolve, reject) => {
    readers.once("message", () => resolve());
    readers.once("exit", (code) => reject(new Error(`the readers stopped: ${code}`)));
  });
  return readers;
}

/** Until every reader has every message: a variant that loses some never ends. */
async function deliveriesPerSecond(readers: ChildProcess, send: () => Promise<void>): Promise<number> {
  const wanted = READERS * MESSAGES;
  const start = performance.now();
  const done = new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("messages are missing")), 60_000);
    readers.on("message", ({ received }: { received?: number }) => {
      if ((received ?? 0) < wanted) return;
      clearTimeout(timer);
      resolve();
    });
  });
  await send();
  await done;
  return wanted / ((performance.now() - start) / 1000);
}

const listen = (server: Server) =>
  new Promise<Server>((resolve) => server.listen({ port: 0, host: "127.0.0.1", backlog: 4096 }, () => resolve(server)));
const addressOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const close = (server: Server) =>
  new Promise<void>((resolve) => {
    server.closeAllConnections();
    server.close(() => resolve());
  });

async function until(holds: () => boolean) {
  const deadline = Date.now() + 30_000;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error("the readers did not all arrive");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function fail(error: unknown): void {
  process.stderr.write(`${String(error)}\n`);
}
