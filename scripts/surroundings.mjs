// Prepares what every command needs: the right Node, and the packages of the lock file.
// Runs on Node 18 and newer with nothing installed: built-in modules only, no TypeScript.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { constants, setPriority } from "node:os";
import { basename, delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** A failure that the user can correct; its message is one line. */
export class CannotGoOn extends Error {}

/** Running processes that were started here; signals are passed on to them. */
const running = new Set();

/**
 * Runs a program and returns its exit code; with `quiet`, its output as well. `yields` runs it at the lowest priority.
 */
export function run(program, args, { quiet = false, yields = false, ...options } = {}) {
  return new Promise((done, fail) => {
    const child = spawn(program, args, {
      cwd: root,
      stdio: quiet ? ["ignore", "pipe", "pipe"] : ["ignore", "inherit", "inherit"],
      ...options,
    });
    running.add(child);
    if (yields && child.pid) setPriority(child.pid, constants.priority.PRIORITY_LOW);
    let output = "";
    child.stdout?.on("data", (chunk) => (output += chunk));
    child.stderr?.on("data", (chunk) => (output += chunk));
    child.once("error", fail);
    child.once("close", (code, signal) => {
      running.delete(child);
      done({ code: code ?? 1, signal, output });
    });
  });
}

/** From now on, passes signals on to the started processes, and ends with them; with `waits`, once all of them have ended. */
export function endWithChildren({ waits = false } = {}) {
  for (const [signal, number] of Object.entries({ SIGINT: 2, SIGTERM: 15, SIGHUP: 1 })) {
    process.once(signal, () => {
      const ended = waits ? [...running].map((child) => new Promise((done) => child.once("close", done))) : [];
      for (const child of running) child.kill("SIGTERM");
      if (ended.length === 0) process.exit(128 + number);
      void Promise.all(ended).then(() => process.exit(128 + number));
    });
  }
}

/** The same rule as `engines` in package.json. */
function isNewEnough(version) {
  const [major, minor] = version.split(".").map(Number);
  return major >= 26 || (major === 24 && minor >= 15);
}

/** Finds or installs Node and the packages, and returns functions that run programs with them. */
export async function prepare() {
  const node = isNewEnough(process.versions.node) ? process.execPath : await nodeFromNpm();
  // Programs that npm starts find `node` by the PATH.
  const env = {
    // Compiling its modules takes half of a server's start.
    NODE_COMPILE_CACHE: join(root, ".cache/node"),
    ...process.env,
    PATH: [dirname(node), process.env.PATH].join(delimiter),
  };
  await installPackages(node, env);
  return { node, env };
}

/** The Node of tools/node: an npm package, locked by hash, without an install script. */
async function nodeFromNpm() {
  const home = join(root, "tools/node");
  const stamp = stampOf([join(home, "package-lock.json")], process.platform, process.arch);
  const stampFile = join(home, "node_modules/.stamp");
  if (readIfThere(stampFile) !== stamp) {
    console.log(`Node ${process.versions.node} is too old: fetching a newer one from npm, for this project only …`);
    await npm(process.execPath, process.env, ["ci", "--prefix", home]);
    writeFileSync(stampFile, stamp);
  }
  const found = readdirSync(join(home, "node_modules"))
    .filter((name) => name.startsWith("node-"))
    .flatMap((name) => ["bin/node", "bin/node.exe"].map((file) => join(home, "node_modules", name, file)))
    .find(existsSync);
  if (!found) throw new CannotGoOn(`There is no packaged Node for ${process.platform} on ${process.arch}: install Node 26 and try again.`);
  return found;
}

async function installPackages(node, env) {
  const { output } = await run(node, ["--version"], { quiet: true });
  const stamp = stampOf([join(root, "package-lock.json")], output.split(".")[0], process.platform, process.arch);
  const stampFile = join(root, "node_modules/.stamp");
  if (readIfThere(stampFile) === stamp) return;
  if (!isInstalled()) {
    console.log("Installing the packages of the lock file …");
    await npm(node, env, ["ci", "--include=dev", "--include=optional"]);
  }
  writeFileSync(stampFile, stamp);
}

function isInstalled() {
  const packagesIn = (lock) => JSON.parse(readIfThere(join(root, lock)) ?? "null")?.packages;
  const installed = packagesIn("node_modules/.package-lock.json");
  const { glibcVersionRuntime } = process.report.getReport().header;
  const here = { os: process.platform, cpu: process.arch, libc: glibcVersionRuntime ? "glibc" : "musl" };
  return installed !== undefined && areAll(installed, packagesIn("package-lock.json"), here);
}

/**
 * Whether the installed packages are those of the lock file. Optional ones for another machine may be missing. Those for this machine may
 * not: an npm that runs on a Node too old for them leaves them out without a word, and what needs them fails later.
 */
export function areAll(installed, wanted, here) {
  const isForHere = (one) => Object.entries(here).every(([kind, value]) => one[kind]?.includes(value) ?? kind === "libc");
  return Object.entries(wanted).every(([path, one]) => {
    if (path === "" || one.link || !path.includes("node_modules/")) return true;
    return installed[path] ? installed[path].integrity === one.integrity : one.peer || (one.optional && !isForHere(one));
  });
}

/** The npm that started this command, if one did, so that the user's version is used. */
async function npm(node, env, args) {
  const called = process.env.npm_execpath;
  const [program, first] = called && basename(called).startsWith("npm-cli") ? [node, [called]] : ["npm", []];
  // Locked versions have passed the minimum age; checking it again would fetch every package's history.
  const quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", "--min-release-age=0"];
  const options = { quiet: true, env: withoutProduction(env), shell: process.platform === "win32" && program === "npm" };
  const { code, output } = await run(program, [...first, ...args, ...quiet], options).catch(() => {
    throw new CannotGoOn("npm was not found: install it together with Node.");
  });
  if (code !== 0) throw new CannotGoOn(`${output.trimEnd()}\nnpm ${args[0]} failed: what it said is above.`);
}

/** With NODE_ENV=production, npm would leave out the tools that build the web app. */
function withoutProduction({ NODE_ENV: _, ...env }) {
  return env;
}

let webBuild;

/** Builds the web app if any of its inputs has changed since the last build. Once: who calls it meanwhile waits for the same build. */
export function buildWeb(surroundings) {
  return (webBuild ??= buildChangedWeb(surroundings));
}

async function buildChangedWeb({ node, env }) {
  const inputs = ["web", "contract/src", "package-lock.json"].flatMap((path) => filesIn(join(root, path)));
  const stamp = stampOf(inputs);
  const stampFile = join(root, ".cache/web-build");
  if (readIfThere(stampFile) === stamp && existsSync(join(root, "web/dist/index.html"))) return;
  console.log("Building the web app …");
  const vite = join(root, "node_modules/vite/bin/vite.js");
  const { code, output } = await run(node, [vite, "build", "--logLevel", "warn"], {
    cwd: join(root, "web"),
    env: withoutProduction(env),
    quiet: true,
  });
  if (code !== 0) throw new CannotGoOn(`The web app could not be built.\n${output}`);
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, stamp);
}

