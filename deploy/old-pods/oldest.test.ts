import { expect, test } from "vitest";
import { oldestThatWorks } from "./oldest.ts";

test.each([
  [
    "nothing says that an older version works",
    [
      ["0001", null],
      ["0002", null],
    ],
    "0002",
  ],
  [
    "the newest says so",
    [
      ["0001", null],
      ["0002", "0001"],
    ],
    "0001",
  ],
  [
    "a later one needs a newer version",
    [
      ["0001", null],
      ["0002", "0001"],
      ["0003", "0002"],
    ],
    "0002",
  ],
  [
    "a later one is content with an older version",
    [
      ["0001", null],
      ["0002", "0001"],
      ["0003", "0001"],
    ],
    "0001",
  ],
  [
    "one in between works with nothing older",
    [
      ["0001", null],
      ["0002", "0001"],
      ["0003", null],
      ["0004", "0001"],
    ],
    "0003",
  ],
] as const)("%s", (_, migrations, oldest) => {
  expect(oldestThatWorks(migrations.map(([number, worksWith]) => ({ number, worksWith })))).toBe(oldest);
});
