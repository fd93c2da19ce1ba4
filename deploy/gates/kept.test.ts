import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import { keptPass } from "./kept.ts";

const home = mkdtempSync(join(tmpdir(), "turnout-kept-"));
afterAll(() => rmSync(home, { recursive: true }));

let [folder, cache] = ["", ""];
beforeEach(() => {
  folder = mkdtempSync(join(home, "source-"));
  cache = mkdtempSync(join(home, "cache-"));
  mkdirSync(join(folder, "src"));
  writeFileSync(join(folder, "src/one.ts"), "1");
  writeFileSync(join(folder, ".gitignore"), "made\n");
  execFileSync("git", ["init", "--quiet"], { cwd: folder });
});
const pass = (versions = ["1"]) => keptPass("sonar", { folder, paths: ["src"], versions }, cache);

test("a pass is kept for the same source and tools, and only once it is a pass", () => {
  const first = pass();
  expect(first.since).toBeNull();
  expect(pass().since).toBeNull();
  first.keep();
  expect(pass().since).not.toBeNull();
  writeFileSync(join(folder, "elsewhere.ts"), "not read");
  writeFileSync(join(folder, "src/made"), "ignored");
  expect(pass().since).not.toBeNull();
});

test.each([
  ["a changed file", () => writeFileSync(join(folder, "src/one.ts"), "2")],
  ["a file more, committed or not", () => writeFileSync(join(folder, "src/two.ts"), "")],
  ["a file less", () => rmSync(join(folder, "src/one.ts"))],
])("%s has to be looked at", (_what, change) => {
  pass().keep();
  change();
  expect(pass().since).toBeNull();
});

test("another version of the tool looks again", () => {
  pass().keep();
  expect(pass(["2"]).since).toBeNull();
});

test("what changes while the check runs is not taken for what it has read", () => {
  const running = pass();
  writeFileSync(join(folder, "src/one.ts"), "2");
  running.keep();
  expect(pass().since).toBeNull();
  writeFileSync(join(folder, "src/one.ts"), "1");
  expect(pass().since).toBeNull();
});
