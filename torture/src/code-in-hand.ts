import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

export interface CodeInHand {
  commit: string;
  /** A hash of the code that was tried out, whether or not it was committed: what was found counts while it is unchanged. */
  code: string;
}

const root = resolve(import.meta.dirname, "../..");
/** What real processes try out. */
const tried = ["contract/src", ...["log", "realtime", "events", "guests", "invitations", "chat", "db"].map((part) => `server/src/${part}`)];

/** The code of a round with real processes. */
export const triedCode = (): CodeInHand => codeOf(tried.flatMap((folder) => sourcesIn(join(root, folder))));

/** The code of a schedule: what a process that plays some loads of the server and the contract. */
export function simulatedCode(): CodeInHand {
  const loaded = modulesFrom(join(root, "torture/src/simulation/play-seeds.ts"));
  return codeOf([...loaded].filter((path) => /^(server|contract)\//.test(relative(root, path))));
}

/** All that a verdict depends on: the product, those who judge it, and the packages of both. */
export function judgedCode(): CodeInHand {
  const sources = ["contract/src", "server/src", "torture/src"].flatMap((folder) => sourcesIn(join(root, folder)));
  return codeOf([...sources, join(root, "package-lock.json")]);
}

function codeOf(paths: string[]): CodeInHand {
  const hash = createHash("sha256");
  for (const path of paths.toSorted()) hash.update(relative(root, path)).update("\0").update(readFileSync(path));
  return { commit: currentCommit(), code: hash.digest("hex").slice(0, 12) };
}

function sourcesIn(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile() && /\.(ts|sql)$/.test(entry.name) && !/\.test(-support)?\.ts$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** A module of ours, and all that it loads, by itself and through others; what is imported for its types is not loaded. */
export function modulesFrom(path: string, found = new Set<string>()): Set<string> {
  if (found.has(path)) return found;
  found.add(path);
  const source = readFileSync(path, "utf8");
  for (const [, name] of source.matchAll(/^(?:import|export)\s(?!type\s)[^;]*?["']((?:\.|@turnout\/contract\/)[^"']*)["'];/gm)) {
    modulesFrom(
      name!.startsWith(".") ? resolve(dirname(path), name!) : join(root, name!.replace("@turnout/contract", "contract/src").concat(".ts")),
      found,
    );
  }
  return found;
}

function currentCommit(): string {
  try {
    return execFileSync("git", ["rev-parse", "--short=12", "HEAD"], { cwd: root, encoding: "utf8" }).trim();
  } catch {
    return "none"; // an unpacked archive
  }
}
