import { once } from "node:events";
import { sql } from "kysely";
import { expect, onTestFinished, test, vi } from "vitest";
import { WebSocket } from "ws";
import type { Clock } from "../clock.ts";
import { commitNothing } from "../db/commit-nothing.ts";
import type { Computed } from "../db/row-types.ts";
import { testDatabase } from "../db/test-database.ts";
import { skipWithoutRedis, testRedis } from "../redis/redis-server.test-support.ts";
import { listening } from "../testing/live-client.ts";
import { testApp, testUrl } from "../testing/test-app.ts";
import { CANARY_EVERY, CANARY_LOST, sendCanaries } from "./delivery-canary.ts";

const DATABASE_AWAY = new Error("the database is away");

/** A process whose commits and messages take as long as is said, and fail where that is null (ms). */
function aProcess() {
  let now = 0;
  let tick = () => {};
  const clock: Clock = {
    now: () => now,
    after: () => () => {},
    every: (ms, run) => {
      expect(ms).toBe(CANARY_EVERY);
      tick = run;
      return () => (tick = () => {});
    },
  };
  const is = { connections: 1, commits: 0, commitTakes: 3 as number | null, echoTakes: 2 as number | null };
  const measured: number[] = [];
  const onError = vi.fn<(error: unknown) => void>();
  const stop = sendCanaries({
    clock,
    async commit() {
      is.commits++;
      if (is.commitTakes === null) throw DATABASE_AWAY;
      now += is.commitTakes;
    },
    bus: {
      async echo(within) {
        now += is.echoTakes ?? within;
        return is.echoTakes !== null;
      },
    },
    connections: () => is.connections,
    measure: (seconds) => measured.push(seconds),
    onError,
  });
  const minutes = async (count: number) => {
    for (let minute = 0; minute < count; minute++) {
      tick();
      await new Promise(setImmediate);
    }
  };
  return { is, measured, onError, stop, minutes };
}

test("while nobody is connected, a process neither commits nor measures anything; then once a minute, until it stops", async () => {
  const { is, measured, stop, minutes } = aProcess();
  is.connections = 0;
  await minutes(60);
  expect([is.commits, measured]).toEqual([0, []]);
  is.connections = 1;
  await minutes(3);
  expect([is.commits, measured]).toEqual([3, [0.005, 0.005, 0.005]]);
  stop();
  await minutes(3);
  expect(is.commits).toBe(3);
});

test("what is measured is the commit and the way together; what is lost, or not committed, counts as 10 seconds, or as longer", async () => {
  const { is, measured, onError, minutes } = aProcess();
  for (const [commitTakes, echoTakes] of [
    [40, 700],
    [40, null],
    [null, 2],
    [12_000, null],
  ] as const) {
    Object.assign(is, { commitTakes, echoTakes });
    await minutes(1);
  }
  expect(measured).toEqual([0.74, 10.04, 10, 22]);
  expect(CANARY_LOST).toBe(10_000);
  expect(onError.mock.calls).toEqual([[DATABASE_AWAY]]);
});

test("a commit of nothing is on the database's disk when it is answered", async () => {
  const { db } = await testDatabase();
  const place = await commitNothing(db);
  const { rows } = await sql<Computed<"kept", "boolean">>`select pg_current_wal_flush_lsn() >= ${place}::pg_lsn as kept`.execute(db);
  expect(rows).toEqual([{ kept: true }]);
});

test.skipIf(skipWithoutRedis)(
  "a process that somebody is connected to measures it through Redis, and that nothing comes back",
  async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    onTestFinished(() => void vi.useRealTimers());
    const redis = await testRedis();
    const app = await testApp({ redisUrl: redis.url });
    const port = await listening(app);
    await expect.poll(() => app.bus.isConnected()).toBe(true);
    await expect.poll(() => app.bus.echo(5_000)).toBe(true); // it is subscribed
    const read = async () => {
      const series = (await app.metrics.registry.metrics()).split("\n");
      const valueOf = (name: string) =>
        Number(series.find((one) => one.startsWith(`turnout_delivery_canary_seconds_${name} `))!.split(" ")[1]);
      return { count: valueOf("count"), sum: valueOf("sum") };
    };
    await vi.advanceTimersByTimeAsync(CANARY_EVERY);
    const socket = new WebSocket(`ws://127.0.0.1:${port}/live`, { headers: { origin: testUrl } });
    onTestFinished(() => socket.terminate());
    await once(socket, "open");
    expect(await read()).toEqual({ count: 0, sum: 0 });

    /** In steps, in each of which the client shows that it is there. */
    const aMinute = async () => {
      for (let step = 0; step < 6; step++) {
        await vi.advanceTimersByTimeAsync(CANARY_EVERY / 6);
        socket.ping();
        await once(socket, "pong");
      }
    };
    await aMinute();
    await expect.poll(async () => (await read()).count).toBe(1);
    const { sum } = await read();
    expect(sum).toBeGreaterThan(0);
    expect(sum).toBeLessThan(CANARY_LOST / 1_000);

    await redis.kill();
    await expect.poll(() => app.bus.isConnected()).toBe(false);
    await aMinute();
    await expect.poll(async () => (await read()).count).toBe(2);
    expect((await read()).sum - sum).toBeGreaterThanOrEqual(CANARY_LOST / 1_000);
  },
);
