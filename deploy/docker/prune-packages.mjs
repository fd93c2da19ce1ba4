// Leaves in node_modules the named packages and what they need at run time: the code of all others is in the bundle. Packages
// carry maps, types and documents that nothing here reads.
import { existsSync, lstatSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";

const root = process.cwd();
const UNUSED_FILE = /\.(map|[cm]?ts|md|markdown|flow|tsbuildinfo)$/;
const UNUSED_FOLDER = new Set(["test", "tests", "__tests__", "docs", "example", "examples", "benchmark", "benchmarks", ".github"]);
/** Folders of browser builds. */
const BROWSER_BUILD = new Set(["amd", "umd", "cjs-browser", "browser", "global", "es6"]);
const KEPT = /^(licen[cs]e|notice|copying)/i;

const needed = new Set();
for (const name of process.argv.slice(2)) {
  const folder = join(root, "node_modules", name);
  needed.add(folder);
  follow(folder);
}
for (const folder of installed(join(root, "node_modules"))) {
  if (needed.has(folder)) prune(folder);
  else rmSync(folder, { recursive: true, force: true }); // it may have gone with the one that it lies in
}
rmSync(join(root, "node_modules/.bin"), { recursive: true, force: true });

function follow(folder) {
  const { dependencies, optionalDependencies, peerDependencies, peerDependenciesMeta } = manifest(folder);
  const peers = Object.keys(peerDependencies ?? {}).filter((name) => !peerDependenciesMeta?.[name]?.optional);
  for (const name of [...Object.keys({ ...dependencies, ...optionalDependencies }), ...peers]) {
    const found = find(folder, name);
    if (!found || needed.has(found)) continue;
    needed.add(found);
    follow(found);
  }
}

/** The package's folder by Node's resolution. */
function find(from, name) {
  for (let folder = from; folder.startsWith(root); folder = dirname(folder)) {
    const found = join(folder, "node_modules", name);
    if (existsSync(join(found, "package.json"))) return found;
  }
  return null;
}

function installed(modules) {
  if (!existsSync(modules)) return [];
  const entries = readdirSync(modules).filter((name) => !name.startsWith("."));
  return entries.flatMap((name) => {
    const folder = join(modules, name);
    if (lstatSync(folder).isSymbolicLink()) return []; // a workspace
    if (name.startsWith("@")) return installed(folder);
    return [folder, ...installed(join(folder, "node_modules"))];
  });
}

function prune(folder, isTop = true) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (entry.name === "node_modules") continue;
      if (BROWSER_BUILD.has(entry.name) || (isTop && UNUSED_FOLDER.has(entry.name))) rmSync(path, { recursive: true });
      else prune(path, false);
    } else if (UNUSED_FILE.test(entry.name) && !KEPT.test(entry.name)) rmSync(path);
  }
}

function manifest(folder) {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
}
