import { CompiledQuery, type Transaction } from "kysely";
import { PgBoss } from "pg-boss";
import type { Database } from "../db/database.ts";

/** Work to be done after a change has been committed, by whichever process does jobs. */
export interface Job {
  name: JobName;
  payload: Record<string, unknown>;
}

export const jobNames = ["sendMail", "tellGuest", "tellGuests"] as const;
export type JobName = (typeof jobNames)[number];

/** Tries of one job, with waits that double from `RETRY_SECONDS`; then it counts as failed. */
export const MAX_TRIES = 8;
const RETRY_SECONDS = 5;
/** A worker that says nothing for so long is taken for dead, and its job is given to another (s). */
export const HEARTBEAT_SECONDS = 10;
/** Jobs of one name that one process works on at once. */
const AT_ONCE = 4;
/** How often a free worker looks for work (s). */
const POLLING_SECONDS = 0.5;

export interface Try {
  /** False: if this fails too, nobody tries again. */
  willBeRetried: boolean;
}

export type JobHandlers = Record<JobName, (payload: never, attempt: Try) => Promise<void>>;

export interface Jobs {
  /** Hands in work with the change that causes it: both are committed, or neither. */
  enqueue(tx: Transaction<Database>, jobs: Job[]): Promise<void>;
  work(handlers: JobHandlers): Promise<void>;
  /** How long the oldest job that could be done has been waiting (s). */
  oldestWaiting(): Promise<number>;
  stop(): Promise<void>;
}

/** A queue in the same database, so that enqueuing is part of a transaction. */
export async function openJobs(url: string, onError: (error: unknown) => void): Promise<Jobs> {
  const boss = new PgBoss({ connectionString: url, schema: "jobs", max: 4, application_name: "turnout-jobs" });
  boss.on("error", onError);
  await boss.start();
  for (const name of jobNames) {
    await boss.createQueue(name, {
      retryLimit: MAX_TRIES - 1, retryDelay: RETRY_SECONDS, retryBackoff: true, heartbeatSeconds: HEARTBEAT_SECONDS, expireInSeconds: 300,
    });
  }

  return {
    async enqueue(tx, jobs) {
      const db = { executeSql: (text: string, values: unknown[] = []) => tx.executeQuery<never>(CompiledQuery.raw(text, values)) };
      for (const name of jobNames) {
        const wanted = jobs.filter((job) => job.name === name).map((job) => ({ data: job.payload }));
        if (wanted.length > 0) await boss.insert(name, wanted, { db } as never);
      }
    },
    async work(handlers) {
      for (const name of jobNames) {
        const options = { includeMetadata: true, batchSize: 1, localConcurrency: AT_ONCE, pollingIntervalSeconds: POLLING_SECONDS } as const;
        await boss.work(name, options, async (taken) => {
          for (const job of taken) await handlers[name](job.data as never, { willBeRetried: job.retryCount < job.retryLimit });
        });
      }
    },
    async oldestWaiting() {
      const { rows } = await boss.getDb().executeSql(
        "select coalesce(extract(epoch from now() - min(start_after)), 0)::float as seconds from jobs.job where state in ('created', 'retry') and start_after < now()",
      );
      return Number(rows[0]?.seconds ?? 0);
    },
    stop: () => boss.stop({ graceful: true, timeout: 5_000 }),
  };
}
