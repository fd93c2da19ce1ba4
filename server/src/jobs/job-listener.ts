import pg from "pg";
import { changing } from "../changing.ts";
import { CONNECT_TIMEOUT, QUERY_TIMEOUT, type DatabaseUrl } from "../db/connect.ts";
import type { Computed, Outer } from "../db/row-types.ts";

/** PostgreSQL's channel on which processes tell each other that they have queued jobs. */
export const JOB_CHANNEL = "turnout_jobs";
/** Wait before another attempt to listen (ms). */
const RECONNECT_WAIT = 1_000;

/** By index for each queue and state, however many jobs are delayed or kept. pg-boss's own queues are looked at by itself. */
const TIME_UNTIL_DUE = `
  select min(case live.state when 'active' then 0 else extract(epoch from first.start_after - now()) end)::float as seconds
  from jobs.queue
  cross join (values ('created'::jobs.job_state), ('retry'), ('active')) as live (state)
  cross join lateral (
    select start_after from jobs.job
    where job.name = queue.name and job.state = live.state and job.state in ('created', 'retry', 'active', 'failed') and not blocked
    order by start_after limit 1
  ) as first
  where queue.name not like '\\_\\_pgboss%'`;

export interface JobListener {
  /** Time until a job of any queue is due (ms): 0 for what is due or being worked on, Infinity for nothing. Throws while the connection is lost. */
  timeUntilDue(): Promise<number>;
  stop(): Promise<void>;
}

/** Hears of jobs that any process queues, on a connection of its own that it opens again whenever it is lost. */
export function listenForJobs(given: DatabaseUrl, hear: () => void): JobListener {
  const url = changing(given);
  let client: pg.Client | null = null;
  let isStopped = false;
  let retry: NodeJS.Timeout | undefined;

  async function connect() {
    const fresh = new pg.Client({
      connectionString: url.current,
      application_name: "turnout-jobs",
      keepAlive: true,
      connectionTimeoutMillis: CONNECT_TIMEOUT,
      query_timeout: QUERY_TIMEOUT,
    });
    fresh.on("error", () => lose(fresh));
    fresh.on("end", () => lose(fresh));
    fresh.on("notification", hear);
    client = fresh;
    try {
      await fresh.connect();
      await fresh.query(`listen ${JOB_CHANNEL}`);
      hear(); // of what was queued while nobody listened
    } catch {
      lose(fresh); // whoever uses the database reports that it is away
    }
  }

  function lose(lost: pg.Client) {
    if (client !== lost || isStopped) return;
    client = null;
    void lost.end().catch(() => {});
    hear(); // nobody else says so from here on
    retry = setTimeout(() => void connect(), RECONNECT_WAIT);
  }

  // Jobs that are queued until it is back are found then.
  const stopFollowing = url.onChange(() => client && lose(client));
  void connect();
  return {
    async timeUntilDue() {
      const asked = client;
      if (!asked) throw new Error("the connection that listens for jobs is lost");
      try {
        const { rows } = await asked.query<Outer<Computed<"seconds", "float8">>>(TIME_UNTIL_DUE);
        const seconds = rows[0]?.seconds ?? null;
        return seconds === null ? Infinity : Math.max(0, Math.ceil(seconds * 1_000));
      } catch (error) {
        lose(asked);
        throw error;
      }
    },
    async stop() {
      isStopped = true;
      stopFollowing();
      clearTimeout(retry);
      await client?.end().catch(() => {});
    },
  };
}
