import pg from "pg";
import queue from "pg-boss/package.json" with { type: "json" };
import { CONNECT_TIMEOUT, QUERY_TIMEOUT } from "../db/connect.ts";
import type { Computed } from "../db/row-types.ts";

/** The version of the queue's tables that this program's pg-boss makes and works with. */
const TABLES = queue.pgboss.schema;

/** Throws when the queue's tables are missing or older than this program needs; newer ones it works with. Changes nothing. */
export async function requireQueue(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT, query_timeout: QUERY_TIMEOUT });
  client.on("error", () => {}); // the running query reports it
  await client.connect();
  try {
    const { rows } = await client.query<Computed<"has", "boolean">>("select to_regclass('jobs.version') is not null as has");
    const made = rows[0]!.has ? await client.query<Computed<"version", "integer">>("select version from jobs.version") : null;
    if ((made?.rows[0]?.version ?? 0) < TABLES)
      throw new Error("the database lacks the tables of the job queue: start a process with ROLES=migrate first");
  } finally {
    await client.end();
  }
}
