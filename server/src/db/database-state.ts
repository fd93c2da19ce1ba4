import { sql, type Kysely } from "kysely";
import type { Database } from "./database.ts";
import type { Computed } from "./row-types.ts";

/** Whether the database is writable. Throws when it is down or not this server's. */
export async function databaseState(db: Kysely<Database>): Promise<"writable" | "read_only" | "standby"> {
  const { rows } = await sql<Computed<"standby" | "readOnly", "boolean">>`
    select pg_is_in_recovery() as standby, current_setting('transaction_read_only') = 'on' as "readOnly"
      from (select from migrations limit 1) as ours`.execute(db);
  const { standby, readOnly } = rows[0] ?? { standby: false, readOnly: false };
  if (standby) return "standby";
  return readOnly ? "read_only" : "writable";
}
