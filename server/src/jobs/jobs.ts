import { PgBoss, type ConstructorOptions, type JobWithMetadata } from "pg-boss";
import { CONNECT_TIMEOUT } from "../db/connect.ts";
import type { RunStatement } from "../db/statements.ts";
import { uuidFrom } from "../db/uuid.ts";
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
/** And that a thread has which helps with them. */
export const HELPER_CONNECTIONS = 2;
/** A statement of the queue's own that takes longer is given up with its connection (ms): its upkeep may take a while. */
const QUEUE_TIMEOUT = 30_000;
/** How often somebody looks for dead workers (s). */
const SUPERVISION_SECONDS = 5;
/** A job that takes longer is given up and tried again (s). */
export const MAX_JOB_SECONDS = 300;
/** How long what is done can be looked up (s). */
const KEPT_SECONDS = 86_400;
/** How what an older version left is looked for: seldom, and many at once. */
const LEFTOVERS = { batchSize: 50, localConcurrency: 1, pollingIntervalSeconds: 30 } as const;
/** How long jobs may go on after a stop is asked for (ms); then they are done again elsewhere. */
export const JOBS_GRACE = 5_000;

export interface Try {
  /** False: if this fails too, nobody tries again. */
  willBeRetried: boolean;
}

export type JobHandlers = Record<JobName, (payload: never, attempt: Try) => Promise<void>>;

export interface Jobs {
  /** Where others can join in the work. Absent: nowhere. */
  url?: string;
  /** Hands in work with the change that causes it: both are committed, or neither. */
  enqueue(run: RunStatement, jobs: Job[]): Promise<void>;
  /** Does what there are handlers for. */
  work(handlers: Partial<JobHandlers>): Promise<void>;
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
  const boss = bossOn(url, {
    max: JOB_CONNECTIONS,
    superviseIntervalSeconds: SUPERVISION_SECONDS,
    monitorIntervalSeconds: SUPERVISION_SECONDS,
  });
  boss.on("error", onError);
  await boss.start();
  const rules = { maxTries: MAX_TRIES, retrySeconds: RETRY_SECONDS, ...patience };
  for (const name of jobNames) for (const queue of queuesOf(name)) await openQueue(boss, queue, rules);
  for (const name of jobNames) await openSchedule(boss, name);
  return jobsOn({ boss, url, onError, ...rules });
}

/** The queue that somebody else has opened and looks after, for a thread that helps with the work. */
export async function joinJobs(url: string, onError: (error: unknown) => void): Promise<Jobs> {
  const boss = bossOn(url, { max: HELPER_CONNECTIONS, supervise: false, schedule: false, migrate: false });
  boss.on("error", onError);
  await boss.start();
  return jobsOn({ boss, url, onError, maxTries: MAX_TRIES, retrySeconds: RETRY_SECONDS });
}

function bossOn(url: string, options: ConstructorOptions): PgBoss {
  return new PgBoss({
    connectionString: url,
    schema: "jobs",
    application_name: "turnout-jobs",
    ...({ query_timeout: QUEUE_TIMEOUT, connectionTimeoutMillis: CONNECT_TIMEOUT, keepAlive: true } as object), // handed on to pg
    ...options,
  });
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
    stop: () => boss.stop({ graceful: true, timeout: JOBS_GRACE }),
  };
}

/**
 * Where jobs of this name are kept. Of those that travel in lists, older versions know only the second: they would take
 * a list for a job that says nothing, and what they leave behind is looked for in it.
 */
function queuesOf(name: JobName): [string, ...string[]] {
  return queueOf(name).list ? [`${name}.list`, name] : [name];
}

interface List {
  list: object[];
}

/**
 * A job for later is due at its own time, so it is in no list. Handed in again for the same time, as by a job that is done
 * again after a crash, it stays one.
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
  await boss.updateQueue(queue, rules); // a queue that an older version made keeps its rules otherwise
}

async function openSchedule(boss: PgBoss, name: JobName) {
  const { schedule } = queueOf(name);
  if (schedule) await boss.schedule(name, schedule, {}, { missed: "once" }); // for those who sleep at that hour
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
    perJobResults: true, // one that fails must not take its neighbours with it
  } as const;

  /** Null, or the kind of error: a message may name somebody, and this is kept. */
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

  /** Those that fail beside others that do not are tried again alone: what is done is not done again. */
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
