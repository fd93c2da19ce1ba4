import { randomBytes } from "node:crypto";
import { accessSync, constants, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { CannotStart } from "./cannot-start.ts";
import type { Config } from "./config.ts";
import { MIN_SECRET_LENGTH } from "./config/settings.ts";

/** How long an orphaned server may take to end, before and after SIGKILL (ms). */
const PATIENCE = 12_000;

/** Whether a data folder is needed: with a database, a secret and no example event, nothing is stored on disk. */
export function needsDataFolder({ databaseUrl, secret, seed }: Pick<Config, "databaseUrl" | "secret" | "seed">): boolean {
  return !databaseUrl || !secret || seed;
}

/** Creates the folder if it is missing, and returns its full path. Throws `CannotStart` if it cannot be written. */
export function openDataFolder(path: string): string {
  const folder = resolve(path);
  try {
    makeFolder(folder);
    if (!statSync(folder).isDirectory()) throw new Error("not a folder");
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new CannotStart(
      `DATA_DIR ${folder} cannot be used (${(error as Error).message.split(",")[0]}): set it to a folder that may be written`,
    );
  }
  return folder;
}

/** One level at a time: Node's `recursive` never returns on paths like /proc/x. */
function makeFolder(path: string) {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path);
}

/** The secret stored in the folder, readable by its owner only. Generated on first use. */
export function keptSecret(folder: string): string {
  const file = join(folder, "secret");
  // Of two processes that start together, both use the secret that was written first.
  writeIfAbsent(file, randomBytes(MIN_SECRET_LENGTH).toString("base64url"));
  const secret = readFileSync(file, "utf8").trim();
  if (secret.length < MIN_SECRET_LENGTH)
    throw new CannotStart(`${file} holds no secret: remove it (everybody will have to sign in again), or set SECRET`);
  return secret;
}

interface Owner {
  pid: number;
  /** Its parent processes, up to the command that was typed. When one of them is gone, the server is orphaned. */
  launchers: number[];
}

/**
 * Makes this process the only server on the folder, and returns a function that releases it. Ends an orphaned server
 * first; throws `CannotStart` if another server still has its launchers.
 */
export async function claimDataFolder(folder: string, launchers: number[]): Promise<() => void> {
  const file = join(folder, "server.json");
  while (!writeIfAbsent(file, JSON.stringify({ pid: process.pid, launchers } satisfies Owner))) {
    const owner = readOwner(file);
    if (owner && isServer(owner.pid)) {
      if (owner.launchers.every(isAlive)) {
        throw new CannotStart(`it is already running on ${folder} (process ${owner.pid}): stop that one, or set DATA_DIR`);
      }
      await endOrphan(owner.pid);
    }
    // Two processes may have waited for the same orphan: a claim that the other has written meanwhile stays.
    if (readOwner(file)?.pid === owner?.pid) rmSync(file, { force: true });
  }
  return () => {
    if (readOwner(file)?.pid === process.pid) rmSync(file, { force: true });
  };
}

function writeIfAbsent(file: string, text: string): boolean {
  try {
    writeFileSync(file, text, { mode: 0o600, flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

function readOwner(file: string): Owner | null {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Owner;
  } catch {
    return null;
  }
}

async function endOrphan(pid: number) {
  for (const signal of ["SIGTERM", "SIGKILL"] as const) {
    const deadline = Date.now() + PATIENCE;
    if (isServer(pid)) process.kill(pid, signal);
    while (isServer(pid) && Date.now() < deadline) await sleep(50);
  }
}

/** Process ids are reused, so on Linux the command line is checked as well. */
function isServer(pid: number): boolean {
  return pid !== process.pid && isAlive(pid) && (process.platform !== "linux" || commandLine(pid).includes("main.ts"));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
  // Zombies still accept signals, but have no command line.
  return process.platform !== "linux" || commandLine(pid) !== "";
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return "";
  }
}
