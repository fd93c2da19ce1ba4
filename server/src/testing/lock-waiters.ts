import { sql, type Kysely } from "kysely";
import { expect } from "vitest";
import type { Database } from "../db/database.ts";
import { until } from "./until.ts";

/** Resolves when a statement in this database waits for a lock. */
export async function untilSomebodyWaits(db: Kysely<Database>): Promise<void> {
  const waiters = sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  await until(async () => expect((await waiters.execute(db)).rows).not.toEqual([]), { interval: 10 });
}
