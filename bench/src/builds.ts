import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { Part } from "./result.ts";

/** A checkout of Turnout that is measured, with a database of its own. */
export interface Build {
  name: string;
  part: Part;
  folder: string;
  databaseUrl: string;
}

export const OURS = fileURLToPath(new URL("../..", import.meta.url));

export const ourBuild = (databaseUrl: string): Build => ({ name: "Turnout", part: "ours", folder: OURS, databaseUrl });

/** Another checkout, with its packages installed, named by its commit. */
export function buildBefore(folder: string, databaseUrl: string): Build {
  return { name: `Turnout at ${commitOf(folder)}`, part: "before", folder: resolve(folder), databaseUrl };
}

/** What keeps a folder from being measured; null if nothing does. */
export function whyNotMeasured(folder: string): string | null {
  if (!existsSync(join(folder, "bench/src/servers/turnout.ts"))) return `${folder} is no checkout with benchmarks`;
  if (!existsSync(join(folder, "node_modules"))) return `${folder} has no packages: run npm ci there`;
  const [here, there] = [OURS, folder].map((one) => existsSync(join(one, "web/dist/index.html")));
  return here === there ? null : `the web app is built in one of the two checkouts only: pages would not be alike`;
}

/** The commit of a checkout, and whether what is measured has changed since. */
export function commitOf(folder: string): string {
  const git = (...args: string[]) =>
    execFileSync("git", args, { cwd: folder, stdio: ["ignore", "pipe", "ignore"], encoding: "utf8" }).trim();
  try {
    return git("rev-parse", "--short=7", "HEAD") + (git("status", "--porcelain", "server", "contract") ? " and changes" : "");
  } catch {
    return "unknown";
  }
}
