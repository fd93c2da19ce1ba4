import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

interface BuiltFile {
  file: string;
  imports?: string[];
  css?: string[];
}

/**
 * Leaves to the service worker only the scripts and styles that the offline page needs. All others have names that change
 * with their content, so that the browser's own cache keeps them as well, without a phone fetching pages nobody asked for.
 */
export function offlineFiles(folder: string) {
  return <Entry extends { url: string }>(entries: Entry[]) => {
    const path = join(folder, ".vite/manifest.json");
    if (!existsSync(path)) return { manifest: entries, warnings: [] }; // the build has failed, and Vite says why only if this goes on
    const manifest = JSON.parse(readFileSync(path, "utf8")) as Record<string, BuiltFile>;
    const words = Object.keys(manifest).filter((key) => /\.po\?part=(shell|offline)$/.test(key));
    const needed = new Set(
      reached(manifest, ["offline.html", ...words]).flatMap((key) => [manifest[key]!.file, ...(manifest[key]!.css ?? [])]),
    );
    return { manifest: entries.filter(({ url }) => !/^assets\/.*\.(js|css)$/.test(url) || needed.has(url)), warnings: [] };
  };
}

function reached(manifest: Record<string, BuiltFile>, keys: string[], found = new Set<string>()): string[] {
  for (const key of keys) {
    if (found.has(key)) continue;
    found.add(key);
    reached(manifest, manifest[key]!.imports ?? [], found);
  }
  return [...found];
}
