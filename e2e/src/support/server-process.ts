import type { ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { freePort } from "../../../server/src/free-port.ts";
import { endChild, startChild } from "../../../server/src/testing/child-process.ts";

const root = resolve(import.meta.dirname, "../../..");
/** How long a start may take, the database and the example event included (ms). */
const START_TIMEOUT = 60_000;

/** The real server in a process of its own, with its own data, on a port that it keeps when it is started again. */
export interface ServerProcess {
  url: string;
  start(): Promise<void>;
  /** Ends it without a chance to clean up, as a power cut would. */
  kill(): Promise<void>;
  /** Ends it in good order and forgets its data. */
  close(): Promise<void>;
  /** What it has told whoever started it last. */
  said(): string;
}

/** `SEED=yes` gives it the example event. Every browser counts as a client of its own: see `people.ts`. `folder` may hold another version. */
export async function startServer(settings: Record<string, string> = {}, folder = root): Promise<ServerProcess> {
  const port = await freePort();
  const dataFolder = mkdtempSync(join(tmpdir(), "turnout-e2e-"));
  const env = {
    PATH: process.env.PATH,
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
    NODE_ENV: "production",
    LOG_LEVEL: "warn",
    SEED: "no",
    TRUSTED_HOPS: "1",
    SHUTDOWN_NOTICE: "0",
    MAILBOX: settings["SMTP_URL"] ? "off" : "on",
    ...settings,
  };
  let server: ChildProcess | undefined;
  let isKilled = false;
  let said = "";

  async function end(signal: NodeJS.Signals) {
    const ending = server;
    server = undefined;
    await endChild(ending, signal);
  }

  const one: ServerProcess = {
    url: `http://localhost:${port}`,
    async start() {
      said = "";
      isKilled = false;
      server = startChild(process.execPath, ["server/src/main.ts"], {
        cwd: folder,
        env: { ...env, PORT: String(port), DATA_DIR: dataFolder },
        stdio: ["ignore", "pipe", "inherit"],
      });
      await untilReady(server, (words) => (said += words));
    },
    async kill() {
      isKilled = true;
      await end("SIGKILL");
    },
    async close() {
      // A killed server's database is still there: only a new server ends it in good order.
      if (isKilled) await one.start();
      await end("SIGTERM");
      rmSync(dataFolder, { recursive: true, force: true });
    },
    said: () => said,
  };
  await one.start();
  return one;
}

function untilReady(server: ChildProcess, hear: (words: string) => string): Promise<void> {
  return new Promise((done, fail) => {
    const timer = setTimeout(() => {
      server.kill("SIGKILL"); // nobody else would end it any more
      fail(new Error("the server did not come up"));
    }, START_TIMEOUT);
    server.once("exit", (code) => {
      clearTimeout(timer);
      fail(new Error(`the server ended with code ${code} instead of starting`));
    });
    // Read to the end of its life: a server whose pipe is full stands still. The API document is what it names last.
    server.stdout!.on("data", (chunk: Buffer) => {
      if (!hear(String(chunk)).includes("/api/docs")) return;
      clearTimeout(timer);
      done();
    });
  });
}
