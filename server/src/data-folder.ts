import { randomBytes } from "node:crypto";
import { accessSync, constants, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { CannotStart, MIN_SECRET_LENGTH } from "./config.ts";

/** How long a server that is on its way out, or that nobody watches any more, gets to leave the folder (ms). */
const PATIENCE = 12_000;

/** The folder's full path, made if it is missing. */
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

/** One level at a time: Node's own recursive way never returns on places like /proc. */
function makeFolder(path: string) {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path);
}

/** The secret that was made when it was first asked for, readable by its owner only. */
export function keptSecret(folder: string): string {
  const file = join(folder, "secret");
  // Of two processes that start together, both end up with the first one's.
  writeIfAbsent(file, randomBytes(MIN_SECRET_LENGTH).toString("base64url"));
  const secret = readFileSync(file, "utf8").trim();
  if (secret.length < MIN_SECRET_LENGTH)
    throw new CannotStart(`${file} holds no secret: remove it (everybody will have to sign in again), or set SECRET`);
  return secret;
}

interface Owner {
  pid: number;
  /** What started it, up to the command somebody typed. When one of these is gone, nobody watches it any more. */
  launchers: number[];
}

/**
 * Makes this process the only one that works in the folder, and returns how to leave it. A server whose launcher was
 * killed is ended first; one that is watched by somebody is left alone.
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
    // Two starts may have waited for the same orphan: what the other one wrote by now is not ours to remove.
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

/** A number alone may be somebody else's by now: on Linux the command line is asked as well. */
function isServer(pid: number): boolean {
  return pid !== process.pid && isAlive(pid) && (process.platform !== "linux" || commandLine(pid).includes("main.ts"));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
  // Dead ones that nobody has buried yet still take signals, but have no command line.
  return process.platform !== "linux" || commandLine(pid) !== "";
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return "";
  }
}
