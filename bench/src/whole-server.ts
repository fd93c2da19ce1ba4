import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../../server/src/free-port.ts";
import { endChild, isRunning, startChild } from "../../server/src/testing/child-process.ts";
import { processorTimeOf } from "./process-usage.ts";
import { PUBLIC_URL, SECRET } from "./product.ts";

/** How long a start may take (ms). */
const PATIENCE = 60_000;

/** The server of a checkout as it is run, behind a proxy that it trusts and with its real limits. Resolves when it answers. */
export async function startWholeServer(folder: string, settings: Record<string, string>) {
  const port = await freePort();
  const dataFolder = mkdtempSync(join(tmpdir(), "turnout-bench-data-"));
  const profiling = process.env.BENCH_PROFILE === "main" && { NODE_OPTIONS: "--cpu-prof --cpu-prof-dir=.cache/profiles" };
  const fixed = {
    PUBLIC_URL,
    SECRET,
    PORT: String(port),
    DATA_DIR: dataFolder,
    TRUSTED_HOPS: "1",
    SHUTDOWN_NOTICE: "0",
    METRICS_PORT: "off",
  };
  const child = startChild(process.execPath, ["server/src/main.ts"], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      NODE_ENV: "production",
      LOG_LEVEL: "warn",
      SEED: "no",
      MAILBOX: "on",
      ...fixed,
      ...settings,
      ...profiling,
    },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const answers = () =>
    fetch(`http://127.0.0.1:${port}/livez`).then(
      ({ ok }) => ok,
      () => false,
    );
  for (const deadline = Date.now() + PATIENCE; !(await answers()); await sleep(50))
    if (!isRunning(child) || Date.now() > deadline) throw new Error(`the server of ${folder} does not start`);
  return {
    port,
    /** Processor time that it has used (µs). */
    cpu: () => processorTimeOf(child.pid!) * 1_000,
    async stop() {
      await endChild(child, "SIGTERM");
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}
