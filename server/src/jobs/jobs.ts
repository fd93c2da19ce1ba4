import { PgBoss, type ConstructorOptions } from "pg-boss";
import { changing, type Changing } from "../changing.ts";
import { CONNECT_TIMEOUT, type DatabaseUrl } from "../db/connect.ts";
import { clientsOf } from "../db/rotating-clients.ts";
import type { RunStatement } from "../db/statements.ts";
import type { Job, JobHandlers } from "./job.ts";
import { JOB_CHANNEL, listenForJobs } from "./job-listener.ts";
import { fetchWith, workOnAll, type Loop, type WorkDeps } from "./job-loops.ts";
import { queuesOf, rowsOf } from "./job-rows.ts";
import { atMostEvery, joinThreads, SIGNAL_INTERVAL } from "./job-signals.ts";
import { MAX_RETRIED, type QueueHealth } from "@turnout/contract/operator";
import { jobNames, queueOf, type JobName } from "./queues.ts";
import { requireQueue } from "./require-queue.ts";
import { createWakefulness } from "./wakefulness.ts";

export type { Job, JobHandlers, Try } from "./job.ts";

/** All queues there are. */
export const queueNames = jobNames.flatMap(queuesOf);

/** Attempts before a job fails: about a day with the delays between them. */
export const MAX_TRIES = 32;
/** Delay before the second attempt (s); each is about twice the previous one. */
export const RETRY_SECONDS = 5;
export const MAX_RETRY_SECONDS = 3_600;
/** Heartbeat timeout: after it a worker is considered dead and its jobs are given to another (s). */
export const HEARTBEAT_SECONDS = 10;
/** Connections of one process for its jobs; one of them listens for signals. */
export const JOB_CONNECTIONS = 4;
/** Connections of a worker thread for jobs. */
export const HELPER_CONNECTIONS = 1;
/** Timeout of the queue's own statements (ms); its maintenance may take a while. */
const QUEUE_TIMEOUT = 30_000;
/** Interval of the check for dead workers while there is work (s). */
const SUPERVISION_SECONDS = 5;
/** Intervals of what pg-boss does by itself: the hours of scheduled jobs are not exact to the minute (s). */
const UNHURRIED = {
  cronMonitorIntervalSeconds: 45,
  cronWorkerIntervalSeconds: 30,
  queueCacheIntervalSeconds: 300,
  bamIntervalSeconds: 300,
};
/** Timeout of a job, after which it is retried (s). */
export const MAX_JOB_SECONDS = 300;
/** How long finished jobs are kept (s). */
const KEPT_SECONDS = 86_400;
/** How long jobs may run after a stop is requested (ms); then they are retried elsewhere. */
export const JOBS_GRACE = 5_000;

export interface Jobs {
  /** The database URL with which a worker thread can join. Absent: none can. */
  url?: Changing<string>;
  /** Queues jobs in the transaction of the change that causes them. */
  enqueue(run: RunStatement, jobs: Job[]): Promise<void>;
  /** Starts working on the jobs that have handlers. */
  work(handlers: Partial<JobHandlers>): Promise<void>;
  /** What waits in each queue. */
  queueStates(): Promise<QueueState[]>;
  /** What waits in each queue, and what was given up. */
  queueHealth(): Promise<QueueHealth[]>;
  /** Has the failed jobs of a queue tried once more, `MAX_RETRIED` at most, in the transaction of what asks for it. Returns how many there are. */
  retryFailed(run: RunStatement, queue: string): Promise<number>;
  /** Waits for running jobs, at most `JOBS_GRACE`. */
  stop(): Promise<void>;
}

export interface QueueState {
  queue: string;
  /** Jobs that are due and not begun. A list of them is one. */
  due: number;
  /** How long the oldest of them has been waiting (s). */
  oldestSeconds: number;
}

interface Patience {
  maxTries: number;
  retrySeconds: number;
}

interface QueueOptions extends Partial<Patience> {
  /** How long a signal keeps a worker awake (ms). Absent: `AWAKE`. */
  awake?: number;
  /** What to do with tables that are missing or too old, as for the others: make them, or refuse. Absent: "apply". */
  migrations?: "apply" | "require";
}

