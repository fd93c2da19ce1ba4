import type { ChildProcess } from "node:child_process";
import { createWriteStream, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { endChild, isRunning, signal, startChild } from "../../../server/src/testing/child-process.ts";

const root = resolve(import.meta.dirname, "../../..");
const FAKETIME = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1";
const MUTATE = join(import.meta.dirname, "../mutants/load-mutant.ts");
/** Between the end of a process and the next try to start it, as a supervisor would wait (ms). */
const RESTART_PAUSE = 100;
/** A process that was asked to stop and does not is killed after a while, as any supervisor would (ms). */
const GRACE = 12_000;
/** How long a process may take until it answers, with everything else going on (ms). */
const START_TIMEOUT = 60_000;

export type TurnoutServer = ReturnType<typeof superviseServer>;

interface Options {
  name: string;
  port: number;
  folder: string;
  env: Record<string, string>;
  /** A bug to put into it as it is loaded. */
  mutant?: string | undefined;
}

/** A real server process that is started again whenever it ends, until it is stopped. */
export function superviseServer({ name, port, folder, env, mutant }: Options) {
  mkdirSync(folder, { recursive: true });
  const hasOwnClock = existsSync(FAKETIME);
  const clockFile = join(folder, "clock");
  /** Sets its clock, as in `+400d`; `+0` is the right time. */
  const setClock = (offset: string) => writeFileSync(clockFile, `${offset}\n`);
  setClock("+0");
  const clock = hasOwnClock
    ? { LD_PRELOAD: FAKETIME, FAKETIME_TIMESTAMP_FILE: clockFile, FAKETIME_CACHE_DURATION: "1", FAKETIME_DONT_FAKE_MONOTONIC: "1" }
    : {};
  const log = createWriteStream(join(folder, "server.log"), { flags: "a" });
  let server: ChildProcess | undefined;
  let up = false;
  let stopped = false;

  function launch() {
    up = false;
    // What a killed process leaves in its folder must not be taken for a running one's.
    rmSync(join(folder, "data"), { recursive: true, force: true });
    const started = startChild(process.execPath, [...(mutant ? ["--import", MUTATE] : []), "server/src/main.ts"], {
      cwd: root,
      env: {
        PATH: process.env.PATH,
        NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
        NODE_ENV: "production",
        ...env,
        ...clock,
        ...(mutant && { TURNOUT_MUTANT: mutant }),
        PORT: String(port),
        DATA_DIR: join(folder, "data"),
      },
      // The channel tells it when we are gone.
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    server = started;
    started.stdout!.on("data", (words: Buffer) => {
      if (String(words).includes("/api/docs")) up = true;
      log.write(words);
    });
    started.stderr!.pipe(log, { end: false });
    started.once("exit", (code, by) => {
      up = false;
      log.write(`--- ended: ${code ?? by}\n`);
      if (!stopped) setTimeout(() => !stopped && launch(), RESTART_PAUSE);
    });
  }
  launch();

  return {
    name,
    port,
    /** Whether its clock can be set apart from everybody else's. */
    hasOwnClock,
    pid: () => server?.pid,
    /** Ends it; it is started again at once, as any supervisor would. */
    kill: () => endChild(server, "SIGKILL"),
    /** Ends it in good order; it is started again. */
    restart: () => stopInOrder(server),
    pause: () => isRunning(server) && signal(server.pid!, "SIGSTOP"),
    resume: () => isRunning(server) && signal(server.pid!, "SIGCONT"),
    setClock,
    async untilUp() {
      const deadline = Date.now() + START_TIMEOUT;
      while (!up && !stopped && Date.now() < deadline) await sleep(20);
      if (!up && !stopped) throw new Error(`${name} does not start: see ${join(folder, "server.log")}`);
    },
    async stop() {
      stopped = true;
      if (isRunning(server)) signal(server.pid!, "SIGCONT");
      await stopInOrder(server);
      log.end();
    },
  };
}

async function stopInOrder(server: ChildProcess | undefined): Promise<void> {
  const patience = setTimeout(() => server?.kill("SIGKILL"), GRACE);
  await endChild(server, "SIGTERM");
  clearTimeout(patience);
}
