import { setTimeout as sleep } from "node:timers/promises";
import { join } from "node:path";
import { PUBLIC_URL } from "../../bench/src/product.ts";
import { freePort } from "../../server/src/free-port.ts";
import { endChild, isRunning, startChild } from "../../server/src/testing/child-process.ts";
import { root } from "../containers.ts";
import { Failed } from "../failed.ts";
import { processorTimeOf } from "../../bench/src/process-usage.ts";
import { openPodLimit, type PodLimit, type PodSize } from "./pod-limit.ts";

/** How long a server may take until it is ready, on a busy machine (ms). */
const START_WITHIN = 60_000;

/** One server process with the size of a pod, set up as the chart does. */
export interface Pod {
  port: number;
  limit: PodLimit;
  isAlive(): boolean;
  /** Processor time so far (ms). */
  cpu(): number;
  stop(): Promise<void>;
}

/** Puts the shell into each door, up to the `--`, and then becomes the program. */
const ENTER = 'while [ "$1" != -- ]; do echo $$ > "$1" || exit 1; shift; done; shift; exec "$@"';

export async function startPod(size: PodSize, stores: { databaseUrl: string; redisUrl: string }): Promise<Pod> {
  const limit = openPodLimit(size);
  const [port, operator] = [await freePort(), await freePort()];
  const program = [process.execPath, join(root, "server/src/main.ts")];
  const server = startChild("/bin/sh", ["-c", ENTER, "sh", ...limit.doors, "--", ...program], {
    env: {
      PATH: process.env.PATH,
      NODE_ENV: "production",
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
      DATABASE_URL: stores.databaseUrl,
      REDIS_URL: stores.redisUrl,
      SECRET: "a secret of a server that lives for one measurement",
      PUBLIC_URL,
      PORT: String(port),
      METRICS_PORT: String(operator),
      ROLES: "api",
      MIGRATIONS: "require",
      TRUSTED_HOPS: "1",
      SHUTDOWN_NOTICE: "0",
    },
    // Its log is written, as in a pod, and read by nobody.
    stdio: ["ignore", "ignore", "inherit"],
  });
  const stop = async () => {
    await endChild(server, "SIGKILL");
    // The kernel takes a moment to let go of it.
    for (let tries = 0; ; tries++) {
      try {
        return limit.remove();
      } catch (error) {
        if (tries === 50) throw error;
        await sleep(20);
      }
    }
  };
  try {
    await untilReady(`http://127.0.0.1:${operator}/readyz`, () => isRunning(server));
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    port,
    limit,
    isAlive: () => isRunning(server),
    cpu: () => (isRunning(server) ? processorTimeOf(server.pid!) : Number.NaN),
    stop,
  };
}

async function untilReady(url: string, isAlive: () => boolean) {
  for (const deadline = Date.now() + START_WITHIN; Date.now() < deadline && isAlive(); await sleep(50)) {
    const reply = await fetch(url).catch(() => null);
    if (reply?.ok) return;
  }
  throw new Failed("the server that is to be measured does not start");
}
