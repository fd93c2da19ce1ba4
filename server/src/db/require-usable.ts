import pg from "pg";
import { IDLE_TRANSACTION_TIMEOUT, STATEMENT_TIMEOUT } from "./connect.ts";
import type { Computed } from "./row-types.ts";

/** The oldest supported PostgreSQL, as `server_version_num`. */
export const OLDEST_VERSION = 170_000;
/** How long each question may take (ms): behind a pooler with one connection, the second asker would wait for ever. */
export const ANSWER_WITHIN = 5_000;

/** A database that cannot be used as it is configured. The message is one line and tells the operator what to do. */
export class UnusableDatabase extends Error {}

/**
 * Throws for a database on which the product would fail later: a PostgreSQL that is too old, an encoding other than
 * UTF-8, a search path without a schema, a transaction pooler.
 */
export async function requireUsable(url: string, oldest = OLDEST_VERSION): Promise<void> {
  const [first, second] = [await open(url), await open(url)];
  try {
    await requireServer(first, oldest);
    await requireOwnConnections(first, second);
  } finally {
    await Promise.all([first, second].map((client) => client.end().catch(() => {})));
  }
}

async function open(url: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 2 * ANSWER_WITHIN,
    query_timeout: ANSWER_WITHIN,
    // The settings of all our connections, which a pooler may refuse.
    statement_timeout: STATEMENT_TIMEOUT,
    idle_in_transaction_session_timeout: IDLE_TRANSACTION_TIMEOUT,
  });
  client.on("error", () => {}); // the running query reports it
  await client.connect();
  return client;
}

async function requireServer(client: pg.Client, oldest: number) {
  const { rows } = await client.query<
    Computed<"number", "integer"> & Computed<"version" | "encoding", "text"> & Computed<"schema", "text" | null>
  >(
    `select current_setting('server_version_num')::int as number, current_setting('server_version') as version,
       current_setting('server_encoding') as encoding, current_schema() as schema`,
  );
  const { number, version, encoding, schema } = rows[0]!;
  if (number < oldest) throw new UnusableDatabase(`it is PostgreSQL ${version}, and Turnout needs ${oldest / 10_000} or newer: upgrade it`);
  if (encoding !== "UTF8")
    throw new UnusableDatabase(
      `its encoding is ${encoding}, which cannot hold every name: create one with "create database … encoding 'UTF8' template template0"`,
    );
  if (schema === null) throw new UnusableDatabase(`its search_path leads to no schema: set it to one that exists, as in "public"`);
}

/**
 * Through a pooler in transaction mode, two transactions of one connection may run on different ones of the server:
 * prepared statements are gone there, and locks and settings of a session stay behind with somebody else. Two
 * connections let go of theirs in both orders, so that whichever the pooler prefers, one of them gets the other's.
 */
async function requireOwnConnections(first: pg.Client, second: pg.Client) {
  const seen = [new Set<number>(), new Set<number>()];
  for (const order of [
    [0, 1],
    [1, 0],
    [0, 1],
  ] as const) {
    const clients = [first, second];
    for (const place of [0, 1] as const) {
      await clients[place]!.query("begin").catch(tellOfPooler);
      const { rows } = await clients[place]!.query<Computed<"pid", "integer">>("select pg_backend_pid() as pid");
      seen[place]!.add(rows[0]!.pid);
    }
    for (const place of order) await clients[place]!.query("commit");
  }
  if (seen.some(({ size }) => size > 1)) throw new UnusableDatabase(POOLER);
}

const POOLER =
  "a pooler in transaction mode is in front of it, which loses prepared statements and locks: connect directly, or in session mode";

/**
 * Whoever has one connection for all lets the second of us wait until the first is through, and whoever shares one
 * statement by statement takes no transaction (08P01, said by the pooler and never by the server).
 */
function tellOfPooler(error: Error & { code?: string }): never {
  throw error.code === "08P01" || /timeout/i.test(error.message) ? new UnusableDatabase(POOLER) : error;
}
