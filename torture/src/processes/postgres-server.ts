import type { ChildProcess } from "node:child_process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { serverArguments, untilReady } from "../../../dev-database/src/embedded-postgres.ts";
import { PLAIN_ENVIRONMENT, type PostgresData } from "../../../dev-database/src/postgres-data.ts";
import { childrenOf, endChild, isRunning, signal, startChild, untilGone } from "../../../server/src/testing/child-process.ts";

/** How long a start may take, recovery after a crash included, and how often a dead server is started again (ms). */
const START_TIMEOUT = 60_000;
const RETRY_PAUSE = 100;

export type PostgresServer = ReturnType<typeof postgresServer>;

/** One PostgreSQL as our own child: to be killed with all its children, stopped, and started. It is not running yet. */
export function postgresServer(data: PostgresData, port: number, settings: Record<string, string> = {}) {
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
    /** Starts it again if it is not running. */
    async ensureRunning() {
      const deadline = Date.now() + START_TIMEOUT;
      while (!isRunning(server)) {
        server = launch(data, port, settings);
        const failure = await untilReady(server).catch((error: Error) => error);
        if (!(failure instanceof Error)) return;
        if (Date.now() > deadline) throw failure;
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
  const settings = { max_connections: 120, max_wal_size: "256MB", restart_after_crash: "on", ...more };
  const place = { ...account, cwd: folder, env: PLAIN_ENVIRONMENT };
  return startChild(join(bin, "postgres"), serverArguments(folder, port, settings), { ...place, stdio: ["ignore", "ignore", "pipe"] });
}

/** Has something asked of the database over a line of our own. */
export async function withClient<Result>(url: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = await openClient(url);
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => {});
  }
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
