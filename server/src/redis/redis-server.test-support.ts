import { spawnSync, type ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Redis } from "ioredis";
import { freePort } from "../free-port.ts";
import { endChild, isRunning, startChild } from "../testing/child-process.ts";
import { afterFile } from "../testing/after-file.ts";

/** How long servers may take to start, and to form a cluster (ms). */
const START_TIMEOUT = 60_000;
/** How much of what a server said an error quotes (characters). */
const MAX_SAID = 2_000;

/**
 * Whether tests that need Redis are skipped: where it is not installed. With REQUIRE_SERVERS set, as in CI, they fail instead,
 * so that nothing is skipped unnoticed.
 */
export const skipWithoutRedis = !process.env.REQUIRE_SERVERS && spawnSync("redis-server", ["--version"]).error !== undefined;

export interface TestRedis {
  url: string;
  ask(...command: [string, ...string[]]): Promise<unknown>;
  /** Kills the server as a crash would; of a cluster, all nodes or the given one. */
  kill(node?: number): Promise<void>;
  /** Starts what was killed again, on the same port and empty. */
  restart(): Promise<void>;
  /** Keeps its connections and answers nothing. */
  pause(): void;
  resume(): void;
}

/** One server process. */
interface Place {
  home: string;
  port: number;
  /** The cluster bus port. The default, port + 10000, may be out of range. */
  link: number;
}

/**
 * Starts a Redis for this test file, on loopback and free ports, that stores nothing on disk and stops with the file. With
 * `nodes` it is a cluster of that many.
 */
export async function testRedis({ nodes }: { nodes?: number } = {}): Promise<TestRedis> {
  const home = mkdtempSync(join(tmpdir(), "turnout-redis-"));
  const servers: ChildProcess[] = [];
  const end = (which = servers) => Promise.all(which.map((server) => endChild(server, "SIGKILL")));
  afterFile(async () => {
    await end();
    rmSync(home, { recursive: true, force: true });
  });
  const places: Place[] = [];
  for (let node = 0; node < (nodes ?? 1); node++) {
    places.push({ home: join(home, String(node)), port: await freePort(), link: await freePort() });
    mkdirSync(places[node]!.home);
  }
  const { port } = places[0]!;

  async function start() {
    for (const [node, place] of places.entries()) {
      if (!isRunning(servers[node])) servers[node] = await startServer(place, nodes ? ofCluster(place) : []);
    }
    if (nodes) await joinThem(places);
  }
  await start();
  return {
    url: `redis://127.0.0.1:${port}${nodes ? "/?cluster=yes" : ""}`,
    ask: (...command) => askOnce(port, command),
    kill: async (node) => void (await end(node === undefined ? servers : [servers[node]!])),
    restart: start,
    pause: () => servers.forEach((server) => server.kill("SIGSTOP")),
    resume: () => servers.forEach((server) => server.kill("SIGCONT")),
  };
}

async function startServer({ home, port }: Place, more: string[] = []): Promise<ChildProcess> {
  const options = ["--port", String(port), "--bind", "127.0.0.1", "--dir", home, "--save", "", "--appendonly", "no", ...more];
  const server = startChild("redis-server", options, { stdio: ["ignore", "pipe", "ignore"] });
  let said = "";
  server.stdout?.on("data", (chunk: Buffer) => (said = `${said}${String(chunk)}`.slice(-MAX_SAID)));
  const failed = new Promise<never>((_, fail) => {
    server.once("error", () => fail(new Error("redis-server cannot be run: install it (Debian's package has the same name)")));
    server.once("close", (code) => fail(new Error(`redis-server ended with ${code}: ${said}`)));
  });
  failed.catch(() => {}); // it also rejects when the server is stopped later
  await Promise.race([failed, until(() => askOnce(port, ["PING"]))]);
  return server;
}

const SLOTS = 16_384;

const ofCluster = ({ link }: Place) => ["--cluster-enabled", "yes", "--cluster-port", String(link), "--cluster-announce-ip", "127.0.0.1"];

/** Forms the cluster. Restarted nodes remember it from their folders. */
async function joinThem(places: Place[]) {
  const [first] = places as [Place];
  for (const [node, { port }] of places.entries()) {
    const [from, next] = [node, node + 1].map((at) => Math.floor((at * SLOTS) / places.length)) as [number, number];
    await askOnce(port, ["CLUSTER", "ADDSLOTSRANGE", String(from), String(next - 1)]).catch(() => {}); // it has them
    await askOnce(port, ["CLUSTER", "MEET", "127.0.0.1", String(first.port), String(first.link)]);
  }
  await until(async () => {
    for (const { port } of places) {
      const info = String(await askOnce(port, ["CLUSTER", "INFO"]));
      if (!info.includes("cluster_state:ok") || !info.includes(`cluster_size:${places.length}`)) throw new Error(info);
    }
  });
}

/** Repeats the attempt until it succeeds. Throws its last error after `START_TIMEOUT`. */
async function until(attempt: () => Promise<unknown>): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT;
  for (;;) {
    try {
      await attempt();
      return;
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
