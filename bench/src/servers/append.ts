import { closedLoop } from "../load/loops.ts";
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
  /** So many producers, each with one message on its way at a time. */
  async run({ producers, events, seconds }: { producers: number; events: number; seconds: number }) {
    const { done, cpu, p50, p99, ...took } = await closedLoop(producers, seconds, () => () => appender.append(next++ % events));
    const entries = done * appender.each;
    return { rate: entries / took.seconds, cpu: cpu / entries, p50, p99 };
  },
};

export type Append = typeof handlers;
answer(handlers);
