import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startFaultProxy, type FaultProxy } from "./fault-proxy.ts";
import type { NetworkFault } from "./fault-pump.ts";

const WORDS = "the quick brown fox jumps over the lazy dog";
/** Long enough for anything to arrive on loopback (ms). */
const A_WHILE = 150;

let echo: Server;
let proxy: FaultProxy;
const opened: Socket[] = [];
const asked: string[] = [];
const pieces: number[] = [];

beforeEach(async () => {
  asked.length = pieces.length = 0;
  echo = createServer((socket) => {
    socket.on("error", () => {});
    socket.on("data", (words: Buffer) => {
      asked.push(String(words));
      pieces.push(words.length);
      socket.write(words);
    });
  }).listen(0, "127.0.0.1");
  await once(echo, "listening");
  proxy = await startFaultProxy(echo.address() as AddressInfo, "test");
});

afterEach(async () => {
  for (const socket of opened.splice(0)) socket.destroy();
  await proxy.close();
  await new Promise((done) => echo.close(done));
});

async function aCaller() {
  const socket = connect(proxy.port, "127.0.0.1");
  opened.push(socket);
  let received = "";
  /** Null while the connection is open; otherwise the error's code, or `closed`. */
  let end: string | null = null;
  socket.on("data", (words: Buffer) => (received += String(words)));
  socket.on("error", (error: NodeJS.ErrnoException) => (end = error.code ?? "error"));
  socket.on("close", () => (end ??= "closed"));
  await once(socket, "connect");
  return { socket, received: () => received, end: () => end };
}

/** Somebody whose words meet a fault. */
async function aCallerUnder(fault: NetworkFault) {
  const caller = await aCaller();
  proxy.set(fault);
  caller.socket.write(WORDS);
  return caller;
}

describe("the network between processes", () => {
  it("forwards everything both ways without a fault", async () => {
    const { socket, received } = await aCaller();
    const much = WORDS.repeat(20_000);
    socket.write(much);
    await expect.poll(received).toBe(much);
  });

  it("delays by the given time", async () => {
    const { socket, received } = await aCaller();
    proxy.set({ kind: "delay", ms: 80 });
    const begun = performance.now();
    socket.write(WORDS);
    await expect.poll(received, { interval: 5 }).toBe(WORDS);
    expect(performance.now() - begun).toBeGreaterThanOrEqual(155); // there and back
  });

  it("stalls, and continues where it was", async () => {
    const { received, end } = await aCallerUnder({ kind: "stall" });
    await sleep(A_WHILE);
    expect(received()).toBe("");
    proxy.set({ kind: "none" });
    await expect.poll(received).toBe(WORDS);
    expect(end()).toBeNull();
  });

  it("accepts connections and never answers, and resets them when the fault is over", async () => {
    proxy.set({ kind: "halfOpen" });
    const { socket, received, end } = await aCaller();
    socket.write(WORDS);
    await sleep(A_WHILE);
    expect([received(), end(), asked]).toEqual(["", null, []]);
    proxy.set({ kind: "none" });
    await expect.poll(end).toBe("ECONNRESET");
  });

  it("resets in the middle of a chunk", async () => {
    const { end } = await aCallerUnder({ kind: "reset", probability: 1 });
    await expect.poll(end).toBe("ECONNRESET");
    const arrived = asked.join("");
    expect(arrived.length).toBeLessThan(WORDS.length);
    expect(WORDS.startsWith(arrived)).toBe(true);
  });

  it("delivers the request and cuts the reply", async () => {
    const { received, end } = await aCallerUnder({ kind: "cutBeforeResponse", probability: 1 });
    await expect.poll(end).toBe("ECONNRESET");
    expect([received(), asked]).toEqual(["", [WORDS]]);
  });

  it("delivers a chunk byte by byte, complete and in order", async () => {
    const { received } = await aCallerUnder({ kind: "slices" });
    await expect.poll(received).toBe(WORDS);
    expect(pieces.length).toBeGreaterThan(WORDS.length / 4);
  });

  it("limits the bandwidth", async () => {
    const { socket, received } = await aCaller();
    proxy.set({ kind: "bandwidth", bytesPerSecond: 20_000 });
    const begun = performance.now();
    socket.write("x".repeat(4_096));
    await expect.poll(() => received().length).toBe(4_096);
    expect(performance.now() - begun).toBeGreaterThan(180);
  });

  it("resets the connection when the server is gone", async () => {
    await new Promise((done) => echo.close(done));
    const { end } = await aCaller();
    await expect.poll(end).toBe("ECONNRESET");
    echo.listen(0, "127.0.0.1");
    await once(echo, "listening");
  });

  it("resets all connections at once", async () => {
    const all = [await aCaller(), await aCaller()];
    proxy.cutAll();
    for (const { end } of all) await expect.poll(end).toBe("ECONNRESET");
    expect(proxy.connectionCount()).toBe(0);
  });

  it("can be closed while it stalls", async () => {
    const { end } = await aCallerUnder({ kind: "stall" });
    await sleep(20);
    await proxy.close();
    await expect.poll(end).not.toBe(null);
  });
});
