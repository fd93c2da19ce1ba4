// Makes of the server and its packages the few files that the image runs: node server/bundle/bundle-server.ts <folder>
import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { rolldown, type OutputChunk, type Plugin } from "rolldown";
import { keepPaths } from "./keep-paths.ts";
import { BUNDLE, licenceText, packageFolders, packageIn, type BundledPackage } from "./packages.ts";

const root = resolve(import.meta.dirname, "../..");
/** What threads and other processes start with is found in the source. */
const ENTRIES = ["server/src/main.ts", "server/bundle/compile-cache.ts"];
/** Packages with native code, which stay packages. */
export const NATIVE = ["sharp"];
/** Not part of an installation; the server says so when it needs one. */
const LEFT_OUT = /\/dev-database\/src\//;
/** What the server reads at run time is not its code. */
const DATA = /\.(sql|css|js|txt|json)$/;

/** What the bundle consists of. */
export interface ServerBundle {
  /** All files of code. */
  files: string[];
  /** Those that a process or a thread starts with, by the path of their source below the root. */
  entries: Record<string, string>;
  packages: BundledPackage[];
}

/**
 * Lays out the server in a folder that is emptied first: with packages of native code beside it, and the built web app, it
 * runs there. Rejects when something that the code imports or finds by its own place would be missing.
 */
export async function bundleServer(folder: string, entries = ENTRIES): Promise<ServerBundle> {
  rmSync(folder, { recursive: true, force: true });
  const { chunks, readByPackages } = await bundleCode(join(folder, BUNDLE), entries);
  // The bundler's helpers are in it, too.
  const bundled = [...packageFolders(chunks.flatMap(({ moduleIds }) => moduleIds)), join(root, "node_modules/rolldown")];
  const packages = bundled.map(packageIn);
  copyData(folder);
  for (const path of readByPackages) cpSync(join(root, path), join(folder, path), { recursive: true });
  const put = (name: string, text: string) => writeFileSync(join(folder, BUNDLE, name), `${text}\n`);
  put("packages.json", JSON.stringify(packages, null, 2));
  put("licences.txt", bundled.map(licenceText).join("\n\n\n"));
  return { files: chunks.map(({ fileName }) => fileName), entries: entriesOf(chunks), packages };
}

/**
 * Writes the code alone, into a folder two levels below the root of an installation, or of this checkout: what is no code is looked for where it
 * lies from there.
 */
export async function bundleCode(to: string, entries: string[]): Promise<{ chunks: OutputChunk[]; readByPackages: string[] }> {
  const paths = keepPaths(root, BUNDLE);
  const bundle = await rolldown({
    cwd: root,
    input: Object.fromEntries(entries.map((path) => [nameOf(path), resolve(root, path)])),
    platform: "node",
    plugins: [leaveOut, paths.plugin],
    external: NATIVE,
    onLog(level, log, handle) {
      if (log.code === "UNRESOLVED_IMPORT") throw new Error(log.message);
      handle(level, log);
    },
  });
  const { output } = await bundle.write({
    dir: to,
    format: "esm",
    entryFileNames: "[name].js",
    chunkFileNames: "[name].js",
    intro: paths.intro,
    // Stack traces and errors name functions and classes as the source does.
    keepNames: true,
    comments: { legal: true, annotation: false, jsdoc: false },
  });
  await bundle.close();
  writeFileSync(join(to, "package.json"), `${JSON.stringify({ type: "module" })}\n`);
  return { chunks: output.filter((one) => one.type === "chunk"), readByPackages: paths.readByPackages() };
}

const nameOf = (path: string) => basename(path).replace(/\.\w+$/, "");

const entriesOf = (chunks: OutputChunk[]) =>
  Object.fromEntries(chunks.filter(({ isEntry }) => isEntry).map((one) => [relative(root, one.facadeModuleId!), one.fileName]));

const leaveOut: Plugin = {
  name: "leave-out",
  resolveId(source, importer) {
    const id = importer && source.startsWith(".") ? resolve(dirname(importer), source) : source;
    return LEFT_OUT.test(id) ? { id: relative(join(root, BUNDLE), id), external: true } : null;
  },
};

/** Each file lies where it does in the source. */
function copyData(folder: string) {
  for (const file of readdirSync(join(root, "server/src"), { recursive: true, encoding: "utf8" })) {
    if (!DATA.test(file)) continue;
    const to = join(folder, "server/src", file);
    mkdirSync(dirname(to), { recursive: true });
    cpSync(join(root, "server/src", file), to);
  }
}

if (import.meta.main) {
  const { files, packages } = await bundleServer(resolve(process.argv[2]!));
  console.log(`${files.length} files, with ${packages.length} packages in them`);
}
