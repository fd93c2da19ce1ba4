import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Where the bundle's files lie in an installation. */
export const BUNDLE = "server/bundle";

/** A package whose code is in the bundle. */
export interface BundledPackage {
  name: string;
  version: string;
  license: string;
}

interface Manifest extends BundledPackage {
  dependencies?: Record<string, string>;
  author?: string | { name: string };
}

const LICENCE_FILE = /^(licen[cs]e|notice|copying|third-party)/i;
/** Some packages have their licence only at the end of this file. */
const README = /^readme/i;
const LICENCE_SECTION = /^#+ *licen[cs]e\b[^]*/im;

/**
 * Folders of the packages that these modules are from, none for our own, and of all that they depend on: a package that is
 * built before it is published can have the code of others in its files, as glob has minimatch's.
 */
export function packageFolders(modules: string[]): string[] {
  const found = new Set(modules.flatMap((id) => /^\0?(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(id)?.[1] ?? []));
  // A set yields what is added to it meanwhile.
  for (const folder of found) for (const name of Object.keys(manifestIn(folder).dependencies ?? {})) found.add(resolved(folder, name));
  return [...found].toSorted();
}

/** Its folder by Node's resolution. */
function resolved(from: string, name: string): string {
  const found = join(from, "node_modules", name);
  if (existsSync(found)) return found;
  if (from === dirname(from)) throw new Error(`${name} is not installed`);
  return resolved(dirname(from), name);
}

/** Throws where a package does not say what a bill of materials has to. */
export function packageIn(folder: string): BundledPackage {
  const { name, version, license } = manifestIn(folder);
  if (![name, version, license].every((one) => typeof one === "string")) throw new Error(`${folder} lacks a name, a version or a licence`);
  return { name, version, license };
}

/** Licences of packages that are published without theirs, as their repositories have them. */
const KEPT_LICENCES = join(import.meta.dirname, "licences");

/** What has to be passed on with a package's code: its licence, its authors' notices. */
export function licenceText(folder: string): string {
  const { name, version, license, author } = manifestIn(folder);
  const read = (file: string) => readFileSync(join(folder, file), "utf8").trim();
  const files = readdirSync(folder);
  const texts = files.filter((file) => LICENCE_FILE.test(file)).map(read);
  const sections = files.filter((file) => README.test(file)).flatMap((file) => LICENCE_SECTION.exec(read(file))?.[0] ?? []);
  const kept = join(KEPT_LICENCES, `${name}.txt`);
  if (texts.length === 0 && existsSync(kept)) texts.push(readFileSync(kept, "utf8").trim());
  const by = typeof author === "object" ? author.name : author;
  return [`${name} ${version}: ${license}${by ? `, by ${by}` : ""}`, ...(texts.length > 0 ? texts : sections)].join("\n\n");
}

const manifestIn = (folder: string) => JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
