import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { packagesOf } from "./list-packages.ts";

const folder = mkdtempSync(join(tmpdir(), "turnout-packages-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function put(name: string, manifest: object) {
  const place = join(folder, "node_modules", name);
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, "package.json"), JSON.stringify(manifest));
  return place;
}

test("each package whose modules are in the app is listed once; our own files are no package", () => {
  const react = put("react", { name: "react", version: "19.0.0", license: "MIT" });
  const font = put("@fonts/figtree", { name: "@fonts/figtree", version: "5.0.0", license: "OFL-1.1" });
  const modules = [`${react}/index.js`, `\0${react}/cjs/react.js?commonjs-module`, `${font}/index.css`, `${folder}/src/app.tsx`];
  expect(packagesOf(modules)).toEqual([
    { name: "@fonts/figtree", version: "5.0.0", license: "OFL-1.1" },
    { name: "react", version: "19.0.0", license: "MIT" },
  ]);
});

test("control: a package that does not say its licence ends the build", () => {
  const silent = put("silent", { name: "silent", version: "1.0.0" });
  expect(() => packagesOf([`${silent}/index.js`])).toThrow("lacks a name, a version or a licence");
});
