import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeSystemFolder, SYSTEM_FOLDER } from "../../dev-database/src/postgres-binaries.ts";

/** Names of this product's folders in a place that others use too. */
const OURS = "turnout-";
/** How old one has to be whose name does not say which process made it (ms). */
const FORGOTTEN = 86_400_000;

/**
 * A new folder for what is not encrypted, which is removed by whoever made it. What a killed process has left of the same kind goes first:
 * nobody else would ever remove it.
 */
export function workFolder(kind: string): string {
  const isRoot = process.getuid?.() === 0;
  const place = isRoot ? SYSTEM_FOLDER : tmpdir();
  const prefix = isRoot ? `${kind}-` : `${OURS}${kind}-`;
  mkdirSync(place, { recursive: true });
  for (const name of readdirSync(place).filter((one) => one.startsWith(prefix)))
    if (isLeft(join(place, name), name.slice(prefix.length))) rmSync(join(place, name), { recursive: true, force: true });
  const own = `${prefix}${process.pid}-`;
  const folder = isRoot ? makeSystemFolder(own) : mkdtempSync(join(place, own));
  chmodSync(folder, 0o700);
  return folder;
}

function isLeft(path: string, rest: string): boolean {
  const [, pid] = /^(\d+)-/.exec(rest) ?? [];
  return pid === undefined ? Date.now() - statSync(path).mtimeMs > FORGOTTEN : !isRunning(Number(pid));
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}
