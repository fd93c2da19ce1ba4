import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { expect, test } from "vitest";
import { gathered, MAX_GATHERED } from "./gathered.ts";

test("a thousand who ask at once are answered by two readings, each with what is theirs", async () => {
  const readings: number[] = [];
  const double = gathered(async (_group, keys: number[]) => {
    readings.push(keys.length);
    await sleep(1);
    return keys.map((key) => 2 * key);
  });
  const first = double("a", 1);
  await sleep(0);
  const others = Array.from({ length: 999 }, (_, index) => double("a", index));
  expect(await first).toBe(2);
  expect(await Promise.all(others)).toEqual(others.map((_, index) => 2 * index));
  expect(readings).toEqual([1, 999]);
});

test("no answer is older than its question, and groups do not wait for each other", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ group: fc.constantFrom("a", "b"), pause: fc.nat({ max: 2 }) }), { maxLength: 30 }),
      async (asked) => {
        let version = 0;
        const busy = new Map<string, number>();
        const read = gathered(async (group, keys: number[]) => {
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

test("a reading that fails fails those who waited for it, and nobody later", async () => {
  let isDown = true;
  const read = gathered(async (_group, keys: number[]) => {
    if (isDown) throw new Error("down");
    return keys;
  });
  await expect(read("a", 1)).rejects.toThrow("down");
  isDown = false;
  expect(await read("a", 2)).toBe(2);
});

test("where there is a rest after a crowd what is wished meanwhile is read together, and who comes alone never waits", async () => {
  const readings: number[] = [];
  const rest = 40;
  const read = gathered(async (_group, keys: number[]) => (readings.push(keys.length), keys), { rest });
  const began = performance.now();
  await read("a", 1);
  await read("a", 2);
  expect(performance.now() - began).toBeLessThan(rest);
  await Promise.all([read("a", 3), read("a", 4)]);
  const later = [read("a", 5)];
  await sleep(rest / 4);
  later.push(read("a", 6));
  expect(await Promise.all(later)).toEqual([5, 6]);
  expect(readings).toEqual([1, 1, 2, 2]);
  expect(performance.now() - began).toBeGreaterThanOrEqual(rest - 1);
});

test("a reading has its size: more wait for the next", async () => {
  const readings: number[] = [];
  const read = gathered(async (_group, keys: number[]) => (readings.push(keys.length), keys));
  await Promise.all(Array.from({ length: MAX_GATHERED + 1 }, (_, index) => read("a", index)));
  expect(readings).toEqual([MAX_GATHERED, 1]);
});
