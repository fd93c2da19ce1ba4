import { expect, test } from "vitest";
import { MAX_GUESTS_AT_ONCE } from "@turnout/contract/bulk-guests";
import { chunkOf, MAX_CHUNK } from "./chunk-of.ts";

function chunksOf<Item>(items: Item[]): Item[][] {
  const chunks: Item[][] = [];
  for (let start = 0; start < items.length; start += chunks.at(-1)!.length) chunks.push(chunkOf(items, start));
  return chunks;
}

test("a command takes MAX_GUESTS_AT_ONCE guests", () => {
  const items = Array.from({ length: 250 }, (_, at) => ({ guestId: String(at) }));
  expect(chunksOf(items).map(({ length }) => length)).toEqual([MAX_GUESTS_AT_ONCE, MAX_GUESTS_AT_ONCE, 50]);
  expect(chunksOf(items).flat()).toEqual(items);
});

test("guests with long answers take several commands, each below 256 KiB in UTF-8", () => {
  const items = Array.from({ length: 100 }, (_, at) => ({ guestId: String(at), questionAnswers: { "0000000a": ["ü".repeat(4_000)] } }));
  const chunks = chunksOf(items);
  expect(chunks.flat()).toEqual(items);
  expect(chunks.length).toBeGreaterThan(3);
  for (const chunk of chunks) expect(new TextEncoder().encode(JSON.stringify({ guests: chunk })).length).toBeLessThan(MAX_CHUNK + 1_000);
});

test("a guest who is too long for a chunk still has one", () => {
  expect(chunkOf(["x".repeat(2 * MAX_CHUNK), "y"], 0)).toHaveLength(1);
});
