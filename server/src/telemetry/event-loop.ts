import { monitorEventLoopDelay, performance } from "node:perf_hooks";
import { collectDefaultMetrics, Gauge, type Registry } from "prom-client";

/** Interval at which the delay is sampled (ms), and its least value. Not by iteration: findings/node-samples-by-iteration-miss-sockets.sh. */
const RESOLUTION = 50;
/** Share of the time for which the event loop has to be busy so that its delay is sampled: a process wakes for each sample. */
const SAMPLED_FROM = 0.05;
/** An interval that does not come (ms). */
const NEVER = 2 ** 31 - 1;

const NANOSECONDS = 1e9;
const HELP =
  "From one reading to the next, if the loop was busy for 5 % of the time before the first of them; else 0, since a process at rest is not woken to look.";

/**
 * Adds the metrics that every process has: prom-client's, and how busy the event loop is. `utilization` says that: the share of the time
 * since it was asked last.
 */
export function watchProcess(registry: Registry, { utilization = readUtilization() } = {}): void {
  // It samples the delay all the time, in a process at rest too, and has no option against it.
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: NEVER });
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION });
  const seconds = (nanoseconds: number) => (delay.count === 0 ? 0 : nanoseconds / NANOSECONDS);
  const shown = {
    min: () => seconds(delay.min),
    max: () => seconds(delay.max),
    mean: () => seconds(delay.mean),
    stddev: () => seconds(delay.stddev),
    p50: () => seconds(delay.percentile(50)),
    p90: () => seconds(delay.percentile(90)),
    p99: () => seconds(delay.percentile(99)),
  };
  // Registered before the others: it sets what they show.
  new Gauge({
    name: "nodejs_eventloop_utilization_ratio",
    help: "Share of the time since the last reading in which the event loop was busy.",
    registers: [registry],
    collect() {
      const share = utilization();
      this.set(share);
      for (const { gauge, read } of gauges) gauge.set(read());
      delay.reset();
      if (share < SAMPLED_FROM) delay.disable();
      else delay.enable();
    },
  });
  const gauges = Object.entries(shown).map(([what, read]) => {
    const name = `nodejs_eventloop_lag_${what}_seconds`;
    registry.removeSingleMetric(name);
    return { gauge: new Gauge({ name, help: `${what} of the event loop's delay. ${HELP}`, registers: [registry] }), read };
  });
}

function readUtilization(): () => number {
  let last = performance.eventLoopUtilization();
  return () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, last);
    last = now;
    return utilization;
  };
}
