import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { Registry } from "prom-client";
import { expect, test } from "vitest";
import { watchProcess } from "./event-loop.ts";

const MEASURES = ["min", "max", "mean", "stddev", "p50", "p90", "p99"];
const BLOCKED = 300;

function watched() {
  const registry = new Registry();
  let share = 0;
  watchProcess(registry, { utilization: () => share });
  return {
    be: (next: number) => (share = next),
    async read(): Promise<Record<string, number>> {
      const metrics = await registry.getMetricsAsJSON();
      return Object.fromEntries(metrics.map(({ name, values }) => [name, values[0]?.value ?? NaN]));
    },
  };
}

/** Blocks the event loop, with turns before and after it in which samples are taken. */
async function block() {
  const sampler = monitorEventLoopDelay({ resolution: 50 });
  sampler.enable();
  while (sampler.count < 2) await sleep(1);
  for (const end = performance.now() + BLOCKED; performance.now() < end;);
  for (const before = sampler.count; sampler.count < before + 2;) await sleep(1);
  sampler.disable();
}

test("the event loop's delay is sampled from the reading on that finds it busy, until one that finds it at rest", async () => {
  const { be, read } = watched();
  be(0.06);
  expect((await read()).nodejs_eventloop_utilization_ratio).toBe(0.06);
  await block();
  be(0.04);
  const busy = await read();
  expect(busy.nodejs_eventloop_lag_max_seconds).toBeGreaterThan((0.9 * BLOCKED) / 1_000);
  for (const measure of MEASURES) expect(busy[`nodejs_eventloop_lag_${measure}_seconds`], measure).toBeGreaterThan(0);
  await block();
  const rested = await read();
  for (const measure of MEASURES) expect(rested[`nodejs_eventloop_lag_${measure}_seconds`], measure).toBe(0);
});

test("each metric is there once, with prom-client's own beside it", async () => {
  const registry = new Registry();
  watchProcess(registry);
  const text = await registry.metrics();
  for (const measure of MEASURES) expect(text.match(new RegExp(`^nodejs_eventloop_lag_${measure}_seconds `, "gm"))).toHaveLength(1);
  for (const name of ["nodejs_eventloop_lag_seconds", "process_resident_memory_bytes", "nodejs_eventloop_utilization_ratio"])
    expect(text).toContain(`\n${name} `);
});
