import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { placeOfTemporary, PROCESSES, WRITTEN } from "./temporary-folder.mjs";

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
