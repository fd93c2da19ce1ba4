import { createWriteStream, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../../server/src/free-port.ts";
import { endChild, isRunning, startChild } from "../../server/src/testing/child-process.ts";
import { Failed } from "../failed.ts";
import { ORIGIN } from "../load/visitor.ts";

/** How long a start may take on a busy machine (ms). */
const START_WITHIN = 90_000;

export interface OldServer {
  /** Where it answers: host and port. */
  front: string;
  stop(): Promise<void>;
}

/** Starts the server of a source in a process of its own, as one that never migrates where `requires` says so. Throws with what it said where it does not start. */
export async function startOldServer(folder: string, databaseUrl: string, { requires }: { requires: boolean }): Promise<OldServer> {
  const [port, metricsPort] = [await freePort(), await freePort()];
  const log = join(folder, "server.log");
  const env = {
    PATH: process.env.PATH,
    NODE_ENV: "production",
    DATABASE_URL: databaseUrl,
    SECRET: "a secret of a server that lives for one drill",
    DATA_DIR: join(folder, "data"),
    PUBLIC_URL: ORIGIN,
    HOST: "127.0.0.1",
    PORT: String(port),
    METRICS_PORT: String(metricsPort),
    TRUSTED_HOPS: "1",
    SHUTDOWN_NOTICE: "0",
    MAILBOX: "on",
    ...(requires && { MIGRATIONS: "require" }),
  };
  const child = startChild(process.execPath, ["server/src/main.ts"], { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
  const output = createWriteStream(log);
  for (const stream of [child.stdout!, child.stderr!]) stream.pipe(output, { end: false });
  const until = Date.now() + START_WITHIN;
  const isReady = async () => (await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null))?.ok === true;
  while (!(await isReady())) {
    if (!isRunning(child) || Date.now() > until) {
      await endChild(child, "SIGKILL");
      throw new Failed(`the old server does not start: ${readFileSync(log, "utf8").trim().split("\n").slice(-5).join("\n")}`);
    }
    await sleep(200);
  }
  return { front: `127.0.0.1:${port}`, stop: () => endChild(child, "SIGTERM") };
}
