import { spawn } from "node:child_process";
import { createReadStream, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Failed } from "../failed.ts";
import { execute } from "../gates/execute.ts";
import { pieceOf } from "./backups.ts";
import { connectionTo } from "./connection.ts";
import { keepErasures } from "./erasures.ts";
import type { Settings } from "./settings.ts";

/** The slot that keeps PostgreSQL from removing what has not been received. */
export const SLOT = "turnout_backup";
/** How often the folder is looked at (ms). */
const LOOK = 250;
/** How often it is noted what was erased (ms). */
export const ERASURES_EVERY = 60_000;
/** A piece, or the history of a timeline, that is whole. */
const WHOLE = /^([\dA-F]{24}|[\dA-F]{8}\.history)$/;

/**
 * Receives the database's log as it is written, and stores each finished piece, encrypted, in all repositories. Goes on until it is aborted;
 * throws `Failed` when the connection ends, so that whoever runs it starts it again. Nothing is lost meanwhile: the slot keeps it. What was
 * erased is noted there too, so that no restore brings it back.
 */
export async function followLog({ url, repositories, programs, spool }: Settings, signal: AbortSignal): Promise<void> {
  mkdirSync(spool, { recursive: true, mode: 0o700 });
  const receive = join(programs, "pg_receivewal");
  const { args, env } = connectionTo(url);
  const common = [...args, `--slot=${SLOT}`];
  const { code, said } = await execute(receive, [...common, "--create-slot", "--if-not-exists"], { env });
  if (code !== 0) throw new Failed(`pg_receivewal: ${said.trim()}`);
  const child = spawn(receive, [...common, `--directory=${spool}`, "--synchronous", "--no-loop", "--status-interval=1"], {
    env,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let words = "";
  child.stderr.on("data", (chunk: Buffer) => (words = (words + String(chunk)).slice(-1_000)));
  const ended = new Promise<void>((done) => child.once("close", () => done()));
  let isRunning = true;
  void ended.then(() => (isRunning = false));
  const end = () => child.kill("SIGINT");
  signal.addEventListener("abort", end);
  if (signal.aborted) end();
  try {
    for (let notedAt = 0; isRunning;) {
      await storeWhole(spool, repositories);
      if (Date.now() - notedAt > ERASURES_EVERY) {
        // It is tried again with the next one; the log's own connection tells of a database that is away.
        await keepErasures(url, repositories).catch(() => {});
        notedAt = Date.now();
      }
      await Promise.race([sleep(LOOK), ended]);
    }
    await storeWhole(spool, repositories);
  } finally {
    signal.removeEventListener("abort", end);
    child.kill("SIGINT");
    await ended;
  }
  if (!signal.aborted) throw new Failed(`pg_receivewal ended: ${words.trim().split("\n").at(-1)}`);
}

async function storeWhole(spool: string, repositories: Settings["repositories"]): Promise<void> {
  for (const name of readdirSync(spool)
    .filter((one) => WHOLE.test(one))
    .toSorted()) {
    const path = join(spool, name);
    if (!repositories.has(pieceOf(name))) await repositories.seal(pieceOf(name), createReadStream(path));
    rmSync(path);
  }
}