/** A job queue in the same database, so that queuing is part of a transaction. */
export async function openJobs(
  given: DatabaseUrl,
  onError: (error: unknown) => void,
  { migrations = "apply", awake, ...patience }: QueueOptions = {},
): Promise<Jobs> {
  const url = changing(given);
  if (migrations === "require") await requireQueue(url.current);
  const boss = bossOn(url, { max: JOB_CONNECTIONS - 1, ...UNHURRIED }, onError);
  await boss.start();
  const rules = { maxTries: MAX_TRIES, retrySeconds: RETRY_SECONDS, ...patience };
  for (const name of jobNames) for (const queue of queuesOf(name)) await openQueue(boss, queue, rules);
  for (const name of jobNames) await openSchedule(boss, name);
  return openedJobs({ boss, url, onError, ...rules }, awake);
}

/** Joins a queue that another thread has opened and maintains. */
export async function joinJobs(given: DatabaseUrl, onError: (error: unknown) => void): Promise<Jobs> {
  const url = changing(given);
  const boss = bossOn(url, { max: HELPER_CONNECTIONS, schedule: false, migrate: false }, onError);
  await boss.start();
  return joinedJobs({ boss, url, onError, maxTries: MAX_TRIES, retrySeconds: RETRY_SECONDS });
}

function bossOn(url: Changing<string>, options: ConstructorOptions, onError: (error: unknown) => void): PgBoss {
  const boss = new PgBoss({
    connectionString: url.current,
    schema: "jobs",
    application_name: "turnout-jobs",
    supervise: false, // while there is work, by the process that is awake
    monitorIntervalSeconds: SUPERVISION_SECONDS,
    registerInstance: false, // nobody reads it, and its timers fire fifty times a second
    ...({ Client: clientsOf(url), query_timeout: QUEUE_TIMEOUT, connectionTimeoutMillis: CONNECT_TIMEOUT, keepAlive: true } as object), // passed on to pg
    ...options,
  });
  let isStopped = false;
  boss.once("stopped", () => (isStopped = true));
  // Its pool has ended before its connections have: a database that stops next cuts them off, which is no news.
  boss.on("error", (error) => !isStopped && onError(asError(error)));
  return boss;
}

/** pg-boss reports what fails in its loops as plain objects, which a log would print as `[object Object]`. */
function asError(failure: Error): Error {
  return failure instanceof Error ? failure : Object.assign(new Error((failure as Error).message), failure);
}

/** The queue as a process has it: it hears of jobs from the database, and tells its threads and other processes of its own. */
function openedJobs(deps: WorkDeps, awake: number | undefined): Jobs {
  const { boss, url } = deps;
  const threads = joinThreads(url.current, (said) => said === "queued" && signal());
  const tellOthers = atMostEvery(SIGNAL_INTERVAL, async () => {
    threads.say("wake");
    // One that is lost costs time, never a job.
    await boss
      .getDb()
      .executeSql("select pg_notify($1, '')", [JOB_CHANNEL])
      .catch(() => {});
  });
  let worker: ReturnType<typeof startWorking> | null = null;

  function signal() {
    worker?.wake();
    tellOthers.run();
  }
  return {
    ...jobsOn(deps, signal),
    async work(handlers) {
      const loops = await workOnAll(deps, handlers);
      worker = startWorking(deps, { loops, awake, wakeThreads: () => threads.say("wake") });
    },
    async stop() {
      await worker?.stop();
      await tellOthers.stop();
      threads.stop();
      await stopBoss(boss);
    },
  };
}

/** The queue as a thread has it: it works whenever its process is awake. */
function joinedJobs(deps: WorkDeps): Jobs {
  const { boss, url } = deps;
  const threads = joinThreads(url.current, (said) => said === "wake" && wakefulness.wake());
  const tellProcess = atMostEvery(SIGNAL_INTERVAL, () => threads.say("queued"));
  let loops: Loop[] = [];
  const wakefulness = createWakefulness({ round: () => fetchWith(boss, loops), look: async () => Infinity });
  return {
    ...jobsOn(deps, () => {
      wakefulness.wake();
      tellProcess.run();
    }),
    async work(handlers) {
      loops = await workOnAll(deps, handlers);
      wakefulness.wake();
    },
    async stop() {
      await tellProcess.stop();
      wakefulness.stop();
      threads.stop();
      await stopBoss(boss);
    },
  };
}

