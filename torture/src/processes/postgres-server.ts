import type { ChildProcess } from "node:child_process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { PLAIN_ENVIRONMENT, type PostgresData } from "../../../server/src/db/postgres-data.ts";
import { childrenOf, endChild, isRunning, signal, startChild, untilGone } from "../../../server/src/testing/child-process.ts";

/** How long a start may take, recovery after a crash included, and how often a dead server is started again (ms). */
const START_TIMEOUT = 60_000;
const RETRY_PAUSE = 100;

/** One PostgreSQL as our own child: to be killed with all its children, stopped, and started. */
export interface PostgresServer {
  data: PostgresData;
  port: number;
  url: string;
  kill(): Promise<void>;
  /** Starts it again if it is not running. */
  ensureRunning(): Promise<void>;
  pause(): void;
  resume(): void;
  stop(): Promise<void>;
}

/** A server for this data, not started yet. */
export function postgresServer(data: PostgresData, port: number, settings: Record<string, string> = {}): PostgresServer {
  let server: ChildProcess | undefined;
  let isPaused = false;
  const signalAll = (name: NodeJS.Signals) => {
    if (!isRunning(server)) return;
    for (const pid of [server.pid!, ...childrenOf(server.pid!)]) signal(pid, name);
  };
  function resume() {
    if (isPaused) signalAll("SIGCONT");
    isPaused = false;
  }

  return {
    data,
    port,
    url: `postgresql://turnout:${data.password}@127.0.0.1:${port}/turnout`,
    async kill() {
      if (!isRunning(server)) return;
      // The parent first and held: it would otherwise start recovering from the deaths of its children.
      signal(server.pid!, "SIGSTOP");
      const children = childrenOf(server.pid!);
      for (const pid of children) signal(pid, "SIGKILL");
      await endChild(server, "SIGKILL");
      await untilGone(children, 5_000);
      isPaused = false;
    },
    async ensureRunning() {
      const deadline = Date.now() + START_TIMEOUT;
      while (!isRunning(server)) {
        server = launch(data, port, settings);
        if (await isReady(server)) return;
        if (Date.now() > deadline) throw new Error("PostgreSQL does not start any more");
        await sleep(RETRY_PAUSE);
      }
    },
    pause() {
      isPaused = true;
      signalAll("SIGSTOP");
    },
    resume,
    async stop() {
      resume();
      await endChild(server, "SIGINT");
    },
  };
}

function launch({ bin, account, folder }: PostgresData, port: number, more: Record<string, string>): ChildProcess {
  const settings = {
    listen_addresses: "127.0.0.1",
    port,
    unix_socket_directories: "",
    max_connections: 120,
    timezone: "UTC",
    log_timezone: "UTC",
    max_wal_size: "256MB",
    restart_after_crash: "on",
    ...more,
  };
  return startChild(
    join(bin, "postgres"),
    ["-D", folder, ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])],
    { ...account, cwd: folder, env: PLAIN_ENVIRONMENT, stdio: ["ignore", "ignore", "pipe"] },
  );
}

/** False: it ended instead. */
function isReady(server: ChildProcess): Promise<boolean> {
  return new Promise((done) => {
    let said = "";
    server.once("exit", () => done(false));
    server.once("error", () => done(false));
    // Read to the end of its life: a server whose pipe is full stands still.
    server.stderr?.on("data", (chunk: Buffer) => {
      said = (said + String(chunk)).slice(-4_000);
      if (/database system is ready to accept (read-only )?connections/.test(said)) done(true);
    });
  });
}

/** A line of our own to the database, past all networks. Numbers come as numbers. */
export async function openClient(url: string): Promise<pg.Client> {
  const types = new pg.TypeOverrides();
  types.setTypeParser(20, Number);
  const client = new pg.Client({ connectionString: url, types });
  client.on("error", () => {});
  await client.connect();
  return client;
}
