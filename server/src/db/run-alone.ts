import { sql, type Kysely } from "kysely";
import type { Database } from "./database.ts";

/** Runs a task while no process on this database runs another of the same number. Waits for those before it. */
export function runAlone(db: Kysely<Database>, number: number, task: () => Promise<void>): Promise<void> {
  return db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(${number})`.execute(tx);
    await task();
  });
}
