import { execFileSync } from "node:child_process";
import { chmodSync, chownSync, globSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Failed } from "../failed.ts";

/** Most files that a program is called with at a time. */
const AT_ONCE = 500;
const DAY = 86_400_000;

/**
 * Locks what is whole in a repository's folder by the file system's flag for it (`chattr +i`): until it is taken away again, which takes
 * root on this machine, nobody can change, replace, move or remove it. Folders become root's, so that they cannot be moved either; new files
 * can be written as before. What is older than so many days is free again. It has to run every minute or so: what is younger is not locked.
 */
export function lockFolder(folder: string, days: number, now = Date.now()): { locked: number; released: number } {
  if (process.getuid?.() !== 0) throw new Failed("only root can lock files");
  const found = globSync("**/*", { cwd: folder }).map((name) => ({ path: join(folder, name), stat: statSync(join(folder, name)) }));
  for (const path of [folder, ...found.filter(({ stat }) => stat.isDirectory()).map((one) => one.path)]) keepInPlace(path);
  const files = found.filter(({ path, stat }) => stat.isFile() && !path.endsWith(".unfinished"));
  const isOld = ({ stat }: (typeof files)[number]) => now - stat.mtimeMs > days * DAY;
  const [old, young] = [files.filter(isOld), files.filter((file) => !isOld(file))];
  flag(
    "+i",
    young.map(({ path }) => path),
  );
  flag(
    "-i",
    old.map(({ path }) => path),
  );
  return { locked: young.length, released: old.length };
}

/** Why files in this place cannot be locked; null: they can. It takes root, a file system that has the flag, and the right to set it. */
export function cannotLock(place: string): string | null {
  const folder = mkdtempSync(join(place, "turnout-can-lock-"));
  try {
    writeFileSync(join(folder, "file"), "");
    lockFolder(folder, 1);
    lockFolder(folder, 1, Date.now() + 2 * DAY);
    return null;
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    return error.message;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Whoever could write here still can; only owners remove their files, and nobody but root the folder. */
function keepInPlace(path: string) {
  const { uid, gid } = statSync(path);
  if (uid === 0) return;
  chownSync(path, 0, gid);
  chmodSync(path, 0o1770);
}

function flag(change: "+i" | "-i", paths: string[]) {
  for (let at = 0; at < paths.length; at += AT_ONCE) {
    try {
      execFileSync("chattr", [change, "--", ...paths.slice(at, at + AT_ONCE)], { stdio: ["ignore", "ignore", "pipe"] });
    } catch (error) {
      throw new Failed(
        `files cannot be locked here: ${
          String((error as { stderr?: Buffer }).stderr ?? error)
            .trim()
            .split("\n")[0]
        }`,
      );
    }
  }
}
