import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { toolCache } from "./tool-cache.ts";

/** What decides what a check says. */
interface Inputs {
  folder: string;
  /** Files and folders of the source. */
  paths: string[];
  /** Versions of what reads them. */
  versions: string[];
}

/** Whether a check has passed on this machine for exactly this. */
export interface Kept {
  /** When it passed; null: it has to run. */
  since: string | null;
  /** Remembers that it passed, if nothing has changed since this was made. */
  keep(): void;
}

/** For a check that says the same of the same source each time, and reads nothing else. */
export function keptPass(name: string, inputs: Inputs, cache = toolCache("kept")): Kept {
  const stamp = stampOf(inputs);
  const file = join(cache, `${name}-${stamp}`);
  return {
    since: existsSync(file) ? readFileSync(file, "utf8") : null,
    keep() {
      if (stampOf(inputs) === stamp) writeFileSync(file, new Date().toISOString());
    },
  };
}

/** Names of files of the source, sorted: also of those that are not committed, but not of those that git ignores. */
export function sourceFiles({ folder, paths }: Pick<Inputs, "folder" | "paths">): string[] {
  const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", ...paths], {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 2 ** 26,
  });
  const isFile = (name: string) => name !== "" && statSync(join(folder, name), { throwIfNoEntry: false })?.isFile();
  return [...new Set(listed.split("\0"))].filter(isFile).sort();
}

function stampOf(inputs: Inputs): string {
  const { folder, paths, versions } = inputs;
  const hash = createHash("sha256").update(JSON.stringify([...versions, paths]));
  for (const name of sourceFiles(inputs)) {
    const content = readFileSync(join(folder, name));
    hash.update(`${name}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex").slice(0, 32);
}
