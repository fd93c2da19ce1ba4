import type { HistoryRecord, Invoked } from "../history.ts";

/** An acknowledged try: when it was asked for and answered, and which process answered. */
export interface Acknowledged {
  asked: number;
  at: number;
  node: number;
  eventId: string;
  seq: number;
}

/** Writes down what happens in one round, by one clock. */
export interface Recorder {
  records: HistoryRecord[];
  acknowledged: Acknowledged[];
  /** Answers that no server should give: 5xx other than a plain 503. */
  internalErrors: string[];
  now(): number;
  add(record: Untimed): number;
  nextOp(): number;
  nextLine(): number;
}

type WithoutTime<One> = One extends HistoryRecord ? Omit<One, "t"> : never;
export type Untimed = WithoutTime<HistoryRecord>;
export type Words = Pick<Invoked, "command" | "input" | "commandId" | "eventId">;

export function createRecorder(): Recorder {
  const records: HistoryRecord[] = [];
  let ops = 0;
  let lines = 0;
  const now = () => Math.round(performance.now() * 100) / 100;
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
