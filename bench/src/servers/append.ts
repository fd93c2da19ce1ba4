import { createHistogram } from "node:perf_hooks";
import { answer } from "../processes.ts";
import { bareBatchAppender, postgresJsAppender, transactionAppender, turnoutAppender, type Appender } from "./appenders.ts";
import { sameRowsInBatches, sameRowsOneByOne } from "./same-rows.ts";

const kinds = {
  turnout: turnoutAppender,
  transaction: transactionAppender,
  postgresJs: postgresJsAppender,
  bareBatch: bareBatchAppender,
  sameRowsInBatches,
  sameRowsOneByOne,
};
export type AppendKind = keyof typeof kinds;

let appender: Appender;
let next = 0;

const handlers = {
  async open(kind: AppendKind, url: string, events: number) {
    appender = await kinds[kind](url, events);
  },
  /** Closed loop: so many producers, each with one message on its way at a time. */
  async run({ producers, events, seconds }: { producers: number; events: number; seconds: number }) {
    const times = createHistogram();
    const cpu = process.cpuUsage();
    const began = performance.now();
    const end = began + seconds * 1000;
    let done = 0;
    const produce = async () => {
      for (let now = performance.now(); now < end;) {
        await appender.append(next++ % events);
        done += appender.each;
        const then = performance.now();
        times.record(Math.max(1, Math.round((then - now) * 1000)));
        now = then;
      }
    };
    await Promise.all(Array.from({ length: producers }, produce));
    const used = process.cpuUsage(cpu);
    const took = (performance.now() - began) / 1000;
    return { rate: done / took, cpu: (used.user + used.system) / done, p50: times.percentile(50) / 1000, p99: times.percentile(99) / 1000 };
  },
};

export type Append = typeof handlers;
answer(handlers);
