import pg from "pg";
import type { Computed } from "./row-types.ts";

/** How long a database may take to be asked (ms). */
const PATIENCE = 5_000;

/** Asks a database, over a connection of its own, whether it is a replica. Throws where it cannot be asked. */
export async function isReplica(connectionString: string): Promise<boolean> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: PATIENCE, query_timeout: PATIENCE });
  client.on("error", () => {}); // the running query reports it
  try {
    await client.connect();
    const { rows } = await client.query<Computed<"replica", "boolean">>("select pg_is_in_recovery() as replica");
    return rows[0]!.replica;
  } finally {
    await client.end().catch(() => {});
  }
}
