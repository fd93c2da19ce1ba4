import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createBatchLoader, MAX_BATCH_KEYS } from "./batch-loader.ts";
import { DatabaseUnavailable } from "./outage.ts";

test("a thousand keys asked for at once are read in two batches, and each caller gets its own value", async () => {
  const batches: number[] = [];
  const double = createBatchLoader(async (_group, keys: number[]) => {
    batches.push(keys.length);
    await sleep(1);
    return keys.map((key) => 2 * key);
  });
  const first = double("a", 1);
  await sleep(0);
  const others = Array.from({ length: 999 }, (_, index) => double("a", index));
  expect(await first).toBe(2);
  expect(await Promise.all(others)).toEqual(others.map((_, index) => 2 * index));
  expect(batches).toEqual([1, 999]);
});

test("no value is read before its key was asked for, and groups do not wait for each other", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ group: fc.constantFrom("a", "b"), pause: fc.nat({ max: 2 }) }), { maxLength: 30 }),
      async (asked) => {
        let version = 0;
        const busy = new Map<string, number>();
        const read = createBatchLoader(async (group, keys: number[]) => {
          const seen = version;
          busy.set(group, (busy.get(group) ?? 0) + 1);
          expect(busy.get(group)).toBe(1);
          await sleep(0);
          busy.set(group, 0);
          return keys.map(() => seen);
        });
        const answers: Promise<void>[] = [];
        for (const { group, pause } of asked) {
          const atLeast = ++version;
          answers.push(read(group, atLeast).then((seen) => expect(seen).toBeGreaterThanOrEqual(atLeast)));
          for (let turns = 0; turns < pause; turns++) await sleep(0);
        }
        await Promise.all(answers);
      },
    ),
    { numRuns: 50 },
  );
});

test("a read that fails rejects the keys of its batch, and no later ones", async () => {
  let isDown = true;
  const read = createBatchLoader(async (_group, keys: number[]) => {
    if (isDown) throw new Error("down");
    return keys;
  });
  await expect(read("a", 1)).rejects.toThrow("down");
  isDown = false;
  expect(await read("a", 2)).toBe(2);
});

test("in an outage, keys that have waited long fail with the batch before theirs; those that came just now are read", async () => {
  const batches: number[][] = [];
  const patience = 300;
  const outage = Promise.withResolvers<void>();
  const read = createBatchLoader(
    async (_group, keys: number[]) => {
      batches.push(keys);
      if (batches.length > 1) return keys;
      await outage.promise;
      throw new DatabaseUnavailable("down");
    },
    { outagePatience: patience },
  );
  const long = [read("a", 1)];
  await nextTurn();
  long.push(read("a", 2), read("a", 3));
  const ended = Promise.allSettled(long);
  await sleep(patience + 1);
  const recent = read("a", 4);
  outage.resolve();
  expect(await recent).toBe(4);
  expect((await ended).map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
  expect(batches).toEqual([[1], [4]]);
});

test("keys that arrive during a pause form one batch, and a single key never waits", async () => {
  const batches: number[] = [];
  const pause = 1_500; // a busy machine gets through a few turns in that time
  const read = createBatchLoader(async (_group, keys: number[]) => (batches.push(keys.length), keys), { pause });
  const began = performance.now();
  await read("a", 1);
  await read("a", 2);
  expect(performance.now() - began).toBeLessThan(pause);
  await Promise.all([read("a", 3), read("a", 4)]);
  const later: Promise<number>[] = [];
  for (let key = 5; key < 10; key++) {
    later.push(read("a", key));
    await nextTurn();
  }
  expect(await Promise.all(later)).toEqual([5, 6, 7, 8, 9]);
  expect(batches).toEqual([1, 1, 2, 5]);
  expect(performance.now() - began).toBeGreaterThanOrEqual(pause - 1);
});

test("a batch has at most `MAX_BATCH_KEYS` keys; more wait for the next", async () => {
  const batches: number[] = [];
  const read = createBatchLoader(async (_group, keys: number[]) => (batches.push(keys.length), keys));
  await Promise.all(Array.from({ length: MAX_BATCH_KEYS + 1 }, (_, index) => read("a", index)));
  expect(batches).toEqual([MAX_BATCH_KEYS, 1]);
});
