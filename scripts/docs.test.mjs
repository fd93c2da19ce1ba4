import { globSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "./surroundings.mjs";

const documents = ["README.md", "CONTRIBUTING.md", ...globSync("docs/**/*.md", { cwd: root })];
const scriptsOf = (workspace) => JSON.parse(readFileSync(join(root, workspace, "package.json"), "utf8")).scripts;
const textOf = (document) => readFileSync(join(root, document), "utf8");
/** Where a document means a file by its path in a workspace. */
const PLACES = ["", "server/src", "web/src", "contract/src", "torture/src", "bench/src", "e2e/src"];
const isThere = (path) => PLACES.some((place) => statSync(join(root, place, path), { throwIfNoEntry: false }));

test("documents name only commands that there are", () => {
  const named = documents.flatMap((document) =>
    [...textOf(document).matchAll(/npm run ([\w:-]+)(?: -w (\w+))?/g)].map(([, name, workspace = "."]) => ({ document, name, workspace })),
  );
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter(({ name, workspace }) => !(name in scriptsOf(workspace)))).toEqual([]);
});

test("documents name only files that there are", () => {
  const named = documents.flatMap((document) =>
    [...textOf(document).matchAll(/`((?:[\w.-]+\/)+[\w.-]+\.(?:tsx?|mjs|sql|md))`/g)].map(([, path]) => ({ document, path })),
  );
  expect(named.length).toBeGreaterThan(50);
  expect(named.filter(({ path }) => !path.includes("NNNN") && !isThere(path))).toEqual([]);
});
