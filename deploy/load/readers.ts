import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { Failed } from "../failed.ts";
import type { Gathering } from "./journey.ts";
import type { ReaderReport } from "./reader.ts";
import type { ReaderTask } from "./reader-thread.ts";

/** People who have an event's page open, in a thread of their own. */
export interface Readers {
  /** `expected`: positions of entries that all of them must have got. */
  report(expected: number[]): Promise<ReaderReport[]>;
  /** Waits until every reader is live and has got these entries; gives their report then, or when the time (ms) is over. */
  untilLive(expected: number[], patience: number): Promise<ReaderReport[]>;
  close(): Promise<void>;
}

interface Options {
  /** The checkout whose client they use. */
  folder: string;
  front: string;
  count: number;
}

const POLL = 100;

/** How long they may take to open (ms). */
const OPENING = 30_000;

/** Opens so many readers of an event, as its guests in turn, and resolves when all are live. */
export async function openReaders({ eventId, guests }: Gathering, { folder, front, count }: Options): Promise<Readers> {
  const people = guests.map(({ from, cookies }) => ({ from, cookies }));
  const task: ReaderTask = { folder, front, eventId, people, count };
  const thread = new Worker(join(import.meta.dirname, "reader-thread.ts"), { workerData: task });
  const failed = once(thread, "error").then(([error]) => {
    throw new Error(String(error), { cause: error });
  });
  failed.catch(() => {});

  async function report(expected: number[]): Promise<ReaderReport[]> {
    const answered = once(thread, "message");
    thread.postMessage(expected);
    const [reports] = (await Promise.race([answered, failed])) as [ReaderReport[]];
    return reports;
  }
  async function untilLive(expected: number[], patience: number): Promise<ReaderReport[]> {
    for (const deadline = Date.now() + patience; ; await sleep(POLL)) {
      const reports = await report(expected);
      const isDone = reports.every(({ state, lost }) => state === "live" && lost === 0);
      if (isDone || Date.now() > deadline) return reports;
    }
  }
  const readers: Readers = { report, untilLive, close: async () => void (await thread.terminate()) };
  const waiting = (await untilLive([], OPENING)).filter(({ state }) => state !== "live");
  if (waiting.length === 0) return readers;
  await readers.close();
  throw new Failed(`${waiting.length} of ${count} readers did not open: ${waiting[0]!.state}, ${waiting[0]!.failedHandshakes[0]}`);
}
