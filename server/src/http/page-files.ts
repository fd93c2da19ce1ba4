import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { html, type Html } from "./html.ts";

/** Styles of a form that is painted with the document, by the page that has it. */
const FORM_STYLES: Record<string, string> = { "event-page": "src/guests/answer/form-paint.css" };

interface BuiltFile {
  file: string;
  imports?: string[];
  css?: string[];
}
type Manifest = Record<string, BuiltFile>;

/** The files that a page of the web app needs besides those in the document. */
export interface PageFiles {
  /** Preload links for all of them. */
  announcements: Html;
  /** Links to its styles, for a page that is drawn before its scripts have run. They block what follows them. */
  styles: Html;
  /** CSS with which its form is painted before those have arrived. Null: its form needs them, or it has none. */
  formStyles: string | null;
}
/** `part`: a component of the app that is fetched on demand (`web/src/on-demand.ts`), and that the page shows at once. */
export type FilesOf = (page: string, locale: string, part?: string) => PageFiles;

export function createPageFiles(webFolder: string): FilesOf {
  let manifest: Manifest | undefined;
  /** By page, language and part, of which there are few. */
  const made = new Map<string, PageFiles>();

  function filesOf(page: string, locale: string, part?: string): PageFiles {
    manifest ??= readManifest(webFolder);
    const named = reached(manifest, ["index.html"]);
    const words = ["shell", page, ...(part ? ["on-demand"] : [])].map((one) => `src/locales/${locale}.po?part=${one}`);
    const more = [...reached(manifest, [`src/pages/${page}.tsx`, `src/${part}.tsx`, ...words]).difference(named)].map(
      (key) => manifest![key]!,
    );
    const known = new Set([...named].flatMap((key) => manifest![key]!.css ?? []));
    const styles = new Set(more.flatMap(({ css = [] }) => css)).difference(known);
    return {
      announcements: html`${more.map(({ file }) => html`<link rel="modulepreload" crossorigin href="/${file}" />`)}${[...styles].map(
        (file) => html`<link rel="preload" as="style" crossorigin href="/${file}" />`,
      )}`,
      styles: html`${[...styles].map((file) => html`<link rel="stylesheet" crossorigin href="/${file}" />`)}`,
      formStyles: formStyles(webFolder, manifest)[page] ?? null,
    };
  }

  return (page, locale, part) => {
    const key = `${page} ${locale} ${part}`;
    const files = made.get(key) ?? filesOf(page, locale, part);
    made.set(key, files);
    return files;
  };
}

/** The CSS of forms that are painted with the document, by page, as the build made it. */
export function formStyles(webFolder: string, manifest = readManifest(webFolder)): Record<string, string> {
  const built = Object.entries(FORM_STYLES).filter(([, source]) => manifest[source]);
  return Object.fromEntries(built.map(([page, source]) => [page, readFileSync(join(webFolder, manifest[source]!.file), "utf8").trim()]));
}

/** The manifest of `npm run build -w web`; empty if none is built. */
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