const stopBoss = (boss: PgBoss) => boss.stop({ graceful: true, timeout: JOBS_GRACE });

interface Working {
  loops: Loop[];
  awake: number | undefined;
  wakeThreads: () => void;
}

/** Fetches, and looks after the jobs of dead workers, while there is work. */
function startWorking({ boss, url, onError }: WorkDeps, { loops, awake, wakeThreads }: Working) {
  let supervision: Promise<void> | null = null;
  let supervisedAt = -Infinity;
  function supervise() {
    if (supervision || performance.now() - supervisedAt < SUPERVISION_SECONDS * 1_000) return;
    supervisedAt = performance.now();
    supervision = boss
      .supervise()
      .catch((error: Error) => onError(asError(error)))
      .finally(() => (supervision = null));
  }
  const wakefulness = createWakefulness({
    awake,
    round() {
      fetchWith(boss, loops);
      supervise();
    },
    async look() {
      const due = await listener.timeUntilDue();
      if (due === 0) wakeThreads();
      return due;
    },
  });
  const listener = listenForJobs(url, () => {
    wakefulness.wake();
    wakeThreads();
  });
  wakefulness.wake();
  return {
    wake: wakefulness.wake,
    async stop() {
      wakefulness.stop();
      await listener.stop();
      await supervision;
    },
  };
}

/** What the queue is asked for, however its jobs are heard of. `signal` says that jobs are about to be committed. */
function jobsOn({ boss, url }: WorkDeps, signal: () => void): Omit<Jobs, "work" | "stop"> {
  return {
    url,
    async enqueue(run, jobs) {
      const db = { executeSql: (text: string, values?: unknown[]) => run(text, values, true) };
      for (const name of jobNames) {
        const wanted = rowsOf(
          name,
          jobs.filter((job) => job.name === name),
        );
        if (wanted.length > 0) await boss.insert(queuesOf(name)[0], wanted, { db } as never);
      }
      if (jobs.length > 0) signal();
    },
    async queueStates() {
      const { rows } = await boss.getDb().executeSql(
        `select name, count(*)::int as due, extract(epoch from now() - min(start_after))::float as "oldestSeconds"
         from jobs.job where state in ('created', 'retry') and start_after < now() group by name`,
      );
      const waiting = new Map((rows as (Omit<QueueState, "queue"> & { name: string })[]).map(({ name, ...state }) => [name, state]));
      return queueNames.map((queue) => ({ queue, ...(waiting.get(queue) ?? { due: 0, oldestSeconds: 0 }) }));
    },
    async queueHealth() {
      const { rows } = await boss.getDb().executeSql(
        `select name as queue, count(*) filter (where state <> 'failed' and start_after <= now())::int as due,
           coalesce(extract(epoch from now() - min(start_after) filter (where state <> 'failed' and start_after <= now())), 0)::float as "oldestSeconds",
           count(*) filter (where state <> 'failed' and start_after > now())::int as waiting, count(*) filter (where state = 'failed')::int as failed
         from jobs.job where state in ('created', 'retry', 'failed') group by name`,
      );
      const known = new Map((rows as QueueHealth[]).map((health) => [health.queue, health]));
      return queueNames.map((queue) => known.get(queue) ?? { queue, due: 0, oldestSeconds: 0, waiting: 0, failed: 0 });
    },
    async retryFailed(run, queue) {
      const failed = "select id from jobs.job where name = $1 and state = 'failed' order by created_on limit $2";
      const ids = ((await run(failed, [queue, MAX_RETRIED])).rows as { id: string }[]).map(({ id }) => id);
      if (ids.length === 0) return 0;
      await boss.retry(queue, ids, { db: { executeSql: run } as never });
      signal();
      return ids.length;
    },
  };
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
