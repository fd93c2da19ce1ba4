import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { leftByTests, placeOfTemporary, PROCESSES, removeLeft, WRITTEN } from "./temporary-folder.mjs";

const enough = { isNightly: false, room: WRITTEN, memory: WRITTEN + PROCESSES };

test("tests write in memory where there is room for it", () => {
  expect(placeOfTemporary(enough)).toBe("/dev/shm");
});

test.each([
  ["by night", { isNightly: true }],
  ["where a container has little room in memory", { room: 64 * 2 ** 20 }],
  ["where there is none", { room: 0 }],
  ["where the memory is needed for processes", { memory: WRITTEN + PROCESSES - 1 }],
])("they write on the disk %s", (_when, lack) => {
  expect(placeOfTemporary({ ...enough, ...lack })).toBe(tmpdir());
});

test("what tests left is named and removed, and a tool's cache stays", () => {
  const folder = mkdtempSync(join(tmpdir(), "turnout-left-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const name of ["turnout-redis-a", "turnout-redis-a/0", "node-compile-cache"]) mkdirSync(join(folder, name));
  expect(leftByTests(folder)).toEqual(["turnout-redis-a"]);
  removeLeft(folder);
  expect(leftByTests(folder)).toEqual([]);
  expect(readdirSync(folder)).toEqual(["node-compile-cache"]);
});
