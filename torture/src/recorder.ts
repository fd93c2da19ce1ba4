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

/** Writes down what happens in one round, by one clock. */
export interface Recorder {
  records: HistoryRecord[];
  acknowledged: Acknowledged[];
  /** Answers that no server should give: 5xx other than a plain 503. */
  internalErrors: string[];
  now(): number;
  /** Returns when it was (ms). */
  add(record: WithoutTime<HistoryRecord>): number;
  nextOp(): number;
  nextLine(): number;
}

export function createRecorder(now = () => Math.round(performance.now() * 100) / 100): Recorder {
  const records: HistoryRecord[] = [];
  let ops = 0;
  let lines = 0;
  return {
    records,
    acknowledged: [],
    internalErrors: [],
    now,
    add(record) {
      const t = now();
      records.push({ ...record, t } as HistoryRecord);
      return t;
    },
    nextOp: () => ++ops,
    nextLine: () => ++lines,
  };
}
