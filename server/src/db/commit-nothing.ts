import type { Kysely } from "kysely";
import { writersOf } from "./connect.ts";
import type { Database } from "./database.ts";
import type { Computed } from "./row-types.ts";

/**
 * Commits, on a connection for changes, a transaction that changes nothing: it has a record in the database's log, and is on disk, and
 * where a synchronous standby has to have it, when this returns, like any other. Returns the record's place there.
 */
export async function commitNothing(db: Kysely<Database>): Promise<string> {
  const { rows } = await writersOf(db).query<Computed<"place", "text">>(
    "select pg_logical_emit_message(true, 'turnout canary', '')::text as place",
  );
  return rows[0]!.place;
}
