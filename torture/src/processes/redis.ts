import type { ChildProcess } from "node:child_process";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { endChild, isRunning, startChild } from "../../../server/src/testing/child-process.ts";
import { freePort } from "../../../server/src/free-port.ts";

const START_TIMEOUT = 60_000;
const RETRY_PAUSE = 500;

/** A Redis that keeps nothing on disk. Null: there is none on this machine. */
export async function startRedis(folder = tmpdir()) {
  const port = await freePort();
  let server: ChildProcess | undefined;

  async function start(deadline: number) {
    const args = ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", folder];
    server = startChild("redis-server", args, { stdio: "ignore" });
    while (!(await say(port, "PING"))) {
      if (!isRunning(server) || Date.now() > deadline) throw new Error("Redis does not start");
      await sleep(20);
    }
  }

  /** Starts it again, with nothing in it, if it is not running. Another fault may kill it while it starts. */
  async function ensureRunning() {
    for (const deadline = Date.now() + START_TIMEOUT; !isRunning(server); await sleep(RETRY_PAUSE))
      try {
        return await start(deadline);
      } catch (error) {
        if (Date.now() > deadline) throw error;
      }
  }

  const redis = {
    port,
    url: `redis://127.0.0.1:${port}`,
    kill: () => endChild(server, "SIGKILL"),
    ensureRunning,
    flush: async () => void (await say(port, "FLUSHALL")),
    stop: () => endChild(server, "SIGTERM"),
  };
  try {
    await start(Date.now() + START_TIMEOUT);
    return redis;
  } catch {
    await redis.stop();
    return null;
  }
}

/** One word to Redis; null: there was nobody to hear it. */
function say(port: number, words: string): Promise<string | null> {
  return new Promise((done) => {
    const socket = connect({ port, host: "127.0.0.1" }, () => socket.write(`${words}\r\n`));
    socket.setTimeout(1_000, () => socket.destroy());
    socket.once("data", (reply) => {
      done(String(reply));
      socket.destroy();
    });
    socket.once("error", () => {});
    socket.once("close", () => done(null));
  });
}
