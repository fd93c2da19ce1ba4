import { createHistogram } from "node:perf_hooks";

/** Longest that anything may take and still be told apart from the rest (µs). */
const MAX_LATENCY_US = 120_000_000;

/** Latencies, in ms. */
export function createLatencies() {
  const times = createHistogram({ lowest: 1, highest: MAX_LATENCY_US, figures: 3 });
  return {
    record: (ms: number) => times.record(Math.max(1, Math.round(ms * 1_000))),
    figures: () => ({
      p50: times.percentile(50) / 1_000,
      p95: times.percentile(95) / 1_000,
      p99: times.percentile(99) / 1_000,
      count: times.count,
    }),
  };
}

/** How much processor time this process uses from now on (µs). */
export function processorTime(): () => number {
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return user + system;
  };
}

/** Closed loop: so many lanes, each of which does its thing again as soon as it is done. Latencies in ms, processor time in µs. */
export async function closedLoop(lanes: number, seconds: number, open: () => () => Promise<unknown>) {
  const latencies = createLatencies();
  const cpu = processorTime();
  const began = performance.now();
  let done = 0;
  const lane = async () => {
    const once = open();
    for (let now = performance.now(); now < began + seconds * 1_000; done++) {
      await once();
      const then = performance.now();
      latencies.record(then - now);
      now = then;
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return { done, seconds: (performance.now() - began) / 1_000, cpu: cpu(), ...latencies.figures() };
}

/** Open loop: something is due each `1 / rate` s whatever became of what was due before, `total` times in all or until it is stopped. */
export function openLoop(rate: number, total: number, begin: (due: number) => void) {
  const { promise: over, resolve } = Promise.withResolvers<void>();
  const start = performance.now();
  let begun = 0;
  const stop = () => {
    clearInterval(timer);
    resolve();
  };
  const timer = setInterval(() => {
    for (; begun < total && begun / rate <= (performance.now() - start) / 1_000; begun++) begin(start + (begun / rate) * 1_000);
    if (begun >= total) stop();
  }, 1);
  return { start, stop, over };
}
