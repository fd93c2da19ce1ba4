import { sql, type Kysely } from "kysely";
import type { Database } from "../db/database.ts";

/** How long a reader may be away and still resume from where it was; afterwards it loads a fresh picture. */
export const LOG_KEPT_DAYS = 90;
/** How long a retried command is recognized. */
export const COMMANDS_KEPT_DAYS = 7;

/** Rows deleted by one statement: a database that has much to forget must not run into its time limit, again every day. */
const AT_ONCE = 10_000;

/** Forgets entries and command results past their time, always keeping each event's newest entry as its tail. */
export async function pruneLog(db: Kysely<Database>, now: Date, atOnce = AT_ONCE): Promise<void> {
  const oldestEntry = new Date(now.getTime() - LOG_KEPT_DAYS * 86_400_000);
  const oldestCommand = new Date(now.getTime() - COMMANDS_KEPT_DAYS * 86_400_000);
  const entries = sql`
    delete from event_log where ctid = any(array(
      select event_log.ctid from event_log join events on events.id = event_log.event_id
      where event_log.at < ${oldestEntry} and event_log.seq < events.log_seq limit ${atOnce}))`;
  const commands = sql`
    delete from command_results where ctid = any(array(
      select ctid from command_results where at < ${oldestCommand} limit ${atOnce}))`;
  for (const some of [entries, commands]) {
    while (Number((await some.execute(db)).numAffectedRows) === atOnce);
  }
}
