import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname } from "node:path";

/** Where /etc/passwd names no `nobody`; the number it has on every Linux. */
const NOBODY = 65534;

/** A user that processes can be started as. */
export interface Account {
  uid: number;
  gid: number;
}

/**
 * Whom the database server runs as: PostgreSQL refuses to be root, so root starts it as the owner of the data, or as
 * `nobody` where there is none yet. Null: as whoever we are.
 */
export function accountFor(dataFolder: string): Account | null {
  if (process.getuid?.() !== 0) return null;
  const owner = existsSync(dataFolder) ? statSync(dataFolder) : null;
  return owner && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : nobody();
}

/** `initdb` needs a user that exists, so the entry is looked up, not assumed. */
function nobody(): Account {
  const users = existsSync("/etc/passwd") ? readFileSync("/etc/passwd", "utf8").split("\n") : [];
  const [, , uid, gid] = users.find((line) => line.startsWith("nobody:"))?.split(":") ?? [];
  return { uid: Number(uid ?? NOBODY), gid: Number(gid ?? NOBODY) };
}

/** Whether this user gets through to a folder; where it does not exist yet, to the nearest one that does. */
export function mayEnter(folder: string, account: Account): boolean {
  if (!existsSync(folder)) return mayEnter(dirname(folder), account);
  try {
    execFileSync("/bin/sh", ["-c", 'cd "$1"', "sh", folder], { ...account, stdio: "ignore", cwd: "/" });
    return true;
  } catch {
    return false;
  }
}
