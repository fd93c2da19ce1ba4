import { globSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "./surroundings.mjs";

const documents = ["README.md", "CONTRIBUTING.md", ...globSync("{docs,deploy}/**/*.md", { cwd: root })];
const scriptsOf = (workspace) => JSON.parse(readFileSync(join(root, workspace, "package.json"), "utf8")).scripts;
const textOf = (document) => readFileSync(join(root, document), "utf8");
/** Folders that paths in documents may be relative to. */
const PLACES = ["", "deploy", "deploy/helm/turnout", "server/src", "web/src", "contract/src", "torture/src", "bench/src", "e2e/src"];
/** The map itself is in docs, and who fetches packages knows where they are. */
const UNMAPPED = ["docs", "node_modules", "dist", "test-results", "coverage", "types"];
const isThere = (path) => PLACES.some((place) => statSync(join(root, place, path), { throwIfNoEntry: false }));

test("documents name only existing commands", () => {
  const named = documents.flatMap((document) =>
    [...textOf(document).matchAll(/npm run ([\w:-]+)(?: -w (\w+))?/g)].map(([, name, workspace = "."]) => ({ document, name, workspace })),
  );
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter(({ name, workspace }) => !(name in scriptsOf(workspace)))).toEqual([]);
});

test("documents name only existing commands for operators", () => {
  const named = documents.flatMap((document) =>
    [...textOf(document).matchAll(/npm run ops -- ([a-z][\w-]*)/g)].map(([, name]) => ({ document, name })),
  );
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter(({ name }) => !isThere(`deploy/ops/${name}.ts`))).toEqual([]);
});

test("documents name only existing files", () => {
  const named = documents.flatMap((document) =>
    [...textOf(document).matchAll(/`((?:[\w.-]+\/)+[\w.-]+\.(?:tsx?|mjs|sql|md|json|po|css))`/g)].map(([, path]) => ({ document, path })),
  );
  expect(named.length).toBeGreaterThan(50);
  expect(named.filter(({ path }) => !path.includes("NNNN") && !isThere(path))).toEqual([]);
});

test("the map names every room", () => {
  const rooms = ["", "server/src", "web/src", "torture/src"].flatMap((place) =>
    readdirSync(join(root, place), { withFileTypes: true })
      .filter((one) => one.isDirectory() && !one.name.startsWith(".") && !UNMAPPED.includes(one.name))
      .map(({ name }) => ({ place, name })),
  );
  expect(rooms.length).toBeGreaterThan(50);
  const map = textOf("docs/map.md");
  expect(rooms.filter(({ name }) => !new RegExp(`\`(?:[\\w-]+/)*${name}(?:/[^\`]*)?\``).test(map))).toEqual([]);
});
