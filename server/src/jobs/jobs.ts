import { PgBoss, type ConstructorOptions, type JobWithMetadata } from "pg-boss";
import { CONNECT_TIMEOUT } from "../db/connect.ts";
import type { RunStatement } from "../db/statements.ts";
import { uuidFrom } from "../db/uuid.ts";
import { jobNames, queueOf, type JobName } from "./queues.ts";
import { requireQueue } from "./require-queue.ts";

/** Background work after a commit, done by any worker process. */
export interface Job {
  name: JobName;
  /** Ids only, since finished jobs are kept for a day. */
  payload: Record<string, unknown>;
  /** Absent: as soon as possible. */
  startAfter?: Date;
}

/** Attempts before a job fails: about a day with the delays between them. */
export const MAX_TRIES = 32;
/** Delay before the second attempt (s); each is about twice the previous one. */
export const RETRY_SECONDS = 5;
export const MAX_RETRY_SECONDS = 3_600;
/** Heartbeat timeout: after it a worker is considered dead and its jobs are given to another (s). */
export const HEARTBEAT_SECONDS = 10;
/** Connections of one process for its jobs. */
export const JOB_CONNECTIONS = 4;
/** Connections of a worker thread for jobs. */
export const HELPER_CONNECTIONS = 1;
/** Timeout of the queue's own statements (ms); its maintenance may take a while. */
const QUEUE_TIMEOUT = 30_000;
/** Interval of the check for dead workers (s). */
const SUPERVISION_SECONDS = 5;
/** Timeout of a job, after which it is retried (s). */
export const MAX_JOB_SECONDS = 300;
/** How long finished jobs are kept (s). */
const KEPT_SECONDS = 86_400;
/** Polling of queues that only older versions write: rarely, in large batches. */
const LEFTOVERS = { batchSize: 50, localConcurrency: 1, pollingIntervalSeconds: 30 } as const;
/** How long jobs may run after a stop is requested (ms); then they are retried elsewhere. */
export const JOBS_GRACE = 5_000;

export interface Try {
  /** False: this is the last attempt. */
  willBeRetried: boolean;
}

export type JobHandlers = Record<JobName, (payload: never, attempt: Try) => Promise<void>>;

export interface Jobs {
  /** The database URL with which a worker thread can join. Absent: none can. */
  url?: string;
  /** Queues jobs in the transaction of the change that causes them. */
  enqueue(run: RunStatement, jobs: Job[]): Promise<void>;
  /** Starts working on the jobs that have handlers. */
  work(handlers: Partial<JobHandlers>): Promise<void>;
  /** How long the oldest due job has been waiting (s). */
  oldestWaiting(): Promise<number>;
  /** How many jobs are due and not begun, by queue. A list of them is one. */
  dueByQueue(): Promise<{ queue: string; due: number }[]>;
  /** Waits for running jobs, at most `JOBS_GRACE`. */
  stop(): Promise<void>;
}

interface Patience {
  maxTries: number;
  retrySeconds: number;
}

interface QueueOptions extends Partial<Patience> {
  /** What to do with tables that are missing or too old, as for the others: make them, or refuse. Absent: "apply". */
  migrations?: "apply" | "require";
}

/** A job queue in the same database, so that queuing is part of a transaction. */
export async function openJobs(
  url: string,
  onError: (error: unknown) => void,
  { migrations = "apply", ...patience }: QueueOptions = {},
): Promise<Jobs> {
  if (migrations === "require") await requireQueue(url);
  const boss = bossOn(url, {
    max: JOB_CONNECTIONS,
    superviseIntervalSeconds: SUPERVISION_SECONDS,
    monitorIntervalSeconds: SUPERVISION_SECONDS,
  });
  boss.on("error", (error) => onError(asError(error)));
  await boss.start();
  const rules = { maxTries: MAX_TRIES, retrySeconds: RETRY_SECONDS, ...patience };
  for (const name of jobNames) for (const queue of queuesOf(name)) await openQueue(boss, queue, rules);
  for (const name of jobNames) await openSchedule(boss, name);
  return jobsOn({ boss, url, onError, ...rules });
}

/** Joins a queue that another thread has opened and maintains. */
export async function joinJobs(url: string, onError: (error: unknown) => void): Promise<Jobs> {
  const boss = bossOn(url, { max: HELPER_CONNECTIONS, supervise: false, schedule: false, migrate: false });
  boss.on("error", (error) => onError(asError(error)));
  await boss.start();
  return jobsOn({ boss, url, onError, maxTries: MAX_TRIES, retrySeconds: RETRY_SECONDS });
}

function bossOn(url: string, options: ConstructorOptions): PgBoss {
  return new PgBoss({
    connectionString: url,
    schema: "jobs",
    application_name: "turnout-jobs",
    ...({ query_timeout: QUEUE_TIMEOUT, connectionTimeoutMillis: CONNECT_TIMEOUT, keepAlive: true } as object), // passed on to pg
    ...options,
  });
}

