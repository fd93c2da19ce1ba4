import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { html, type Html } from "./html.ts";

interface BuiltFile {
  file: string;
  imports?: string[];
  css?: string[];
}
type Manifest = Record<string, BuiltFile>;

/** Announces what a page of the web app needs besides what its document names, so that a browser fetches all of it at once. */
export type AnnounceFiles = (page: string, locale: string) => Html;

export function createFileAnnouncer(webFolder: string): AnnounceFiles {
  let manifest: Manifest | undefined;
  /** By page and language, both of which are ours: few. */
  const made = new Map<string, Html>();

  function announced(page: string, locale: string): Html {
    manifest ??= readManifest(webFolder);
    const named = reached(manifest, ["index.html"]);
    const words = ["shell", page].map((part) => `src/locales/${locale}.po?part=${part}`);
    const more = [...reached(manifest, [`src/pages/${page}.tsx`, ...words]).difference(named)].map((key) => manifest![key]!);
    const known = new Set([...named].flatMap((key) => manifest![key]!.css ?? []));
    const styles = new Set(more.flatMap(({ css = [] }) => css)).difference(known);
    return html`${more.map(({ file }) => html`<link rel="modulepreload" crossorigin href="/${file}" />`)}${[...styles].map(
      (file) => html`<link rel="preload" as="style" crossorigin href="/${file}" />`,
    )}`;
  }

  return (page, locale) => {
    const key = `${page} ${locale}`;
    const files = made.get(key) ?? announced(page, locale);
    made.set(key, files);
    return files;
  };
}

/** What `npm run build -w web` says about its files; nothing where nothing is built. */
function readManifest(webFolder: string): Manifest {
  const file = join(webFolder, ".vite/manifest.json");
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Manifest) : {};
}

function reached(manifest: Manifest, keys: string[], found = new Set<string>()): Set<string> {
  for (const key of keys) {
    if (found.has(key) || !manifest[key]) continue;
    found.add(key);
    reached(manifest, manifest[key].imports ?? [], found);
  }
  return found;
}
