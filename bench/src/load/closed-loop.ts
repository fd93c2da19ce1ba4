import { createHistogram } from "node:perf_hooks";

/** Closed loop: so many lanes, each of which does its thing again as soon as it is done. Latencies in ms, processor time in µs. */
export async function closedLoop(lanes: number, seconds: number, open: () => () => Promise<unknown>) {
  const times = createHistogram();
  const cpu = process.cpuUsage();
  const began = performance.now();
  let done = 0;
  const lane = async () => {
    const once = open();
    for (let now = performance.now(); now < began + seconds * 1_000; done++) {
      await once();
      const then = performance.now();
      times.record(Math.max(1, Math.round((then - now) * 1_000)));
      now = then;
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  const took = (performance.now() - began) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  return { done, seconds: took, cpu: user + system, p50: times.percentile(50) / 1_000, p99: times.percentile(99) / 1_000 };
}
