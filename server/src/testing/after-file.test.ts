import { globSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { afterFile, endAll } from "./after-file.ts";

const ended: string[] = [];
const isCalled = Promise.withResolvers<void>();

test("what a test begins ends after the file, the last first, and one that fails keeps none from ending", async () => {
  afterFile(() => ended.push("first"));
  afterFile(() => {
    throw new Error("cannot end");
  });
  afterFile(async () => {
    await isCalled.promise;
    ended.push("last");
  });
  const ending = endAll();
  expect(ended).toEqual([]);
  isCalled.resolve();
  await expect(ending).rejects.toThrow("cannot end");
  expect(ended).toEqual(["last", "first"]);
});

/** Lines that register Vitest's hook within a function, which may be called by a test. */
const withinFunctions = (source: string) => source.split("\n").filter((line) => /^\s+.*\bafterAll\(/.test(line));

test("no function registers Vitest's afterAll", () => {
  const root = resolve(import.meta.dirname, "../../..");
  const files = globSync("{server,deploy,dev-database,torture,bench}/**/*.ts", {
    cwd: root,
    exclude: (name) => name.endsWith("node_modules"),
  });
  expect(files.length).toBeGreaterThan(500);
  const found = files.filter((file) => withinFunctions(readFileSync(resolve(root, file), "utf8")).length > 0);
  expect(found).toEqual(["server/src/testing/after-file.test.ts"]);
  expect(withinFunctions("async function open() {\n  afterAll(close);\n}\nafterAll(stop);")).toEqual(["  afterAll(close);"]);
});
