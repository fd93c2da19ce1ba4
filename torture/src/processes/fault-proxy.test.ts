import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startFaultProxy, type FaultProxy } from "./fault-proxy.ts";

const WORDS = "the quick brown fox jumps over the lazy dog";
/** Long enough for anything on loopback that is going to come at all (ms). */
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

interface Caller {
  socket: Socket;
  heard(): string;
  /** Null while the line stands; otherwise how it broke, or that it was closed. */
  end(): string | null;
}

async function aCaller(): Promise<Caller> {
  const socket = connect(proxy.port, "127.0.0.1");
  opened.push(socket);
  let heard = "";
  let end: string | null = null;
  socket.on("data", (words: Buffer) => (heard += String(words)));
  socket.on("error", (error: NodeJS.ErrnoException) => (end = error.code ?? "error"));
  socket.on("close", () => (end ??= "closed"));
  await once(socket, "connect");
  return { socket, heard: () => heard, end: () => end };
}

describe("the network between processes", () => {
  it("carries everything both ways when nothing is wrong", async () => {
    const { socket, heard } = await aCaller();
    const much = WORDS.repeat(20_000);
    socket.write(much);
    await expect.poll(heard, { timeout: 5_000 }).toBe(much);
  });

  it("is late by the time that was asked for", async () => {
    const { socket, heard } = await aCaller();
    proxy.set({ kind: "delay", ms: 80 });
    const begun = performance.now();
    socket.write(WORDS);
    await expect.poll(heard, { interval: 5 }).toBe(WORDS);
    expect(performance.now() - begun).toBeGreaterThanOrEqual(155); // there and back
  });

  it("stands still, and goes on where it was", async () => {
    const { socket, heard, end } = await aCaller();
    proxy.set({ kind: "stall" });
    socket.write(WORDS);
    await sleep(A_WHILE);
    expect(heard()).toBe("");
    proxy.set({ kind: "none" });
    await expect.poll(heard).toBe(WORDS);
    expect(end()).toBeNull();
  });

  it("takes lines and never answers, and breaks them when it is over", async () => {
    proxy.set({ kind: "halfOpen" });
    const { socket, heard, end } = await aCaller();
    socket.write(WORDS);
    await sleep(A_WHILE);
    expect([heard(), end(), asked]).toEqual(["", null, []]);
    proxy.set({ kind: "none" });
    await expect.poll(end).toBe("ECONNRESET");
  });

  it("breaks in the middle of a piece", async () => {
    const { socket, end } = await aCaller();
    proxy.set({ kind: "reset", probability: 1 });
    socket.write(WORDS);
    await expect.poll(end).toBe("ECONNRESET");
    const arrived = asked.join("");
    expect(arrived.length).toBeLessThan(WORDS.length);
    expect(WORDS.startsWith(arrived)).toBe(true);
  });

  it("brings what was asked and cuts the answer", async () => {
    const { socket, heard, end } = await aCaller();
    proxy.set({ kind: "cutBeforeResponse", probability: 1 });
    socket.write(WORDS);
    await expect.poll(end).toBe("ECONNRESET");
    expect([heard(), asked]).toEqual(["", [WORDS]]);
  });

  it("brings a piece byte by byte, whole and in order", async () => {
    const { socket, heard } = await aCaller();
    proxy.set({ kind: "slices" });
    socket.write(WORDS);
    await expect.poll(heard).toBe(WORDS);
    expect(pieces.length).toBeGreaterThan(WORDS.length / 4);
  });

  it("is as narrow as was asked for", async () => {
    const { socket, heard } = await aCaller();
    proxy.set({ kind: "bandwidth", bytesPerSecond: 20_000 });
    const begun = performance.now();
    socket.write("x".repeat(4_096));
    await expect.poll(() => heard().length, { timeout: 5_000 }).toBe(4_096);
    expect(performance.now() - begun).toBeGreaterThan(180);
  });

  it("refuses nothing itself: a server that is gone is a line that breaks", async () => {
    await new Promise((done) => echo.close(done));
    const { end } = await aCaller();
    await expect.poll(end).toBe("ECONNRESET");
    echo.listen(0, "127.0.0.1");
    await once(echo, "listening");
  });

  it("cuts all lines at once", async () => {
    const all = [await aCaller(), await aCaller()];
    proxy.cutAll();
    for (const { end } of all) await expect.poll(end).toBe("ECONNRESET");
    expect(proxy.lineCount()).toBe(0);
  });

  it("ends when it is closed while it stands still", async () => {
    const { socket, end } = await aCaller();
    proxy.set({ kind: "stall" });
    socket.write(WORDS);
    await sleep(20);
    await proxy.close();
    await expect.poll(end).not.toBe(null);
  });
});
