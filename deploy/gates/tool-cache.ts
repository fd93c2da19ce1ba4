import { mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/**
 * A folder for tools that gates fetch: it outlives checkouts. As root it is not in the home folder, which the user whom a
 * program runs as cannot enter.
 */
export function toolCache(...path: string[]): string {
  const ours = process.getuid?.() === 0 ? "/var/cache" : join(homedir(), ".cache");
  const folder = join(process.env.XDG_CACHE_HOME ?? ours, "turnout/tools", ...path);
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  return folder;
}
