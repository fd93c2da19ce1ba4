import { PgBoss, type JobWithMetadata } from "pg-boss";
import { CONNECT_TIMEOUT } from "../db/connect.ts";
import type { RunStatement } from "../db/statements.ts";
import { jobNames, queueOf, type JobName } from "./queues.ts";

/** Work to be done after a change has been committed, by whichever process does jobs. */
export interface Job {
  name: JobName;
  /** Ids only: what is done is kept for a day. */
  payload: Record<string, unknown>;
  /** Absent: as soon as somebody can. */
  startAfter?: Date;
}

/** Tries of one job before it counts as failed: with the waits between them, about a day. */
export const MAX_TRIES = 32;
/** The first wait between two tries; each is about twice the one before (s). */
export const RETRY_SECONDS = 5;
export const MAX_RETRY_SECONDS = 3_600;
/** A worker that says nothing for so long is taken for dead, and its jobs are given to another (s). */
export const HEARTBEAT_SECONDS = 10;
/** Connections that one process has for its jobs. */
export const JOB_CONNECTIONS = 4;
/** A statement of the queue's own that takes longer is given up with its connection (ms): its upkeep may take a while. */
const QUEUE_TIMEOUT = 30_000;
/** How often somebody looks for dead workers (s). */
const SUPERVISION_SECONDS = 5;
/** A job that takes longer is given up and tried again (s). */
export const MAX_JOB_SECONDS = 300;
/** How long what is done can be looked up (s). */
const KEPT_SECONDS = 86_400;
/** How long jobs may go on after a stop is asked for (ms); then they are done again elsewhere. */
export const JOBS_GRACE = 5_000;

export interface Try {
  /** False: if this fails too, nobody tries again. */
  willBeRetried: boolean;
}

export type JobHandlers = Record<JobName, (payload: never, attempt: Try) => Promise<void>>;

export interface Jobs {
  /** Hands in work with the change that causes it: both are committed, or neither. */
  enqueue(run: RunStatement, jobs: Job[]): Promise<void>;
  work(handlers: JobHandlers): Promise<void>;
  /** How long the oldest job that could be done has been waiting (s). */
  oldestWaiting(): Promise<number>;
  /** Lets jobs that have begun end, within `JOBS_GRACE`. */
  stop(): Promise<void>;
}

interface Patience {
  maxTries: number;
  retrySeconds: number;
}

/** A queue in the same database, so that enqueuing is part of a transaction. */
export async function openJobs(url: string, onError: (error: unknown) => void, patience: Partial<Patience> = {}): Promise<Jobs> {
  const boss = new PgBoss({
    connectionString: url,
    schema: "jobs",
    max: JOB_CONNECTIONS,
    application_name: "turnout-jobs",
    ...({ query_timeout: QUEUE_TIMEOUT, connectionTimeoutMillis: CONNECT_TIMEOUT, keepAlive: true } as object), // handed on to pg
    superviseIntervalSeconds: SUPERVISION_SECONDS,
    monitorIntervalSeconds: SUPERVISION_SECONDS,
  });
  boss.on("error", onError);
  await boss.start();
  for (const name of jobNames) await openQueue(boss, name, { maxTries: MAX_TRIES, retrySeconds: RETRY_SECONDS, ...patience });

  return {
    async enqueue(run, jobs) {
      const db = { executeSql: run };
      for (const name of jobNames) {
        const wanted = jobs
          .filter((job) => job.name === name)
          .map(({ payload, startAfter }) => ({ data: payload, ...(startAfter && { startAfter }) }));
        if (wanted.length > 0) await boss.insert(name, wanted, { db } as never);
      }
    },
    async work(handlers) {
      for (const name of jobNames) await workOn(boss, name, handlers[name], onError);
    },
    async oldestWaiting() {
      const { rows } = await boss
        .getDb()
        .executeSql(
          "select coalesce(extract(epoch from now() - min(start_after)), 0)::float as seconds from jobs.job where state in ('created', 'retry') and start_after < now()",
        );
      return Number(rows[0]?.seconds ?? 0);
    },
    stop: () => boss.stop({ graceful: true, timeout: JOBS_GRACE }),
  };
}

async function openQueue(boss: PgBoss, name: JobName, { maxTries, retrySeconds }: Patience) {
  const rules = {
    retryLimit: maxTries - 1,
    retryDelay: retrySeconds,
    retryBackoff: true,
    retryDelayMax: MAX_RETRY_SECONDS,
    heartbeatSeconds: HEARTBEAT_SECONDS,
    expireInSeconds: MAX_JOB_SECONDS,
    deleteAfterSeconds: KEPT_SECONDS,
  };
  await boss.createQueue(name, rules);
  await boss.updateQueue(name, rules); // a queue that an older version made keeps its rules otherwise
  const { schedule } = queueOf(name);
  if (schedule) await boss.schedule(name, schedule, {}, { missed: "once" }); // for those who sleep at that hour
}

async function workOn(boss: PgBoss, name: JobName, handle: JobHandlers[JobName], onError: (error: unknown) => void) {
  const { loops, batch, pollingSeconds } = queueOf(name);
  const options = {
    batchSize: batch,
    localConcurrency: loops,
    pollingIntervalSeconds: pollingSeconds,
    burstWhenBatchFull: true,
    includeMetadata: true,
    perJobResults: true, // one that fails must not take its neighbours with it
  } as const;

  async function attempt({ id, data, retryCount, retryLimit }: JobWithMetadata<object>) {
    try {
      await handle(data as never, { willBeRetried: retryCount < retryLimit });
      return { id, status: "completed" as const };
    } catch (error) {
      const { name: kind, message } = error instanceof Error ? error : new Error(String(error));
      onError(new Error(`${name} failed at try ${retryCount + 1} of ${retryLimit + 1}: ${message}`, { cause: error }));
      return { id, status: "failed" as const, output: { kind } }; // a message may name somebody, and this is kept
    }
  }

  await boss.work(name, options, (jobs: JobWithMetadata<object>[]) => Promise.all(jobs.map(attempt)));
}