/** How many bundles of the server are kept: those before the last may still run. */
const BUNDLES = 3;

/** Bundles the server if its code has changed since the last bundle, and returns what starts it. */
export async function buildServer({ node, env }) {
  const inputs = ["server", "contract/src", "package-lock.json"].flatMap((path) => filesIn(join(root, path)));
  const folder = join(root, `.cache/server-${stampOf(inputs).slice(0, 16)}`);
  const start = join(folder, "main.js");
  if (existsSync(start)) return start;
  const { code, output } = await run(node, ["server/bundle/bundle-here.ts", folder], { env, quiet: true });
  if (code !== 0) throw new CannotGoOn(`The server could not be bundled.\n${output}`);
  const madeAt = (path) => statSync(path).mtimeMs;
  const bundles = readdirSync(dirname(folder)).filter((name) => name.startsWith("server-")); // unfinished ones, too
  const paths = bundles.map((name) => join(dirname(folder), name)).sort((one, other) => madeAt(other) - madeAt(one));
  for (const old of paths.slice(BUNDLES)) rmSync(old, { recursive: true, force: true });
  return start;
}

function filesIn(path) {
  if (!existsSync(path)) return [];
  const found = readdirSync(dirname(path), { withFileTypes: true }).find(({ name }) => name === basename(path));
  if (!found?.isDirectory()) return [path];
  return readdirSync(path)
    .filter((name) => name !== "node_modules" && name !== "dist")
    .sort()
    .flatMap((name) => filesIn(join(path, name)));
}

function stampOf(files, ...facts) {
  const hash = createHash("sha256").update(JSON.stringify(facts));
  for (const file of files) hash.update(`\0${file.slice(root.length)}\0`).update(readFileSync(file));
  return hash.digest("hex");
}

function readIfThere(file) {
  return existsSync(file) ? readFileSync(file, "utf8") : null;
}
