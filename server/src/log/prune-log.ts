import { sql, type Kysely } from "kysely";
import type { Database } from "../db/database.ts";

/** How long a client may be away and still resume from its position; after that it loads a fresh snapshot. */
export const LOG_KEPT_DAYS = 90;
/** How long a retried command is recognized. */
export const COMMANDS_KEPT_DAYS = 7;

/** Rows deleted by one statement, so that a large backlog does not exceed the statement timeout. */
const AT_ONCE = 10_000;

/** Deletes entries and command results that are past their time. Keeps each event's newest entry, which holds its position. */
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
