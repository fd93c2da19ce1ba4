import type { ChildProcess } from "node:child_process";
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { PLAIN_ENVIRONMENT, preparePostgresData, type PostgresData } from "../../../server/src/db/postgres-data.ts";
import { childrenOf, endChild, isRunning, signal, startChild, untilGone } from "./child-process.ts";
import { freePort } from "../../../server/src/free-port.ts";

/** How long a start may take, recovery after a crash included, and how often a dead server is started again (ms). */
const START_TIMEOUT = 60_000;
const RETRY_PAUSE = 100;
/** How large the disk is that can be filled up (MiB). */
const DISK_SIZE = 2_048;

export interface Postgres {
  port: number;
  url: string;
  /** Whether the disk can be full: it is one of our own, which takes the right to mount. */
  hasOwnDisk: boolean;
  kill(): Promise<void>;
  /** Starts it again if it is not running. */
  ensureRunning(): Promise<void>;
  pause(): void;
  resume(): void;
  fillDisk(): void;
  freeDisk(): void;
  stop(): Promise<void>;
}

/** The PostgreSQL that came with the project, as our own child: to be killed with all its children, stopped, and started. */
export async function startPostgres(home: string): Promise<Postgres> {
  mkdirSync(home, { recursive: true });
  const hasOwnDisk = mountDisk(home);
  chmodSync(home, 0o755);
  const data = await preparePostgresData(realpathSync(home), true);
  const port = await freePort();
  let server: ChildProcess | undefined;
  let isPaused = false;

  const pids = () => (isRunning(server) ? [server.pid!, ...childrenOf(server.pid!)] : []);
  const signalAll = (name: NodeJS.Signals) => {
    for (const pid of pids()) signal(pid, name);
  };

  async function kill() {
    if (!isRunning(server)) return;
    // The parent first and held: it would otherwise start recovering from the deaths of its children.
    signal(server.pid!, "SIGSTOP");
    const children = childrenOf(server.pid!);
    for (const pid of children) signal(pid, "SIGKILL");
    await endChild(server, "SIGKILL");
    await untilGone(children, 5_000);
    isPaused = false;
  }

  async function ensureRunning() {
    const deadline = Date.now() + START_TIMEOUT;
    while (!isRunning(server)) {
      server = launch(data, port);
      if (await isReady(server)) return;
      if (Date.now() > deadline) throw new Error("PostgreSQL does not start any more");
      await sleep(RETRY_PAUSE);
    }
  }

  const postgres: Postgres = {
    port,
    url: `postgresql://turnout:${data.password}@127.0.0.1:${port}/turnout`,
    hasOwnDisk,
    kill,
    ensureRunning,
    pause() {
      isPaused = true;
      signalAll("SIGSTOP");
    },
    resume() {
      if (isPaused) signalAll("SIGCONT");
      isPaused = false;
    },
    // A disk that is as large as what is on it: not one more page fits.
    fillDisk: () => hasOwnDisk && remount(home, usedKiB(home)),
    freeDisk: () => hasOwnDisk && remount(home, DISK_SIZE * 1_024),
    async stop() {
      postgres.resume();
      await endChild(server, "SIGINT");
      if (hasOwnDisk) execFileSync("umount", ["-l", home], { stdio: "ignore" });
    },
  };
  try {
    await ensureRunning();
  } catch (error) {
    await postgres.stop();
    throw error;
  }
  return postgres;
}

function launch({ bin, account, folder }: PostgresData, port: number): ChildProcess {
  const settings = {
    listen_addresses: "127.0.0.1",
    port,
    unix_socket_directories: "",
    max_connections: 120,
    timezone: "UTC",
    log_timezone: "UTC",
    max_wal_size: "256MB",
    restart_after_crash: "on",
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
    // Read to the end of its life: a server whose pipe is full stands still.
    server.stderr?.on("data", (chunk: Buffer) => {
      said = (said + String(chunk)).slice(-4_000);
      if (said.includes("database system is ready to accept connections")) done(true);
    });
  });
}

function mountDisk(home: string): boolean {
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${DISK_SIZE}m,mode=755`, "turnout-torture", home], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

function remount(home: string, kibibytes: number) {
  execFileSync("mount", ["-o", `remount,size=${kibibytes}k`, home], { stdio: "ignore" });
}

function usedKiB(home: string): number {
  const [, line] = execFileSync("df", ["-k", "--output=used", home], { encoding: "utf8" }).trim().split("\n");
  return Number(line);
}
