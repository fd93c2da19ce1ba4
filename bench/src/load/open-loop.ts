import { randomUUID } from "node:crypto";
import { createHistogram } from "node:perf_hooks";
import { answer } from "../processes.ts";
import { openHttpConnection } from "./http-connection.ts";
import { FRESH_ID } from "./payload.ts";

/** Longest that a request may be on its way and still be told apart from the others (µs). */
const MAX_LATENCY_US = 120_000_000;

interface Sending {
  port: number;
  /** Whole requests, sent in turn; see `FRESH_ID`. */
  requests: string[];
  /** Requests a second. */
  rate: number;
  seconds: number;
  /** What is due in these first seconds is sent and not counted. */
  warmUp: number;
  connections: number;
}

const handlers = {
  /** Open loop: a request is due each `1 / rate` s whatever became of the ones before. Latency runs from the moment it was due. */
  async send({ port, requests, rate, seconds, warmUp, connections }: Sending) {
    const times = createHistogram({ lowest: 1, highest: MAX_LATENCY_US, figures: 3 });
    const free = Array.from({ length: connections }, () => openHttpConnection(port));
    const waiting: number[] = [];
    const total = Math.round(rate * (seconds + warmUp));
    const start = performance.now();
    const cpu = process.cpuUsage();
    const [all, countFrom] = [[...free], start + warmUp * 1_000];
    let [due, sent, counted, failed] = [0, 0, 0, 0];

    async function send(at: number): Promise<void> {
      const connection = free.pop();
      if (!connection) return void waiting.push(at);
      const request = requests[sent++ % requests.length]!.replaceAll(FRESH_ID, () => randomUUID());
      const status = await connection.send(request).then(
        (reply) => reply.status,
        () => 0,
      );
      if (at >= countFrom) {
        counted += 1;
        times.record(Math.max(1, Math.round((performance.now() - at) * 1_000)));
        if (status !== 200) failed += 1;
      }
      // One that is closed answers nothing any more: what is due next finds that out.
      free.push(connection);
      const late = waiting.shift();
      if (late !== undefined) await send(late);
    }

    const open = new Set<Promise<void>>();
    await new Promise<void>((resolve) => {
      const timer = setInterval(() => {
        for (; due < total && due / rate <= (performance.now() - start) / 1_000; due++) {
          const sending = send(start + (due / rate) * 1_000);
          open.add(sending);
          void sending.finally(() => open.delete(sending));
        }
        if (due < total) return;
        clearInterval(timer);
        resolve();
      }, 1);
    });
    await Promise.all(open);
    const took = (performance.now() - start) / 1_000;
    const { user, system } = process.cpuUsage(cpu);
    for (const connection of all) connection.close();
    return { counted, failed, p50: times.percentile(50) / 1_000, p99: times.percentile(99) / 1_000, load: (user + system) / took / 10_000 };
  },
};

export type OpenLoop = typeof handlers;
answer(handlers);
