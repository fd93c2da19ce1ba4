import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Redis } from "ioredis";
import { afterAll } from "vitest";
import { freePort } from "../free-port.ts";

/** How long a server may take to come up (ms). */
const START_TIMEOUT = 10_000;

/**
 * Whether tests may go without a Redis. Never where REQUIRE_REDIS is set, as in CI: there, a missing server is a failure,
 * so that nothing is skipped unseen.
 */
export const skipWithoutRedis = !process.env.REQUIRE_REDIS && spawnSync("redis-server", ["--version"]).error !== undefined;

export interface TestRedis {
  url: string;
  ask(...command: [string, ...string[]]): Promise<unknown>;
  /** Ends it at once, as a crash would. */
  kill(): Promise<void>;
  /** Starts it on the same port, empty. */
  restart(): Promise<void>;
  /** It keeps its connections and answers nobody. */
  pause(): void;
  resume(): void;
}

/** A Redis of this test file's own, on loopback and a free port, gone when the file is done. It keeps nothing on disk. */
export async function testRedis({ cluster = false } = {}): Promise<TestRedis> {
  const home = mkdtempSync(join(tmpdir(), "turnout-redis-"));
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}${cluster ? "/?cluster=yes" : ""}`;
  let server = await start(home, port, cluster);

  async function end() {
    if (server.exitCode !== null || server.signalCode !== null) return;
    server.kill("SIGKILL");
    await once(server, "exit");
  }
  afterAll(async () => {
    await end();
    rmSync(home, { recursive: true, force: true });
  });
  return {
    url,
    ask: (...command) => askOnce(port, command),
    kill: end,
    async restart() {
      await end();
      server = await start(home, port, cluster);
    },
    pause: () => void server.kill("SIGSTOP"),
    resume: () => void server.kill("SIGCONT"),
  };
}

async function start(home: string, port: number, cluster: boolean): Promise<ChildProcess> {
  const options = ["--port", String(port), "--bind", "127.0.0.1", "--dir", home, "--save", "", "--appendonly", "no"];
  // A cluster's nodes talk at their port + 10000 unless told otherwise, which may be no port at all.
  if (cluster) options.push("--cluster-enabled", "yes", "--cluster-port", String(await freePort()), "--cluster-announce-ip", "127.0.0.1");
  const server = spawn("redis-server", options, { stdio: "ignore" });
  const failed = new Promise<never>((_, fail) => {
    server.once("error", () => fail(new Error("redis-server cannot be run: install it (Debian's package has the same name)")));
    server.once("exit", (code) => fail(new Error(`redis-server ended with ${code}`)));
  });
  failed.catch(() => {}); // it ends at some time, after all
  await Promise.race([failed, untilReady(port, cluster)]);
  return server;
}

async function untilReady(port: number, cluster: boolean) {
  const deadline = Date.now() + START_TIMEOUT;
  for (;;) {
    try {
      if (!cluster) return await askOnce(port, ["PING"]);
      if (String(await askOnce(port, ["CLUSTER", "INFO"])).includes("cluster_state:ok")) return;
      await askOnce(port, ["CLUSTER", "ADDSLOTSRANGE", "0", "16383"]).catch(() => {});
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
    await sleep(30);
  }
}

async function askOnce(port: number, [name, ...rest]: [string, ...string[]]): Promise<unknown> {
  const client = new Redis({ port, host: "127.0.0.1", lazyConnect: true, retryStrategy: null });
  client.on("error", () => {});
  try {
    await client.connect();
    return await client.call(name, ...rest);
  } finally {
    client.disconnect();
  }
}
