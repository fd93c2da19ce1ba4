import type { Duplex } from "node:stream";
import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import type { Database } from "./database.ts";

/** A statement that takes longer is a bug or an attack (ms): the server ends it. */
export const STATEMENT_TIMEOUT = 5_000;
/** For when the server is too far gone to end it itself (ms): the connection is given up with whatever was under way on it. */
export const QUERY_TIMEOUT = 7_000;
/** A transaction that does nothing for so long holds locks for nobody (ms): its process stands still, or its line is cut. */
export const IDLE_TRANSACTION_TIMEOUT = 5_000;
/** How long anybody waits for a free connection, or for a new one (ms). */
export const CONNECT_TIMEOUT = 5_000;
/** Connections that one process has for reading and for accounts. With `WRITERS`, those of the jobs and of crowds' mails, 23 in all. */
export const POOL_SIZE = 10;
/** Connections that only changes of events use, so that no rush of readers keeps a change waiting. */
export const WRITERS = 4;

/** Connections for the mails of crowds, so that they never take one from a page. */
export const CROWD_CONNECTIONS = 3;

/**
 * Those who write look rows up by their keys, however few of them there are: a plan that reads a young table from end
 * to end is still in use when the table has grown. Made once, for any ids, it also saves the planning.
 */
const PLAN_BY_KEY = `set plan_cache_mode = force_generic_plan;
  set enable_seqscan = off; set enable_hashjoin = off; set enable_mergejoin = off`;

/**
 * What the driver reads and what is promised do not depend on how a role or a database is set: dates in ISO, no lock
 * or transaction that is given up sooner than ours, and a commit that is on disk when it is answered (L17). Stricter
 * settings of `synchronous_commit` stay as they are.
 */
const OWN_SETTINGS = `set datestyle = 'ISO, YMD'; set bytea_output = 'hex'; set lock_timeout = 0; set transaction_timeout = 0;
  select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'`;

/** The number PostgreSQL has for the type `bigint`. */
const INT8 = 20;

/**
 * A pool of connections. Losing one, or all, is an error of whoever was using it and of nobody else.
 * 64-bit integers come as numbers, or not at all.
 */
export function connect(url: string, onError: (error: Error) => void = () => {}): Kysely<Database> {
  const pool = openPool(url, POOL_SIZE, onError);
  const writers = openPool(url, WRITERS, onError);
  // Its own statement comes first on each connection: those behind it are planned that way.
  writers.on("connect", (client) => void client.query(PLAN_BY_KEY).catch(onError));
  const db = kyselyOn(pool, () => Promise.all([pool.end(), writers.end()]));
  writerPools.set(db, writers);
  return db;
}

/** Connections for who mails crowds: they look up hundreds of rows at a time, all by their keys, in tables of any size. */
export function connectForCrowds(url: string, onError: (error: Error) => void = () => {}): Kysely<Database> {
  const pool = openPool(url, CROWD_CONNECTIONS, onError);
  pool.on("connect", (client) => void client.query(PLAN_BY_KEY).catch(onError));
  return kyselyOn(pool, () => pool.end());
}

function kyselyOn(pool: pg.Pool, end: () => Promise<unknown>): Kysely<Database> {
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool: { connect: () => borrow(pool), end } as never }) });
}

const writerPools = new WeakMap<Kysely<Database>, pg.Pool>();

/** The connections for changes of events: statements sent on one of them one after another do not wait for replies between. */
export function writersOf(db: Kysely<Database>): pg.Pool {
  return writerPools.get(db)!;
}

/** A connection that goes back as what it is: one that was cut while it was lent out is nobody's next. */
async function borrow(pool: pg.Pool): Promise<pg.PoolClient> {
  const client = await pool.connect();
  const { release } = client;
  const { stream } = (client as unknown as { connection: { stream: Duplex } }).connection;
  client.release = (error) => release(error || stream.destroyed);
  return client;
}

function openPool(connectionString: string, max: number, onError: (error: Error) => void): pg.Pool {
  const types = new pg.TypeOverrides();
  types.setTypeParser(INT8, exactNumber);
  const pool = new pg.Pool({
    connectionString,
    max,
    types,
    pipeline: true,
    keepAlive: true,
    connectionTimeoutMillis: CONNECT_TIMEOUT,
    statement_timeout: STATEMENT_TIMEOUT,
    query_timeout: QUERY_TIMEOUT,
    idle_in_transaction_session_timeout: IDLE_TRANSACTION_TIMEOUT,
    application_name: "turnout",
  });
  // Without both, an idle connection lost in a fail-over ends the process.
  pool.on("error", onError);
  pool.on("connect", (client) => {
    client.on("error", onError);
    // Sent before anything else on this connection: nobody waits for it.
    void client.query(OWN_SETTINGS).catch(onError);
  });
  return pool;
}

function exactNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} does not fit a number`);
  return value;
}