/** pg-boss reports what fails in its loops as plain objects, which a log would print as `[object Object]`. */
function asError(failure: Error): Error {
  return failure instanceof Error ? failure : Object.assign(new Error((failure as Error).message), failure);
}

function jobsOn(deps: WorkDeps): Jobs {
  const { boss, url } = deps;
  return {
    url,
    async enqueue(run, jobs) {
      const db = { executeSql: run };
      for (const name of jobNames) {
        const wanted = rowsOf(
          name,
          jobs.filter((job) => job.name === name),
        );
        if (wanted.length > 0) await boss.insert(queuesOf(name)[0], wanted, { db } as never);
      }
    },
    async work(handlers) {
      for (const [name, handle] of Object.entries(handlers)) await workOn(deps, name as JobName, handle);
    },
    async oldestWaiting() {
      const { rows } = await boss
        .getDb()
        .executeSql(
          "select coalesce(extract(epoch from now() - min(start_after)), 0)::float as seconds from jobs.job where state in ('created', 'retry') and start_after < now()",
        );
      return Number(rows[0]?.seconds ?? 0);
    },
    async dueByQueue() {
      const { rows } = await boss
        .getDb()
        .executeSql(
          "select name, count(*)::int as due from jobs.job where state in ('created', 'retry') and start_after < now() group by name",
        );
      const due = new Map((rows as { name: string; due: number }[]).map((row) => [row.name, row.due]));
      return jobNames.flatMap(queuesOf).map((queue) => ({ queue, due: due.get(queue) ?? 0 }));
    },
    stop: () => boss.stop({ graceful: true, timeout: JOBS_GRACE }),
  };
}

/**
 * The queues of this job name. For jobs in lists, older versions know only the second: they would take a list for a job
 * without payload, and the jobs that they queue are read from it.
 */
function queuesOf(name: JobName): [string, ...string[]] {
  return queueOf(name).list ? [`${name}.list`, name] : [name];
}

interface List {
  list: object[];
}

/**
 * A delayed job is due at its own time, so it is in no list. Queued again for the same time, as by a job that is repeated
 * after a crash, it stays one.
 */
function rowsOf(name: JobName, jobs: Job[]) {
  const { list: size } = queueOf(name);
  const row = ({ payload, startAfter }: Job) => ({
    data: size ? { list: [payload] } : payload,
    ...(startAfter && { startAfter, id: uuidFrom(`${name} ${JSON.stringify(payload)} at ${startAfter.toISOString()}`) }),
  });
  if (!size) return jobs.map(row);
  const [later, now] = [jobs.filter(({ startAfter }) => startAfter), jobs.filter(({ startAfter }) => !startAfter)];
  const lists = Array.from({ length: Math.ceil(now.length / size) }, (_, index) => now.slice(index * size, (index + 1) * size));
  return [...later.map(row), ...lists.map((some) => ({ data: { list: some.map(({ payload }) => payload) } satisfies List }))];
}

async function openQueue(boss: PgBoss, queue: string, { maxTries, retrySeconds }: Patience) {
  const rules = {
    retryLimit: maxTries - 1,
    retryDelay: retrySeconds,
    retryBackoff: true,
    retryDelayMax: MAX_RETRY_SECONDS,
    heartbeatSeconds: HEARTBEAT_SECONDS,
    expireInSeconds: MAX_JOB_SECONDS,
    deleteAfterSeconds: KEPT_SECONDS,
  };
  await boss.createQueue(queue, rules);
  await boss.updateQueue(queue, rules); // otherwise a queue that an older version created keeps its rules
}

async function openSchedule(boss: PgBoss, name: JobName) {
  const { schedule } = queueOf(name);
  if (schedule) await boss.schedule(name, schedule, {}, { missed: "once" }); // for servers that are off at that hour
}

interface WorkDeps extends Patience {
  boss: PgBoss;
  url: string;
  onError: (error: unknown) => void;
}

type Row = JobWithMetadata<object>;

async function workOn({ boss, onError, retrySeconds }: WorkDeps, name: JobName, handle: JobHandlers[JobName]) {
  const { loops, batch, pollingSeconds } = queueOf(name);
  const options = {
    batchSize: batch,
    localConcurrency: loops,
    pollingIntervalSeconds: pollingSeconds,
    burstWhenBatchFull: true,
    includeMetadata: true,
    perJobResults: true, // a failing job must not fail the others of its batch
  } as const;

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
  await boss.work(queue, options, (rows: Row[]) => Promise.all(rows.map(older.length > 0 ? attemptList : attemptAlone)));
  for (const left of older) await boss.work(left, { ...options, ...LEFTOVERS }, (rows: Row[]) => Promise.all(rows.map(attemptAlone)));
}
