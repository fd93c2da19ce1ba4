import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { Computed } from "./row-types.ts";

/** What the product's tables hold: of each, its number of rows and a sum of their hashes, whatever order they are in. */
export type Content = Record<string, { rows: number; hash: string }>;

/** How long the tables' lock is waited for (ms). Longer, and all changes would wait behind it. */
export const LOCK_WAIT = 500;
/** How often it is tried, at most, with a pause as long in between. */
export const LOCK_TRIES = 20;

/** A row is hashed as text, which must not depend on settings of a role or database. */
const AS_TEXT = `set timezone = 'UTC'; set datestyle = 'ISO, YMD'; set intervalstyle = 'postgres'; set bytea_output = 'hex';
  set extra_float_digits = 1; set statement_timeout = 0; set idle_in_transaction_session_timeout = 0`;

const LOCK_NOT_AVAILABLE = "55P03";
const DEADLOCK = "40P01";

/** A connection that is closed when `ask` is done. */
export async function withClient<Result>(url: string, ask: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000, application_name: "turnout-backup" });
  client.on("error", () => {}); // the running query reports it
  await client.connect();
  try {
    return await ask(client);
  } finally {
    await client.end().catch(() => {});
  }
}

/** What the tables hold now, in one state of the database. */
export async function readContent(client: pg.Client): Promise<Content> {
  const content: Content = {};
  for (const table of await tablesOf(client)) {
    const { rows } = await client.query<Computed<"rows", "float8"> & Computed<"hash", "text">>(
      `select count(*)::float8 as rows, coalesce(sum(hashtextextended(t::text, 0)), 0)::text as hash from ${table} t`,
    );
    content[table] = { rows: rows[0]!.rows, hash: rows[0]!.hash };
  }
  return content;
}

async function tablesOf(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<Computed<"name", "text">>(
    "select quote_ident(relname) as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by relname",
  );
  return rows.map(({ name }) => name);
}

/** The content of a database that nobody changes meanwhile, or that is read in a transaction of its own. */
export const contentOf = (url: string): Promise<Content> =>
  withClient(url, async (client) => {
    await client.query(AS_TEXT);
    await client.query("begin isolation level repeatable read read only");
    return readContent(client);
  });

/**
 * Writes a named point into the log to which a backup can be brought, and returns what the tables hold at exactly that point. Changes
 * wait for a moment meanwhile, no longer than `LOCK_WAIT`: only then nobody commits between the two.
 */
export async function markMoment(url: string, name: string): Promise<Content> {
  return withClient(url, (locks) =>
    withClient(url, async (reads) => {
      await reads.query(AS_TEXT);
      for (let tries = 1; ; tries++) {
        try {
          await lockTables(locks);
          break;
        } catch (error) {
          await locks.query("rollback");
          if (![LOCK_NOT_AVAILABLE, DEADLOCK].includes((error as { code?: string }).code ?? "") || tries === LOCK_TRIES) throw error;
          await sleep(LOCK_WAIT);
        }
      }
      await reads.query("begin isolation level repeatable read read only");
      await reads.query("select from instance"); // the first statement decides which state is read
      await locks.query("select pg_create_restore_point($1)", [name]);
      await locks.query("commit");
      return readContent(reads);
    }),
  );
}

/** Events first, against those who only lock their rows too: no command is under way in the other tables then. */
async function lockTables(client: pg.Client): Promise<void> {
  const tables = await tablesOf(client);
  await client.query("begin");
  await client.query(`set local lock_timeout = ${LOCK_WAIT}`);
  await client.query("lock table events in exclusive mode");
  await client.query(`lock table ${tables.filter((one) => one !== "events").join(", ")} in share mode`);
}

/** What differs, a line for each table; empty: nothing. */
export function differences(expected: Content, found: Content): string[] {
  const names = [...new Set([...Object.keys(expected), ...Object.keys(found)])].toSorted();
  return names.flatMap((name) => {
    const [one, other] = [expected[name], found[name]];
    if (one && other && one.rows === other.rows && one.hash === other.hash) return [];
    const rowsOf = (content: typeof one) => (content ? `${content.rows} rows` : "no table");
    if (one?.rows === other?.rows) return [`${name}: ${rowsOf(one)} as expected, but other ones`];
    return [`${name}: ${rowsOf(other)} instead of ${rowsOf(one)}`];
  });
}

/** Ids of events whose log has a gap, or does not end where the event stands. What is pruned is missing from its beginning only. */
export const logGaps = (url: string): Promise<string[]> => withClient(url, gapsIn);

/** The same, as a transaction sees it. */
export async function gapsIn(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<Computed<"id", "text">>(
    `select events.id::text from events left join (
       select event_id, min(seq) as first, max(seq) as last, count(*) as entries from event_log group by event_id) as log on log.event_id = events.id
     where coalesce(log.last, 0) <> events.log_seq or (log.last is not null and log.entries <> log.last - log.first + 1)
     order by events.id`,
  );
  return rows.map(({ id }) => id);
}
