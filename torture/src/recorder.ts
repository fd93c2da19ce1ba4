import type { HistoryRecord } from "./history.ts";

/** An acknowledged try: when it was asked for and answered, and which process answered. */
export interface Acknowledged {
  asked: number;
  at: number;
  node: number;
  eventId: string;
  seq: number;
}

type WithoutTime<One> = One extends HistoryRecord ? Omit<One, "t"> : never;

export type Recorder = ReturnType<typeof createRecorder>;

/** Writes down what happens in one round, by one clock. */
export function createRecorder(now = () => Math.round(performance.now() * 100) / 100) {
  const records: HistoryRecord[] = [];
  let ops = 0;
  let lines = 0;
  return {
    records,
    acknowledged: [] as Acknowledged[],
    /** Answers that no server should give: 5xx other than a plain 503. */
    internalErrors: [] as string[],
    now,
    /** Returns when it was (ms). */
    add(record: WithoutTime<HistoryRecord>): number {
      const t = now();
      records.push({ ...record, t } as HistoryRecord);
      return t;
    },
    nextOp: () => ++ops,
    nextLine: () => ++lines,
  };
}
