import type { JobResult, JobWithMetadata, PgBoss } from "pg-boss";
import { queuesOf, type List } from "./job-rows.ts";
import type { JobHandlers } from "./job.ts";
import { queueOf, type JobName, type Queue } from "./queues.ts";
import { ROUND } from "./wakefulness.ts";
import type { Changing } from "../changing.ts";

/** Interval at which a loop looks by itself if nothing wakes it (s). */
const LOOP_SLEEP_SECONDS = 300;
/** Queues that only older versions write: looked at rarely, in large batches. */
const LEFTOVERS: LoopRules = { batch: 50, loops: 1, pollingSeconds: 30 };

export interface WorkDeps {
  boss: PgBoss;
  url: Changing<string>;
  onError: (error: unknown) => void;
  maxTries: number;
  retrySeconds: number;
}

/** A polling loop of pg-boss, which sleeps until it is told to fetch. */
export interface Loop {
  id: string;
  /** Shortest time between two fetches while the process is awake (ms). */
  interval: number;
  fetchedAt: number;
}

/** Lets the loops fetch whose time it is. */
export function fetchWith(boss: PgBoss, loops: Loop[]) {
  const now = performance.now();
  for (const loop of loops) {
    if (now - loop.fetchedAt < loop.interval - ROUND / 2) continue;
    loop.fetchedAt = now;
    boss.notifyWorker(loop.id);
  }
}

type Row = JobWithMetadata<object>;
type LoopRules = Pick<Queue, "loops" | "batch" | "pollingSeconds">;

/** Starts the loops that work on these jobs. They sleep until `fetchWith`. */
export async function workOnAll(deps: WorkDeps, handlers: Partial<JobHandlers>): Promise<Loop[]> {
  const loops: Loop[] = [];
  for (const [name, handle] of Object.entries(handlers)) loops.push(...(await workOn(deps, name as JobName, handle)));
  return loops;
}

async function workOn({ boss, onError, retrySeconds }: WorkDeps, name: JobName, handle: JobHandlers[JobName]): Promise<Loop[]> {
  async function startLoops(queue: string, rules: LoopRules, run: (rows: Row[]) => Promise<JobResult[]>): Promise<Loop[]> {
    const options = {
      batchSize: rules.batch,
      pollingIntervalSeconds: LOOP_SLEEP_SECONDS,
      burstWhenBatchFull: true,
      includeMetadata: true,
      perJobResults: true, // a failing job must not fail the others of its batch
    } as const;
    const loops: Loop[] = [];
    for (let count = 0; count < rules.loops; count++) {
      const id = await boss.work(queue, options, run);
      loops.push({ id, interval: rules.pollingSeconds * 1_000, fetchedAt: -Infinity });
    }
    return loops;
  }

  /** Null, or the error's name without its message, which may contain personal data and would be stored. */
  async function attempt(payload: object, { retryCount, retryLimit }: Row): Promise<string | null> {
    try {
      await handle(payload as never, { willBeRetried: retryCount < retryLimit });
      return null;
    } catch (error) {
      const { name: kind, message } = error instanceof Error ? error : new Error(String(error));
      onError(new Error(`${name} failed at try ${retryCount + 1} of ${retryLimit + 1}: ${message}`, { cause: error }));
      return kind;
    }
  }

  async function attemptAlone(row: Row) {
    const kind = await attempt(row.data, row);
    return kind === null ? { id: row.id, status: "completed" as const } : { id: row.id, status: "failed" as const, output: { kind } };
  }

  /** Failed jobs of a list are queued again by themselves, so that the others are not repeated. */
  async function attemptList(row: Row) {
    const { list } = row.data as List;
    const kinds = await Promise.all(list.map((payload) => attempt(payload, row)));
    const failed = list.filter((_, index) => kinds[index] !== null);
    const kind = kinds.find((one) => one !== null);
    const triesLeft = row.retryLimit - row.retryCount;
    if (kind && (failed.length === list.length || triesLeft === 0)) return { id: row.id, status: "failed" as const, output: { kind } };
    if (kind) {
      const startAfter = new Date(Date.now() + retrySeconds * 1_000);
      const rows = failed.map((payload) => ({ data: { list: [payload] } satisfies List, startAfter, retryLimit: triesLeft - 1 }));
      await boss.insert(queuesOf(name)[0], rows);
    }
    return { id: row.id, status: "completed" as const };
  }

  const [queue, ...older] = queuesOf(name);
  const loops = await startLoops(queue, queueOf(name), (rows) => Promise.all(rows.map(older.length > 0 ? attemptList : attemptAlone)));
  for (const left of older) loops.push(...(await startLoops(left, LEFTOVERS, (rows) => Promise.all(rows.map(attemptAlone)))));
  return loops;
}
