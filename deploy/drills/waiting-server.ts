import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../../server/src/free-port.ts";
import { endChild, isRunning, startChild } from "../../server/src/testing/child-process.ts";

const root = resolve(import.meta.dirname, "../..");
/** How long it may take until it answers (ms). */
const START_WITHIN = 60_000;

export interface WaitingServer {
  port: number;
  /** Ends it in order, and returns its exit code. */
  stop(): Promise<number | null>;
}

/** A server whose database is a replica: resolves when it answers probes, long before it can serve. */
export async function startWaitingServer(settings: Record<string, string>): Promise<WaitingServer> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), "turnout-waiting-"));
  const env = {
    PATH: process.env.PATH,
    NODE_ENV: "production",
    LOG_LEVEL: "warn",
    SEED: "no",
    SHUTDOWN_NOTICE: "0",
    ...settings,
    PORT: String(port),
    DATA_DIR: folder,
  };
  const child = startChild(process.execPath, ["server/src/main.ts"], { cwd: root, env, stdio: "ignore" });
  const stop = async () => {
    await endChild(child, "SIGTERM");
    rmSync(folder, { recursive: true, force: true });
    return child.exitCode;
  };
  const scheme = settings["TLS_CERT"] ? "https" : "http";
  const isThere = () =>
    fetch(`${scheme}://localhost:${port}/livez`)
      .then(({ ok }) => ok)
      .catch(() => false);
  for (const deadline = Date.now() + START_WITHIN; !(await isThere()); await sleep(50))
    if (!isRunning(child) || Date.now() > deadline) {
      await stop();
      throw new Error("a server whose database is a replica did not come up");
    }
  return { port, stop };
}
