import fc from "fast-check";
import { expect, test } from "vitest";
import { findMost } from "./find-most.ts";

const upTo = 10_000;

test("what is found holds, and a little more does not, wherever the end is", async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 10, max: upTo - 1 }), async (end) => {
      const found = await findMost({ from: 10, upTo, precision: 1.1, holds: async (value) => value <= end });
      expect(found!.most).toBeLessThanOrEqual(end);
      expect(Math.max(found!.most * 1.1, found!.most + 1)).toBeGreaterThanOrEqual(Math.min(end, upTo));
      expect(found!.isEnd).toBe(false);
    }),
  );
});

test("nothing is tried beyond the end, and where all holds the end is said to be the search's", async () => {
  const tried: number[] = [];
  const holds = async (value: number) => tried.push(value) > 0;
  expect(await findMost({ from: 100, upTo, precision: 1.1, holds })).toEqual({ most: upTo, isEnd: true });
  expect(Math.max(...tried)).toBe(upTo);
});

test("where not even the first holds, nothing is found", async () => {
  expect(await findMost({ from: 100, upTo, precision: 1.1, holds: async () => false })).toBeNull();
});
