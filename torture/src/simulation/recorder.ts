import type { HistoryRecord } from "../history.ts";
import type { VirtualTime } from "./virtual-time.ts";

type Untimed<One> = One extends unknown ? Omit<One, "t"> : never;

export interface Recorder {
  readonly records: HistoryRecord[];
  add(record: Untimed<HistoryRecord>): void;
  nextOp(): number;
  nextLine(): number;
}

export function createRecorder({ now }: VirtualTime): Recorder {
  const records: HistoryRecord[] = [];
  let ops = 0;
  let lines = 0;
  return {
    records,
    add: (record) => void records.push({ ...record, t: now() } as HistoryRecord),
    nextOp: () => (ops += 1),
    nextLine: () => (lines += 1),
  };
}
