import { afterEach, describe, expect, test } from "vitest";
import { skipWithoutRedis, testRedis } from "../redis/redis-server.test-support.ts";
import { openMemoryCounter, TooMany, type Counter } from "./rate-counters.ts";
import { COUNT_WITHIN, openSharedCounters } from "./shared-counters.ts";
import { until } from "../testing/until.ts";

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** How many of so many tries were let through. */
async function letThrough(counter: Counter, tries: number, key = "192.0.2.1"): Promise<number> {
  const settled = await Promise.allSettled(Array.from({ length: tries }, () => counter.consume(key)));
  const refused = settled.filter((one) => one.status === "rejected");
  for (const { reason } of refused) expect(reason).toBeInstanceOf(TooMany);
  return tries - refused.length;
}

const memory = { name: "memory", open: async () => async () => openMemoryCounter };
const redis = (name: string, nodes?: number) => ({
  name,
  async open() {
    const { url } = await testRedis({ ...(nodes && { nodes }) });
    return () => sharing(url, PATIENT);
  },
});

/** Where counts have to be exact (ms): a Redis that is late on a busy machine is another test's. */
const PATIENT = 10_000;

/** One process's counters, connected. */
async function sharing(url: string, within = COUNT_WITHIN) {
  const counters = openSharedCounters({ url, namespace: "test", within });
  closing.push(counters.close);
  await until(() => expect(counters.isShared()).toBe(true));
  return counters.open;
}

describe.each([memory, ...(skipWithoutRedis ? [] : [redis("Redis"), redis("a Redis cluster", 3)])])("counts in $name", async ({ open }) => {
  const process = await open();

  test("allow exactly the limit, also concurrently, for each key separately", async () => {
    const counter = (await process())({ name: "exact", points: 5, seconds: 60 });
    expect(await letThrough(counter, 20)).toBe(5);
    expect(await letThrough(counter, 20, "192.0.2.2")).toBe(5);
  });

  test("report when the next is allowed, and then allow it", async () => {
    const counter = (await process())({ name: "brief", points: 1, seconds: 1 });
    await counter.consume("k");
    const refused = await counter.consume("k").catch((error: unknown) => error as InstanceType<typeof TooMany>);
    expect((refused as InstanceType<typeof TooMany>).msBeforeNext).toBeGreaterThan(0);
    await until(async () => expect(await letThrough(counter, 2, "k")).toBe(1), { interval: 100 });
  });

  test("say whether one is left, and count nothing by that", async () => {
    const counter = (await process())({ name: "left", points: 2, seconds: 60 });
    const spent: boolean[] = [];
    for (const count of [async () => {}, () => counter.consume("k"), () => counter.consume("k")]) {
      await count();
      spent.push(await counter.isSpent("k"), await counter.isSpent("k"));
    }
    expect(spent).toEqual([false, false, false, false, true, true]);
    expect(await counter.isSpent("other")).toBe(false);
  });

  test("start anew when they are reset", async () => {
    const counter = (await process())({ name: "anew", points: 2, seconds: 60 });
    await letThrough(counter, 3);
    await counter.delete("192.0.2.1");
    expect(await letThrough(counter, 3)).toBe(2);
  });
});

describe.skipIf(skipWithoutRedis)("with a Redis that", async () => {
  const server = await testRedis();
  const allowance = (name: string) => ({ name, points: 5, seconds: 60 });

  async function slowest(counter: Counter, tries: number): Promise<number> {
    const times = Array.from({ length: tries }, async () => {
      const began = performance.now();
      await counter.consume("k").catch(() => {});
      return performance.now() - began;
    });
    return Math.max(...(await Promise.all(times)));
  }

  test("is up, two processes count together, and no address is stored in it", async () => {
    const [one, other] = [(await sharing(server.url, PATIENT))(allowance("both")), (await sharing(server.url, PATIENT))(allowance("both"))];
    const mail = "grace@example.org";
    expect((await letThrough(one, 4, mail)) + (await letThrough(other, 4, mail))).toBe(5);
    const keys = (await server.ask("KEYS", "*")) as string[];
    expect(keys.length).toBeGreaterThan(0);
    expect(keys.join()).not.toContain("grace");
  });

  test("does not respond, nobody waits longer than the timeout, and hardly anybody waits at all", async () => {
    const within = 1_000; // far longer than counting takes on a busy machine
    const counter = (await sharing(server.url, within))(allowance("paused"));
    await counter.consume("k");
    server.pause();
    try {
      expect(await slowest(counter, 50)).toBeLessThan(2 * within);
      expect(await slowest(counter, 50)).toBeLessThan(within);
      expect(await letThrough(counter, 20, "another")).toBe(5);
    } finally {
      server.resume();
    }
  });

  test("is down, each process counts by itself; back and empty, they count together again", async () => {
    const [one, other] = [(await sharing(server.url, PATIENT))(allowance("gone")), (await sharing(server.url, PATIENT))(allowance("gone"))];
    await letThrough(one, 3);
    await server.kill();
    expect(await letThrough(one, 20)).toBe(5);
    expect(await letThrough(other, 20)).toBe(5);
    await server.restart();
    await until(
      async () => {
        const key = String(Math.random());
        expect((await letThrough(one, 4, key)) + (await letThrough(other, 4, key))).toBe(5);
      },
      { interval: 100 },
    );
  });
});
