import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { accountFor } from "../../dev-database/src/account.ts";
import { startServerOn, stopServer } from "../../dev-database/src/embedded-postgres.ts";
import { makeSystemFolder } from "../../dev-database/src/postgres-binaries.ts";
import { contentOf, differences, withClient } from "../../server/src/db/content.ts";
import { freePort } from "../../server/src/free-port.ts";
import { cannotLock, lockFolder } from "../backup/lock-folder.ts";
import { openRepositories } from "../backup/repositories.ts";
import { restore } from "../backup/restore.ts";
import { ageProgram } from "../backup/settings.ts";
import { takeBackup } from "../backup/take-backup.ts";
import { MissingTool } from "../failed.ts";
import { startBackedUp } from "./backed-up-postgres.ts";
import { makeEvents, untilStored, writeEntries } from "./pitr.ts";

/** Entries in the logs, half of them written after the backup. */
const ENTRIES = 20_000;
const DAYS = 35;
/** Later than any lock. */
const AFTERWARDS = Date.now() + 10 * 365 * 86_400_000;

/** What came of bringing the database back. */
export interface BroughtBack {
  /** What differs between the database before the attack and the one that was brought back; null: nothing was brought back. */
  differences: string[] | null;
  /** Why not. */
  reason: string;
  /** From the attack's end until the data were there (ms). */
  took: number;
}

export interface LockedCopy extends BroughtBack {
  /** Files of the second repository before the attack, and those of them that were whole after it. */
  files: number;
  left: number;
  /** Of the first one, after it. */
  leftInFirst: number;
}

/**
 * A backup in two repositories, entries after it, and somebody who has all that the product and its backups have: the database is emptied and
 * everything in both repositories overwritten, moved and removed, as far as the machine lets them. What is left is brought back.
 */
export async function lockedCopy({ isLocked }: { isLocked: boolean }): Promise<LockedCopy> {
  const why = cannotLock(tmpdir());
  if (why !== null) throw new MissingTool(`skipped: ${why}`);
  return withBackups(async ({ folders: [first, second], empty, bringBack }) => {
    try {
      if (isLocked) lockFolder(second, DAYS);
      const sums = sumsOf(second);
      await empty();
      const began = performance.now();
      const left = sumsOf(second);
      return {
        files: sums.size,
        left: [...sums].filter(([name, sum]) => left.get(name) === sum).length,
        leftInFirst: sumsOf(first).size,
        ...(await bringBack(second, began)),
      };
    } finally {
      if (isLocked) lockFolder(second, DAYS, AFTERWARDS);
    }
  });
}

export interface MadeBackups {
  /** Both repositories, as the account of backups has them. */
  folders: [string, string];
  /** Somebody empties the database, and both folders as far as that account may; then the database is gone. */
  empty(): Promise<void>;
  /** From this folder alone; `began`: the moment from which it counts (ms). */
  bringBack(folder: string, began: number): Promise<BroughtBack>;
  scratch: string;
}

/** A database of many entries, half of them written after a backup in two repositories. */
export async function withBackups<Seen>(work: (backups: MadeBackups) => Promise<Seen>): Promise<Seen> {
  const account = accountFor("/nowhere");
  if (!account) throw new MissingTool("skipped: only root can play another account");
  const scratch = makeSystemFolder("locked-copy-");
  const source = await startBackedUp();
  const folders = source.settings.repositories.folders as [string, string];
  const stopFollowing = source.follow();
  try {
    const { settings, url } = source;
    await makeEvents(url);
    await writeEntries(url, ENTRIES / 2);
    await takeBackup(settings, "full");
    await writeEntries(url, ENTRIES / 2);
    await untilStored(settings, url);
    await stopFollowing();
    const before = await contentOf(url);
    // As if all of it had been written by the account that backups run as.
    for (const folder of folders) execFileSync("chown", ["--recursive", `${account.uid}:${account.gid}`, folder]);
    return await work({
      folders,
      scratch,
      async empty() {
        await withClient(url, (client) => client.query("drop schema public cascade; drop schema if exists jobs cascade"));
        attack(folders, account);
        await source.destroy();
      },
      async bringBack(from, began) {
        const repositories = openRepositories({ folders: [from], recipient: "", identity: settings.identity, age: await ageProgram() });
        const folder = join(scratch, "data");
        const reason = await restore({ ...settings, repositories }, folder, null).then(
          () => "",
          (error: Error) => error.message,
        );
        const took = performance.now() - began;
        const found = reason ? null : differences(before, await contentIn(folder, settings.programs, url)).filter(isNoEpoch);
        return { differences: found, reason, took };
      },
    });
  } finally {
    await stopFollowing().catch(() => {});
    await source.close();
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** A restore begins a new one. */
const isNoEpoch = (difference: string) => !difference.startsWith("instance:");

/** Everything that the account may do to these folders; it goes on where it may not. */
function attack(folders: string[], { uid, gid }: { uid: number; gid: number }) {
  const script = `
    chattr -R -i "$@"
    for folder in "$@"; do
      find "$folder" -type f -exec sh -c 'chmod u+w "$1"; : > "$1"; echo gone > "$1"; mv "$1" "$1.gone"; rm -f "$1"' sh {} \\;
      for inside in "$folder"/*; do mv "$inside" "$inside.gone"; done
      rm -rf "$folder"/*
      mv "$folder" "$folder.gone"
    done; true`;
  execFileSync("setpriv", [`--reuid=${uid}`, `--regid=${gid}`, "--clear-groups", "sh", "-c", script, "sh", ...folders], {
    cwd: tmpdir(),
    stdio: "ignore",
  });
}

/** SHA-256 of each file, by its path. */
export function sumsOf(folder: string): Map<string, string> {
  const said = execFileSync("find", [folder, "-type", "f", "-exec", "sha256sum", "{}", "+"], { encoding: "utf8", maxBuffer: 1 << 26 });
  const lines = said.split("\n").filter(Boolean);
  return new Map(lines.map((line) => [line.slice(66), line.slice(0, 64)]));
}

async function contentIn(folder: string, bin: string, url: string) {
  const port = await freePort();
  const server = await startServerOn({ bin, account: accountFor(folder), folder, password: "" }, port, {});
  const there = new URL(url);
  there.port = String(port);
  try {
    return await contentOf(String(there));
  } finally {
    await stopServer(server);
  }
}
