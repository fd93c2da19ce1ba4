import { existsSync, lstatSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { BUNDLE, type BundledPackage } from "../../server/bundle/packages.ts";

type Manifest = Pick<BundledPackage, "name" | "version"> & Partial<BundledPackage>;

/** Third-party software in an image. */
export interface Package {
  name: string;
  version: string;
  /** Package URL (purl), by which scanners identify it. */
  purl: string;
  licence?: string;
  /** Package URL of the package that bundles it; package lists do not show it. */
  inside?: string;
}

/** Where the web image says which packages are in the app's files. */
const IN_THE_APP = "usr/share/turnout/packages.json";

/**
 * All packages in an unpacked image: Debian's or Alpine's, npm's, those whose code is bundled with ours, and libraries bundled as binaries by npm
 * packages. Throws where a bundle does not say what is in it: a bill without them would be wrong.
 */
export function packagesIn(folder: string, image: "server" | "web" | "database"): Package[] {
  const system = [...debianPackages(folder), ...alpinePackages(join(folder, "lib/apk/db/installed"))];
  if (image === "database") return system;
  if (image === "web") return [...system, ...bundledPackages(join(folder, IN_THE_APP))];
  const npm = npmFolders(join(folder, "app/node_modules")).flatMap(npmPackages);
  return [...system, ...npm, ...bundledPackages(join(folder, "app", BUNDLE, "packages.json"))];
}

/** PostgreSQL, from what its program says of itself, unless it is a package of the system. */
export function postgresPackages(said: string, system: Package[]): Package[] {
  const version = /\(PostgreSQL\) (\d+\.\d+)/.exec(said)?.[1];
  if (!version) throw new Error(`PostgreSQL does not say its version: ${said}`);
  const isThere = system.some(({ name }) => /^postgresql-\d+$/.test(name));
  return isThere ? [] : [{ ...generic("postgresql", version), licence: "PostgreSQL" }];
}

/** Node and the libraries compiled into it, from `process.versions`. */
export function nodePackages(versions: Record<string, string>): Package[] {
  const node = generic("node", versions.node!);
  const parts = Object.entries(versions).filter(([name, version]) => name !== "node" && /^v?\d+\.\d+/.test(version));
  return [node, ...parts.map(([name, version]) => ({ ...generic(name, version), inside: node.purl }))];
}

/** What lies in an image without dpkg has a file for each package. */
function debianPackages(root: string): Package[] {
  const [folder, list] = [join(root, "var/lib/dpkg/status.d"), join(root, "var/lib/dpkg/status")];
  const each = existsSync(folder) ? readdirSync(folder).map((file) => readFileSync(join(folder, file), "utf8")) : [];
  const listed = existsSync(list) ? stanzasIn(list).filter((text) => /^Status: .* installed$/m.test(text)) : [];
  return [...each, ...listed].map((text) => {
    const [name, version] = [field(text, "Package"), field(text, "Version")];
    const purl = `pkg:deb/debian/${encodeURIComponent(name)}@${encodeURIComponent(version)}?arch=${field(text, "Architecture")}`;
    return { name, version, purl };
  });
}

function alpinePackages(list: string): Package[] {
  if (!existsSync(list)) return [];
  return stanzasIn(list).map((text) => {
    const [name, version] = [field(text, "P"), field(text, "V")];
    const purl = `pkg:apk/alpine/${encodeURIComponent(name)}@${encodeURIComponent(version)}?arch=${field(text, "A")}`;
    return { name, version, purl, licence: field(text, "L") };
  });
}

const stanzasIn = (file: string) =>
  readFileSync(file, "utf8")
    .split(/\n\n+/)
    .filter((text) => text.trim());
const field = (text: string, name: string) => new RegExp(`^${name}: ?(.+)$`, "m").exec(text)![1]!;

const bundledPackages = (file: string): Package[] => (readJson(file) as BundledPackage[]).map(npmPackage);

function npmFolders(modules: string): string[] {
  if (!existsSync(modules)) return [];
  return readdirSync(modules).flatMap((name) => {
    const folder = join(modules, name);
    if (name.startsWith(".") || lstatSync(folder).isSymbolicLink()) return []; // a workspace of our own
    return name.startsWith("@") ? npmFolders(folder) : [folder, ...npmFolders(join(folder, "node_modules"))];
  });
}

function npmPackages(folder: string): Package[] {
  const itself = npmPackage(readJson(join(folder, "package.json")) as Manifest);
  // sharp lists the libraries in its binaries here.
  const inner = join(folder, "versions.json");
  if (!existsSync(inner)) return [itself];
  const libraries = Object.entries(readJson(inner) as Record<string, string>);
  return [itself, ...libraries.map(([library, its]) => ({ ...generic(library, its), inside: itself.purl }))];
}

function npmPackage({ name, version, license }: Manifest): Package {
  const purl = `pkg:npm/${name.replace("@", "%40")}@${version}`;
  return { name, version, purl, ...(typeof license === "string" && { licence: license }) };
}

const generic = (name: string, version: string): Package => ({ name, version, purl: `pkg:generic/${name}@${encodeURIComponent(version)}` });

const readJson = (file: string) => JSON.parse(readFileSync(file, "utf8")) as unknown;
