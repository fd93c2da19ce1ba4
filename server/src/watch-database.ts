import type { Kysely } from "kysely";
import { poolStates } from "./db/connect.ts";
import { databaseState } from "./db/database-state.ts";
import type { Database } from "./db/database.ts";
import type { Jobs } from "./jobs/jobs.ts";
import type { Metrics, Sample } from "./telemetry/metrics.ts";

/** OpenTelemetry's names of these, as Prometheus writes them. */
const POOL = "db_client_connection_pool_name";
const STATE = "db_client_connection_state";

/** What an operator needs to know of the database: whether it is there, and who waits for it. */
export function watchDatabase(metrics: Metrics, db: Kysely<Database>, jobs: Jobs): void {
  const { watch, watchEach, watchWhether } = metrics;
  watchWhether(
    "turnout_database_up",
    "1 while the database answers and takes changes.",
    async () => (await databaseState(db)) === "writable",
  );
  watchEach("db_client_connection_count", "Connections to the database, by pool and state.", [POOL, STATE], () =>
    poolStates(db).flatMap(({ name, used, idle }): Sample[] => [
      { labels: { [POOL]: name, [STATE]: "used" }, value: used },
      { labels: { [POOL]: name, [STATE]: "idle" }, value: idle },
    ]),
  );
  watchEach("db_client_connection_max", "Most connections of a pool.", [POOL], () =>
    poolStates(db).map(({ name, max }) => ({ labels: { [POOL]: name }, value: max })),
  );
  watchEach("db_client_connection_pending_requests", "Requests that wait for a connection of a pool.", [POOL], () =>
    poolStates(db).map(({ name, pending }) => ({ labels: { [POOL]: name }, value: pending })),
  );
  const queueStates = sharingReads(jobs.queueStates);
  watch("turnout_oldest_job_seconds", "How long the oldest job that is due has been waiting.", async () =>
    Math.max(0, ...(await queueStates()).map(({ oldestSeconds }) => oldestSeconds)),
  );
  watchEach("turnout_jobs_due", "Jobs that are due and not begun, by queue. A list of emails is one job.", ["queue"], async () =>
    (await queueStates()).map(({ queue, due }) => ({ labels: { queue }, value: due })),
  );
}

/** Gauges that are collected together are of one read. */
function sharingReads<Value>(read: () => Promise<Value>): () => Promise<Value> {
  let reading: Promise<Value> | null = null;
  return () => (reading ??= read().finally(() => (reading = null)));
}
