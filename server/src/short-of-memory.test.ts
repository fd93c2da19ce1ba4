import { expect, test } from "vitest";
import { isShortOfMemory, SHORT_BEYOND } from "./short-of-memory.ts";

test("a process is short of memory once its heap is nearly full", () => {
  expect(isShortOfMemory({ used_heap_size: SHORT_BEYOND * 1_000, heap_size_limit: 1_000 })).toBe(false);
  expect(isShortOfMemory({ used_heap_size: SHORT_BEYOND * 1_000 + 1, heap_size_limit: 1_000 })).toBe(true);
  expect(isShortOfMemory()).toBe(false);
});
