import { sql, type Kysely } from "kysely";
import type { Database } from "../db/database.ts";

/** How long a reader may be away and still resume from where it was; afterwards it loads a fresh picture. */
export const LOG_KEPT_DAYS = 90;
/** How long a retried command is recognized. */
export const COMMANDS_KEPT_DAYS = 7;

/** Forgets entries and command results past their time, always keeping each event's newest entry as its tail. */
export async function pruneLog(db: Kysely<Database>, now: Date): Promise<void> {
  const oldestEntry = new Date(now.getTime() - LOG_KEPT_DAYS * 86_400_000);
  const oldestCommand = new Date(now.getTime() - COMMANDS_KEPT_DAYS * 86_400_000);
  await sql`
    delete from event_log using events
    where events.id = event_log.event_id and event_log.at < ${oldestEntry} and event_log.seq < events.log_seq`.execute(db);
  await sql`delete from command_results where at < ${oldestCommand}`.execute(db);
}
