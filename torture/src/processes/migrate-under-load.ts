import { setTimeout as sleep } from "node:timers/promises";
import { withClient } from "./postgres-server.ts";

/** Tables that every writer has prepared statements for. */
const TABLES = ["events", "guests", "event_log"];
const COLUMN = "added_under_load";
/** How long a change of a table waits for its lock, before it lets those behind it go first and tries again (ms). */
const LOCK_TIMEOUT = 500;
const PAUSE = 100;
/** After so long it is not the load that keeps a migration from its lock (ms). */
const PATIENCE = 60_000;

/** Which server it is changes when a standby takes over. */
interface Database {
  readonly url: string;
}

/** What a newer version does while this one runs: a column more in each table. */
export const addColumns = (database: Database) => untilDone(database, `add column if not exists ${COLUMN} integer not null default 0`);

/** So that the next migration of this kind finds something to do. */
export const removeColumns = (database: Database) => untilDone(database, `drop column if exists ${COLUMN}`);

/** Other faults may come between: a database that is killed, a lock that a paused server holds. */
async function untilDone(database: Database, change: string): Promise<void> {
  const deadline = Date.now() + PATIENCE;
  for (;;) {
    try {
      return await alter(database.url, change);
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await sleep(PAUSE);
    }
  }
}

const alter = (url: string, change: string) =>
  withClient(url, async (client) => {
    await client.query(`set lock_timeout = ${LOCK_TIMEOUT}; set statement_timeout = ${10 * LOCK_TIMEOUT}`);
    for (const table of TABLES) await client.query(`alter table ${table} ${change}`);
  });
