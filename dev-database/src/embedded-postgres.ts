import { spawn, type ChildProcess } from "node:child_process";
import { chmodSync, mkdirSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { PLAIN_ENVIRONMENT, preparePostgresData, type PostgresData } from "./postgres-data.ts";
import { clusterName, endServersOn } from "./postgres-processes.ts";
import { freePort } from "../../server/src/free-port.ts";

/** How long a server may take to start, including crash recovery, and to stop (ms). */
const START_TIMEOUT = 120_000;
const STOP_TIMEOUT = 15_000;
/** A server that dies this often within RESTART_WINDOW (ms) is not started again. */
export const MAX_RESTARTS = 3;
export const RESTART_WINDOW = 60_000;

export interface EmbeddedPostgres {
  url: string;
  /** Id of the server's process; changes with a restart. */
  pid(): number;
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  /** Folder of the server's data. */
  home: string;
  /** False only for temporary data: a crash may lose committed transactions. */
  durable: boolean;
  /** The server died and is restarted on the same port. */
  onRestart?: () => void;
  /** The server died and cannot be restarted. */
  onLost?: (error: Error) => void;
}

/**
 * Starts the embedded PostgreSQL on loopback and a free port. It starts also after this process or the server was killed, and
 * restarts by itself when it dies.
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  mkdirSync(options.home, { recursive: true });
  // Started by root, the server runs as another user, which must be able to enter the folder.
  if (process.getuid?.() === 0) chmodSync(options.home, 0o755);
  const data = await preparePostgresData(realpathSync(options.home), options.durable);
  const port = await freePort();
  let server = await startServer(data, port, options.durable);
  let stopping = false;
  let restart: Promise<void> = Promise.resolve();
  const deaths: number[] = [];

  const watch = () =>
    server.once("exit", () => {
      if (stopping) return;
      restart = comeUpAgain().catch((error: Error) => options.onLost?.(error));
    });

  async function comeUpAgain() {
    deaths.push(Date.now());
    const recent = deaths.filter((at) => at > Date.now() - RESTART_WINDOW);
    if (recent.length > MAX_RESTARTS) throw new Error(`the database server died ${recent.length} times within a minute`);
    options.onRestart?.();
    server = await startServer(data, port, options.durable);
    watch();
  }

  watch();
  return {
    url: `postgresql://turnout:${data.password}@127.0.0.1:${port}/turnout`,
    pid: () => server.pid!,
    async stop() {
      stopping = true;
      await restart;
      await stopServer(server);
    },
  };
}

const startServer = (data: PostgresData, port: number, durable: boolean): Promise<ChildProcess> =>
  startServerOn(data, port, durable ? {} : { fsync: "off", full_page_writes: "off" });

/** Starts a server on this data that ends with this process; resolves when it takes connections. */
export async function startServerOn(
  { bin, account, folder }: PostgresData,
  port: number,
  settings: Record<string, string>,
): Promise<ChildProcess> {
  await endServersOn(folder);
  const server = spawn(join(bin, "postgres"), serverArguments(folder, port, settings), {
    ...account,
    cwd: folder,
    env: PLAIN_ENVIRONMENT,
    stdio: ["ignore", "ignore", "pipe"],
    detached: true, // not in our process group: a Ctrl-C must not stop the server before the last query
  });
  stopWithUs(server);
  await untilReady(server);
  return server;
}

/**
 * Stops the server when this process is killed: a shell waits for the end of a pipe that this process holds. If the shell is
 * killed too, the next start finds the server and ends it.
 */
function stopWithUs(server: ChildProcess) {
  if (process.platform === "win32" || !server.pid) return;
  const script = 'cat > /dev/null; kill -INT "$1"';
  const watch = spawn("/bin/sh", ["-c", script, "sh", String(server.pid)], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
    cwd: "/",
  });
  watch.unref();
  watch.on("error", () => {}); // without a shell nothing watches, and the next start ends the server
  watch.stdin.on("error", () => {});
  server.once("exit", () => {
    watch.kill("SIGKILL");
    watch.stdin.destroy();
  });
}

/** The command line of a server on this data, on loopback; settings may be added and replaced. */
export function serverArguments(folder: string, port: number, more: Record<string, string | number>): string[] {
  const values = {
    cluster_name: clusterName(folder),
    listen_addresses: "127.0.0.1",
    port,
    unix_socket_directories: "",
    max_connections: 100,
    timezone: "UTC",
    log_timezone: "UTC",
    ...more,
  };
  const settings = Object.entries(values).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  return ["-D", folder, ...settings];
}

/** Resolves when a server, also one that only follows another, takes connections; rejects when it ends instead. */
export function untilReady(server: ChildProcess): Promise<void> {
  return new Promise((done, fail) => {
    let said = "";
    const timer = setTimeout(() => {
      server.kill("SIGKILL");
      fail(new Error(`the database server did not come up: ${lastLine(said)}`));
    }, START_TIMEOUT);
    server.once("error", fail);
    server.once("exit", () => {
      clearTimeout(timer);
      fail(new Error(`the database server did not start: ${lastLine(said)}`));
    });
    // Always read: a server whose pipe is full blocks.
    server.stderr!.on("data", (chunk: Buffer) => {
      said = (said + String(chunk)).slice(-4_000);
      if (!/database system is ready to accept (read-only )?connections/.test(said)) return;
      clearTimeout(timer);
      done();
    });
  });
}

function lastLine(log: string): string {
  const lines = log.trim().split("\n");
  return (lines.find((line) => /FATAL|PANIC/.test(line)) ?? lines.at(-1) ?? "").replace(/^.*(FATAL|PANIC): +/, "");
}

/** Stops a server in order, or after a while at once. */
export function stopServer(server: ChildProcess): Promise<void> {
  return new Promise((done) => {
    if (server.exitCode !== null || server.signalCode !== null) return done();
    const timer = setTimeout(() => server.kill("SIGQUIT"), STOP_TIMEOUT);
    server.once("exit", () => {
      clearTimeout(timer);
      done();
    });
    server.kill("SIGINT");
  });
}
