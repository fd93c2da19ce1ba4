import { existsSync, lstatSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

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

/** All packages in an unpacked image: Debian's, npm's, and libraries bundled as binaries by npm packages. */
export function packagesIn(folder: string): Package[] {
  const npm = npmFolders(join(folder, "app/node_modules")).flatMap(npmPackages);
  return [...debianPackages(join(folder, "var/lib/dpkg/status.d")), ...npm];
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

function npmFolders(modules: string): string[] {
  if (!existsSync(modules)) return [];
  return readdirSync(modules).flatMap((name) => {
    const folder = join(modules, name);
    if (name.startsWith(".") || lstatSync(folder).isSymbolicLink()) return []; // a workspace of our own
    return name.startsWith("@") ? npmFolders(folder) : [folder, ...npmFolders(join(folder, "node_modules"))];
  });
}

function npmPackages(folder: string): Package[] {
  const { name, version, license } = readJson(join(folder, "package.json")) as { name: string; version: string; license?: string };
  const purl = `pkg:npm/${name.replace("@", "%40")}@${version}`;
  const itself: Package = { name, version, purl, ...(typeof license === "string" && { licence: license }) };
  // sharp lists the libraries in its binaries here.
  const inner = join(folder, "versions.json");
  if (!existsSync(inner)) return [itself];
  const libraries = Object.entries(readJson(inner) as Record<string, string>);
  return [itself, ...libraries.map(([library, its]) => ({ ...generic(library, its), inside: purl }))];
}

const generic = (name: string, version: string): Package => ({ name, version, purl: `pkg:generic/${name}@${encodeURIComponent(version)}` });

const readJson = (file: string) => JSON.parse(readFileSync(file, "utf8")) as unknown;
