import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { faultIn, watchSlo, type Watch } from "./slo.ts";

test.each([
  ["as promised", { requests: 1_000, errors: 14, slowest: 0.9 }, null],
  ["without an error series", { requests: 1_000, errors: null, slowest: 0.2 }, null],
  ["more errors than promised", { requests: 1_000, errors: 15, slowest: 0.2 }, "1.5 % of 1000 requests failed"],
  ["slower than promised", { requests: 1_000, errors: 0, slowest: 1.2 }, "one request in a hundred took longer than 1.2 s"],
  ["too few requests to tell", { requests: 99, errors: 99, slowest: 9 }, null],
  ["no figure", { requests: null, errors: null, slowest: null }, null],
])("%s", (_, seen, fault) => {
  expect(faultIn(seen, 100)).toBe(fault);
});

/** Says these numbers to every question for requests, errors and time, one after the other. */
async function prometheusThatSays(...answers: (number | "fails")[]) {
  let asked = 0;
  const server = createServer((_request, reply) => {
    const value = answers[asked++ % answers.length]!;
    const result = value === "fails" ? [] : [{ value: [0, String(value)] }];
    reply.writeHead(value === "fails" ? 503 : 200).end(JSON.stringify({ data: { result } }));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
const watch = async (prometheus: string, more: Partial<Watch> = {}) =>
  watchSlo({ prometheus, namespace: "events", track: "canary", seconds: 0.3, every: 0.1, leastRequests: 100, ...more });

test("a promise that is kept for the whole time is told with what was seen", async () => {
  expect(await watch(await prometheusThatSays(500, 1, 0.1))).toBe("canary: 500 requests, 1 failed");
});

test("a broken promise ends the watch at once", async () => {
  const start = Date.now();
  await expect(watch(await prometheusThatSays(500, 50, 0.1), { seconds: 60 })).rejects.toThrow("10.0 % of 500 requests failed");
  expect(Date.now() - start).toBeLessThan(30_000);
});

test("a deployment that is cut off ends the watch at once", async () => {
  const start = Date.now();
  const cutOff = AbortSignal.timeout(200);
  await expect(watch(await prometheusThatSays(500, 1, 0.1), { seconds: 120, every: 60, cutOff })).rejects.toThrow(
    "the deployment was cut off",
  );
  expect(Date.now() - start).toBeLessThan(30_000);
});

test("too few requests are no proof", async () => {
  await expect(watch(await prometheusThatSays(20, 0, 0.1))).rejects.toThrow("20 requests in 0.3 s say too little; it takes 100");
});

test("nobody to ask is no proof either, though one missed answer is forgiven", async () => {
  await expect(watch(await prometheusThatSays("fails"))).rejects.toThrow("nobody knows how canary is: Prometheus answers 503");
  await expect(watch("http://127.0.0.1:9")).rejects.toThrow("nobody knows how canary is: Prometheus does not answer");
  expect(await watch(await prometheusThatSays("fails", 500, 1, 0.1), { seconds: 1 })).toBeTruthy();
});
