import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";

/** Writes which packages' code is in the app, for its bill of materials: nothing in the app's files says it. Without a file: nothing. */
export function listPackages(file: string | undefined): Plugin {
  return {
    name: "list-packages",
    apply: "build",
    writeBundle() {
      if (file) writeFileSync(file, JSON.stringify(packagesOf(this.getModuleIds()), null, 2));
    },
  };
}

/** Name, version and licence of each package that one of these modules is from, by name. */
export function packagesOf(modules: Iterable<string>): { name: string; version: string; license: string }[] {
  const folders = new Set([...modules].flatMap((id) => /^\0?(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(id)?.[1] ?? []));
  return [...folders].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Record<string, string>;
    if (!name || !version || !license) throw new Error(`${folder} lacks a name, a version or a licence`);
    return { name, version, license };
  });
}
