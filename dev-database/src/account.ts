import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname } from "node:path";

/** Used if /etc/passwd has no `nobody`; its usual number on Linux. */
const NOBODY = 65534;

/** A user that processes can be started as. */
export interface Account {
  uid: number;
  gid: number;
}

/**
 * The user that the database server runs as: PostgreSQL refuses to run as root, so root starts it as the owner of the data, or
 * as `nobody` if there is no data yet. Null: the current user.
 */
export function accountFor(dataFolder: string): Account | null {
  if (process.getuid?.() !== 0) return null;
  const owner = existsSync(dataFolder) ? statSync(dataFolder) : null;
  return owner && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : nobody();
}

/** Looked up, since `initdb` needs an existing user. */
function nobody(): Account {
  const users = existsSync("/etc/passwd") ? readFileSync("/etc/passwd", "utf8").split("\n") : [];
  const [, , uid, gid] = users.find((line) => line.startsWith("nobody:"))?.split(":") ?? [];
  return { uid: Number(uid ?? NOBODY), gid: Number(gid ?? NOBODY) };
}

/** Whether this user can enter a folder or, if it does not exist yet, its nearest existing parent. */
export function mayEnter(folder: string, account: Account): boolean {
  if (!existsSync(folder)) return mayEnter(dirname(folder), account);
  try {
    execFileSync("/bin/sh", ["-c", 'cd "$1"', "sh", folder], { ...account, stdio: "ignore", cwd: "/" });
    return true;
  } catch {
    return false;
  }
}
