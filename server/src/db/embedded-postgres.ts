import { execFile, spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { findBinaries, type Binaries } from "./postgres-binaries.ts";

/** How long an earlier server may take to stop, and a new one to come up, recovery included (ms). */
const STOP_TIMEOUT = 15_000;
const START_TIMEOUT = 60_000;

export interface EmbeddedPostgres {
  url: string;
  pid: number;
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  /** Holds the data, and the password beside it. */
  folder: string;
  /** False only for throw-away data: acknowledged writes may be lost in a crash. */
  durable: boolean;
  onExit?: (code: number | null) => void;
}

/**
 * Starts the PostgreSQL that came with the project, on loopback and a free port. Whatever was killed before,
 * this process or the server, it comes up again: a server left over on the same data is stopped first.
 */
export async function startEmbeddedPostgres({ folder, durable, onExit }: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const binaries = findBinaries(join(resolve(folder), "postgres"));
  mkdirSync(dirname(binaries.dataFolder), { recursive: true, mode: 0o755 });
  const password = await initialize(binaries);
  await stopLeftover(binaries.dataFolder);

  const port = await freePort();
  const server = spawn(join(binaries.bin, "postgres"), serverArguments(binaries.dataFolder, port, durable), {
    ...binaries.user,
    cwd: binaries.dataFolder,
    env: { LC_ALL: "C", PATH: process.env.PATH },
    stdio: ["ignore", "ignore", "pipe"],
    detached: true, // a Ctrl-C in the terminal is ours to handle: we stop it after the last query
  });
  await untilReady(server);
  server.once("exit", (code) => onExit?.(code));
  return {
    url: `postgresql://turnout:${password}@127.0.0.1:${port}/turnout`,
    pid: server.pid!,
    stop: () => stopServer(server),
  };
}

function serverArguments(data: string, port: number, durable: boolean): string[] {
  const settings = {
    listen_addresses: "127.0.0.1",
    port,
    unix_socket_directories: "",
    max_connections: 100,
    shared_buffers: "128MB",
    log_timezone: "UTC",
    timezone: "UTC",
    ...(durable ? {} : { fsync: "off", synchronous_commit: "off", full_page_writes: "off" }),
  };
  return ["-D", data, ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])];
}

/** Makes the data folder, once. It gets its name only when it is whole, so that a killed attempt leaves nothing half. */
async function initialize({ bin, user, dataFolder }: Binaries): Promise<string> {
  const passwordFile = `${dataFolder}-password`;
  if (existsSync(join(dataFolder, "PG_VERSION"))) return readFileSync(passwordFile, "utf8").trim();

  const unfinished = `${dataFolder}-unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  const password = randomBytes(24).toString("hex");
  const handOver = `${unfinished}-password`;
  writeFileSync(handOver, password, { mode: 0o600 });
  if (user) for (const path of [unfinished, handOver]) chownSync(path, user.uid, user.gid);
  const run = promisify(execFile);
  await run(
    join(bin, "initdb"),
    ["-D", unfinished, "-U", "turnout", "--auth=scram-sha-256", `--pwfile=${handOver}`, "--encoding=UTF8", "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8", "--locale=C", "--data-checksums", "--no-instructions"],
    { ...user, cwd: "/", env: { LC_ALL: "C", PATH: process.env.PATH } },
  );
  await createDatabase(bin, user, unfinished);
  rmSync(handOver);
  writeFileSync(passwordFile, password, { mode: 0o600 });
  chmodSync(passwordFile, 0o600);
  renameSync(unfinished, dataFolder);
  return password;
}

/** Single-user mode needs no port and no password. */
function createDatabase(bin: string, user: Binaries["user"], data: string): Promise<void> {
  return new Promise((done, fail) => {
    const server = spawn(join(bin, "postgres"), ["--single", "-D", data, "template1"], {
      ...user, cwd: "/", env: { LC_ALL: "C", PATH: process.env.PATH }, stdio: ["pipe", "ignore", "ignore"],
    });
    server.once("error", fail);
    server.once("exit", (code) => (code === 0 ? done() : fail(new Error(`could not create the database: exit code ${code}`))));
    server.stdin!.end("create database turnout\n");
  });
}

/** Ends a server that an earlier process, killed without a chance to clean up, left running on this data. */
async function stopLeftover(dataFolder: string) {
  const lock = join(dataFolder, "postmaster.pid");
  if (!existsSync(lock)) return;
  const pid = Number(readFileSync(lock, "utf8").split("\n")[0]);
  if (!isOurServer(pid, dataFolder)) return;
  process.kill(pid, "SIGINT");
  const deadline = Date.now() + STOP_TIMEOUT;
  while (isOurServer(pid, dataFolder)) {
    if (Date.now() > deadline) throw new Error(`a database server (pid ${pid}) is still running on ${dataFolder} and does not stop`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

/** A pid alone may be somebody else's by now: only a live process that names our data folder counts. */
function isOurServer(pid: number, dataFolder: string): boolean {
  if (!Number.isInteger(pid) || pid <= 1) return false;
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  if (process.platform !== "linux") return true;
  try {
    const state = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.[0];
    return state !== "Z" && readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(dataFolder);
  } catch {
    return false;
  }
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer().once("error", fail);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => done(port));
    });
  });
}

function untilReady(server: ChildProcess): Promise<void> {
  return new Promise((done, fail) => {
    let log = "";
    const timer = setTimeout(() => {
      server.kill("SIGKILL");
      fail(new Error(`the database did not come up:\n${log}`));
    }, START_TIMEOUT);
    server.once("error", fail);
    server.once("exit", (code) => {
      clearTimeout(timer);
      fail(new Error(`the database stopped at once (exit code ${code}):\n${log}`));
    });
    server.stderr!.on("data", (chunk: Buffer) => {
      log = (log + String(chunk)).slice(-4_000);
      if (!log.includes("database system is ready to accept connections")) return;
      clearTimeout(timer);
      done();
    });
  });
}

function stopServer(server: ChildProcess): Promise<void> {
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
