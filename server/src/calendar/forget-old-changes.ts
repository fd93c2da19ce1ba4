import { sql, type Kysely } from "kysely";
import type { Database } from "../db/database.ts";

/** How long changes are kept for processes that keep feeds (hours). */
export const CHANGES_KEPT_HOURS = 24;

/** Deletes changes that every process has seen, or does not ask for any more: see `LOOKS_APART`. */
export async function forgetOldChanges(db: Kysely<Database>, now: Date): Promise<void> {
  await sql`delete from calendar_changes where at < ${new Date(now.getTime() - CHANGES_KEPT_HOURS * 3_600_000)}`.execute(db);
}
