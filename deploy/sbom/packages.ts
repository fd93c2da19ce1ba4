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

/** All packages in an unpacked image: Debian's, npm's, those whose code is bundled with ours, and libraries bundled as binaries by npm packages. */
export function packagesIn(folder: string): Package[] {
  const npm = npmFolders(join(folder, "app/node_modules")).flatMap(npmPackages);
  return [...debianPackages(join(folder, "var/lib/dpkg/status.d")), ...npm, ...bundledPackages(join(folder, "app", BUNDLE))];
}

/** Node and the libraries compiled into it, from `process.versions`. */
export function nodePackages(versions: Record<string, string>): Package[] {
  const node = generic("node", versions.node!);
  const parts = Object.entries(versions).filter(([name, version]) => name !== "node" && /^v?\d+\.\d+/.test(version));
  return [node, ...parts.map(([name, version]) => ({ ...generic(name, version), inside: node.purl }))];
}

function debianPackages(folder: string): Package[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).map((file) => {
    const text = readFileSync(join(folder, file), "utf8");
    const field = (name: string) => new RegExp(`^${name}: (.+)$`, "m").exec(text)![1]!;
    const [name, version] = [field("Package"), field("Version")];
    const purl = `pkg:deb/debian/${encodeURIComponent(name)}@${encodeURIComponent(version)}?arch=${field("Architecture")}`;
    return { name, version, purl };
  });
}

/** Throws where the bundle does not say what is in it: a bill without them would be wrong. */
function bundledPackages(bundle: string): Package[] {
  return (readJson(join(bundle, "packages.json")) as BundledPackage[]).map(npmPackage);
}

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
