import type { Duplex } from "node:stream";
import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import { changing, type Changing } from "../changing.ts";
import type { Database } from "./database.ts";
import { clientsOf, closeIdle } from "./rotating-clients.ts";
import type { Recording, StatementClient } from "../telemetry/trace-statements.ts";

/** Statement timeout (ms): a longer statement is a bug or an attack. */
export const STATEMENT_TIMEOUT = 5_000;
/** The client's timeout for when the server does not enforce its own (ms): the connection is closed. */
export const QUERY_TIMEOUT = 7_000;
/** Timeout of idle transactions (ms): their process is stuck or unreachable, and they hold locks. */
export const IDLE_TRANSACTION_TIMEOUT = 5_000;
/** Timeout for getting a connection, free or new (ms). */
export const CONNECT_TIMEOUT = 5_000;
/** Connections of one process for reads and accounts. With all others, 20. */
export const POOL_SIZE = 5;
/** Connections for what each request looks up: who asks, and the event that its page shows. */
export const LOOK_UP_CONNECTIONS = 5;
/** Connections for changes of events only, so that reads never delay them. */
export const WRITERS = 4;

/** Connections for bulk email, so that it never takes one from a request, nor more than one processor of the database. */
export const BULK_MAIL_CONNECTIONS = 1;

/**
 * Writers and look-ups find rows by key: with the statistics of a new, small table the planner would choose a scan and keep that
 * plan when the table has grown. Generic plans also save the planning.
 */
const PLAN_BY_KEY = `set plan_cache_mode = force_generic_plan;
  set enable_seqscan = off; set enable_hashjoin = off; set enable_mergejoin = off`;

/**
 * Session settings that must not depend on the role's or database's defaults: ISO dates, our own timeouts, and commits
 * that are on disk when they are answered (L17). Stricter values of `synchronous_commit` are kept.
 */
const OWN_SETTINGS = `set datestyle = 'ISO, YMD'; set bytea_output = 'hex'; set lock_timeout = 0; set transaction_timeout = 0;
  select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'`;

/** Where a database is and who connects; one that changes is followed without a failed query. */
export type DatabaseUrl = string | Changing<string>;

/** PostgreSQL's OID of `bigint`. */
const INT8 = 20;

/**
 * A pool of connections. A lost connection fails only the queries on it. 64-bit integers are parsed as numbers; one
 * that does not fit throws. `recording` stands before each connection that reads.
 */
export function connect(
  url: DatabaseUrl,
  onError: (error: Error) => void = () => {},
  recording?: Recording,
  connectTimeout = CONNECT_TIMEOUT,
): Kysely<Database> {
  const open = (max: number) => openPool(url, max, onError, connectTimeout);
  const pool = open(POOL_SIZE);
  const writers = open(WRITERS);
  const lookUps = open(LOOK_UP_CONNECTIONS);
  // Sent first on each connection, so that it applies to all statements after it.
  for (const byKey of [writers, lookUps]) byKey.on("connect", (client) => void client.query(PLAN_BY_KEY).catch(onError));
  const db = kyselyOn({ connect: () => borrow(pool), end: () => Promise.all([pool.end(), lookUps.end(), writers.end()]) }, recording);
  if (recording) recordings.set(db, recording);
  poolsOf.set(db, { reads: pool, "look-ups": lookUps, writers });
  return db;
}

interface BulkMailWatch {
  /** Waited for before each transaction. */
  yieldToRequests: () => Promise<void>;
  onError: (error: Error) => void;
}

/**
 * Connections for bulk email, which looks up hundreds of rows at a time by key: planned for that whatever the tables' size. Changes
 * of events take the same connections.
 */
export function connectForBulkMail(url: DatabaseUrl, { yieldToRequests, onError }: BulkMailWatch): Kysely<Database> {
  const pool = openPool(url, BULK_MAIL_CONNECTIONS, onError);
  pool.on("connect", (client) => void client.query(PLAN_BY_KEY).catch(onError));
  const connect = async () => {
    await yieldToRequests();
    return borrow(pool);
  };
  const db = kyselyOn({ connect, end: () => pool.end() });
  poolsOf.set(db, { writers: pool });
  return db;
}

interface Connections {
  connect(): Promise<StatementClient>;
  end(): Promise<unknown>;
}

/** On connections of a pool, or of somebody else's. */
export function kyselyOn(pool: Connections, recording?: Recording): Kysely<Database> {
  const recorded = recording && { ...pool, connect: async () => recording(await pool.connect()) };
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool: (recorded ?? pool) as never }) });
}

const recordings = new WeakMap<Kysely<Database>, Recording>();

/** What stands before the connections of a database. Undefined: nothing does. */
export const recordingOf = (db: Kysely<Database>): Recording | undefined => recordings.get(db);

/** The pools of each database's connections, by what they are for. */
const poolsOf = new WeakMap<Kysely<Database>, Partial<Record<PoolState["name"], pg.Pool>>>();

/** A connection for look-ups, to be released. */
export const borrowForLookUps = (db: Kysely<Database>): Promise<pg.PoolClient> => borrow(poolsOf.get(db)!["look-ups"]!);

/** The pool for changes of events; its connections pipeline statements. */
export function writersOf(db: Kysely<Database>): pg.Pool {
  return poolsOf.get(db)!.writers!;
}

/** How busy a pool is. */
export interface PoolState {
  name: "reads" | "look-ups" | "writers";
  used: number;
  idle: number;
  max: number;
  /** Who waits for a connection. */
  pending: number;
}

/** The pools of a database's connections. */
export function poolStates(db: Kysely<Database>): PoolState[] {
  const pools = poolsOf.get(db)!;
  return (["reads", "look-ups", "writers"] as const).flatMap((name) => {
    const pool = pools[name];
    if (!pool) return [];
    const { totalCount, idleCount: idle, waitingCount: pending, options } = pool;
    return [{ name, used: totalCount - idle, idle, max: options.max!, pending }];
  });
}

/** Takes a connection from a pool; one that breaks while it is in use is not returned to the pool. */
async function borrow(pool: pg.Pool): Promise<pg.PoolClient> {
  const client = await pool.connect();
  const { release } = client;
  const { stream } = (client as unknown as { connection: { stream: Duplex } }).connection;
  client.release = (error) => release(error || stream.destroyed);
  return client;
}

function openPool(given: DatabaseUrl, max: number, onError: (error: Error) => void, connectTimeout = CONNECT_TIMEOUT): pg.Pool {
  const url = changing(given);
  const types = new pg.TypeOverrides();
  types.setTypeParser(INT8, exactNumber);
  const pool = new pg.Pool({
    Client: clientsOf(url),
    max,
    types,
    pipeline: true,
    keepAlive: true,
    connectionTimeoutMillis: connectTimeout,
    statement_timeout: STATEMENT_TIMEOUT,
    query_timeout: QUERY_TIMEOUT,
    idle_in_transaction_session_timeout: IDLE_TRANSACTION_TIMEOUT,
    application_name: "turnout",
  });
  url.onChange(() => closeIdle(pool));
  // Without both handlers, an idle connection lost in a failover ends the process. The client's own reports the loss.
  pool.on("error", () => {});
  pool.on("connect", (client) => {
    client.on("error", onError);
    // Sent before anything else on this connection, so there is no need to wait for it.
    void client.query(OWN_SETTINGS).catch(onError);
  });
  return pool;
}

function exactNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} does not fit a number`);
  return value;
}
