import { once } from "node:events";
import { connect, type AddressInfo, type Server } from "node:net";
import { setImmediate as nextTurn } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import Fastify from "fastify";
import { describe, expect, onTestFinished, test } from "vitest";
import { gracefulShutdown } from "./graceful-shutdown.ts";
import { LISTENING_SOCKETS, listenOn } from "./listen.ts";

const CLIENTS = 64;
/** Connects so many clients and says when the system has taken all of them. */
const clients = `
  const { connect } = require("node:net");
  const { workerData: { port, count, connected } } = require("node:worker_threads");
  for (let at = 0; at < count; at++) connect(port, "127.0.0.1", () => { Atomics.add(connected, 0, 1); Atomics.notify(connected, 0); });`;

async function aServer(sockets?: number) {
  const server = Fastify({ forceCloseConnections: "idle" });
  const listening = listenOn(server, sockets);
  server.get("/", async () => "here");
  await listening.listen({ port: 0, host: "127.0.0.1" });
  onTestFinished(() => (server.server.closeAllConnections(), server.close()));
  const { port } = server.server.address() as AddressInfo;
  return { server, port };
}

/** In how many turns of the event loop a server gets connections that all wait for it when the first of them begins. */
async function turnsFor({ server, port }: Awaited<ReturnType<typeof aServer>>): Promise<number> {
  let handedOver = 0;
  server.server.on("connection", () => handedOver++);
  const connected = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(clients, { eval: true, workerData: { port, count: CLIENTS, connected } });
  onTestFinished(async () => void (await worker.terminate()));
  await once(worker, "online");
  // Until then this thread takes no turn, as if it sent to thousands.
  for (let count = 0; count < CLIENTS; count = Atomics.load(connected, 0)) Atomics.wait(connected, 0, count);
  let turns = 0;
  for (; handedOver < CLIENTS; turns++) await nextTurn();
  return turns;
}

const ask = (port: number, path: string) => fetch(`http://127.0.0.1:${port}${path}`).then((reply) => reply.text());

describe.runIf(process.platform === "linux")("on several sockets", () => {
  test("those who wait are let in many at a turn", async () => {
    expect(await turnsFor(await aServer())).toBeLessThan(CLIENTS / 3);
  });

  test("control: on one socket, each takes a turn", async () => {
    expect(await turnsFor(await aServer(1))).toBeGreaterThan(CLIENTS / 2);
  });

  test("all of them answer", async () => {
    const { server, port } = await aServer();
    const answers = await Promise.all(Array.from({ length: CLIENTS }, () => ask(port, "/")));
    expect(new Set(answers)).toEqual(new Set(["here"]));
    // Each of the clients has been at whichever socket the system chose.
    expect(await ownConnections(server.server)).toBeLessThan(CLIENTS / 2);
  });
});

test("a server that shuts down answers what it has begun, on whichever socket it came, and nothing afterwards", async () => {
  const server = Fastify({ forceCloseConnections: "idle" });
  const held: PromiseWithResolvers<string>[] = [];
  server.get("/", async () => {
    held.push(Promise.withResolvers());
    return held.at(-1)!.promise;
  });
  const ending = gracefulShutdown(server);
  await ending.listen({ port: 0, host: "127.0.0.1" });
  const { port } = server.server.address() as AddressInfo;
  const answers = Array.from({ length: 4 * LISTENING_SOCKETS }, () => ask(port, "/"));
  await expect.poll(() => held.length).toBe(answers.length);

  ending.begin();
  let isOver = false;
  const closed = ending.closeWithin(60_000).then(() => (isOver = true));
  await expect.poll(() => isRefused(port)).toBe(true);
  // Fifteen times in sixteen, the last of them is not at the server's own socket.
  const last = held.pop()!;
  for (const { resolve } of held) resolve("done");
  await expect.poll(() => ownConnections(server.server)).toBeLessThan(2);
  for (let turns = 0; turns < 20; turns++) await nextTurn();
  expect(isOver).toBe(false);
  last.resolve("done");
  expect(await Promise.all(answers)).toEqual(answers.map(() => "done"));
  await closed;
});

test("a port that is taken is refused", async () => {
  const { port } = await aServer(1);
  const second = Fastify();
  await expect(listenOn(second).listen({ port, host: "127.0.0.1" })).rejects.toMatchObject({ code: "EADDRINUSE" });
});

function isRefused(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, "127.0.0.1", () => (socket.destroy(), done(false)));
    socket.once("error", () => done(true));
  });
}

/** Those that came by the server's own socket. */
const ownConnections = (server: Server) => new Promise<number>((done) => server.getConnections((_, count) => done(count)));
