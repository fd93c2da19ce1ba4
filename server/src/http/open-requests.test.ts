import { createServer, get } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, expect, test } from "vitest";
import { countOpenRequests, MAX_YIELD, newOpenRequests, yieldsTo } from "./open-requests.ts";

const open = newOpenRequests();
/** Where nobody is to wait to the end (ms). */
const LONG = 50_000;
const finish: (() => void)[] = [];
const server = createServer((_request, reply) => void finish.push(() => reply.end("done")));
countOpenRequests(server, open);
server.listen(0, "127.0.0.1");
await once(server, "listening");
afterAll(() => server.close());

/** A request that is open until it is finished. */
async function aRequest() {
  const before = finish.length;
  const request = get({ port: (server.address() as AddressInfo).port, host: "127.0.0.1" }, (reply) => reply.resume());
  request.on("error", () => {});
  while (finish.length === before) await sleep(1);
  return { request, finish: finish.at(-1)! };
}

async function timeToYield(atMost?: number): Promise<number> {
  const began = performance.now();
  await yieldsTo(open, atMost)();
  return performance.now() - began;
}

test("nobody waits when no request is open", async () => {
  expect(await timeToYield(LONG)).toBeLessThan(LONG);
});

test("bulk work waits until the last open request has ended, also when it is broken off", async () => {
  const [first, second] = [await aRequest(), await aRequest()];
  const waited = timeToYield(LONG);
  await sleep(5);
  first.finish();
  await sleep(5);
  second.request.destroy();
  const time = await waited;
  expect(time).toBeGreaterThanOrEqual(9);
  expect(time).toBeLessThan(LONG);
  expect(Atomics.load(open, 0)).toBe(0);
});

test("bulk work takes its share when requests never end", async () => {
  const { finish: end } = await aRequest();
  const time = await timeToYield();
  end();
  expect(time).toBeGreaterThanOrEqual(MAX_YIELD - 2);
  expect(time).toBeLessThan(LONG);
});
