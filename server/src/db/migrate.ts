import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import pg from "pg";
import type { Columns, Computed } from "./row-types.ts";

const OUR_MIGRATIONS = fileURLToPath(new URL("migrations", import.meta.url));
/** Interval of attempts at the lock, and of reports that it is taken (ms). */
export const LOCK_RETRY = 250;
export const LOCK_REPORT_INTERVAL = 10_000;
/** How long a migration's statement waits for a table that is in use (ms). Longer, and all later queries would wait behind it. */
export const TABLE_LOCK_TIMEOUT = 500;
/** SQLSTATE lock_not_available. */
const LOCK_NOT_AVAILABLE = "55P03";
/** The advisory lock's number: only one process migrates at a time. */
const MIGRATION_LOCK = 7_401_205;
const FILE_NAME = /^\d{4}_[a-z0-9_]+\.sql$/;
/** A line of a migration: the number of the newest migration that a program has to know to go on working after this one. */
const WORKS_WITH = /^-- works-with: (\d{4})$/m;
const numberOf = (name: string) => name.slice(0, 4);

interface MigrateOptions {
  folder?: string;
  /** Called with what is waited for after a moment, and then every `LOCK_REPORT_INTERVAL`. */
  onWaiting?: (what: string) => void;
}

interface Migration {
  name: string;
  statements: string;
  checksum: string;
  worksWith: string | null;
}

interface Applied {
  name: string;
  checksum: string;
  /** Null: only with programs that know this migration. */
  works_with: string | null;
}

/**
 * Migrates a database to the newest schema and returns the names of the migrations applied: numbered files, each in its
 * own transaction, forward only. One that needs a table in use tries again until it gets it, and lets the queries of others
 * pass meanwhile. Throws when an applied file has changed, or when the database is too new for this program.
 *
 * A file that says `-- works-with: 0024` lets programs start whose newest migration is 0024 or later: so that one can go
 * back to them, and so that theirs can start again while newer ones take their place.
 */
export async function migrate(url: string, { folder = OUR_MIGRATIONS, onWaiting = () => {} }: MigrateOptions = {}): Promise<string[]> {
  const migrations = await readMigrations(folder);
  return withClient(url, async (client) => {
    // A session lock, so the connection must not go through a transaction pooler.
    await lock(client, onWaiting);
    await createTable(client);
    const missing = missingOf(migrations, await appliedTo(client));
    for (const one of missing) await applyPatiently(client, one, onWaiting);
    return missing.map(({ name }) => name);
  });
}

/** Throws when the database lacks a migration, and when it is too new for this program. Changes nothing. */
export async function requireMigrated(url: string, { folder = OUR_MIGRATIONS }: Pick<MigrateOptions, "folder"> = {}): Promise<void> {
  const migrations = await readMigrations(folder);
  const [missing] = await withClient(url, async (client) => missingOf(migrations, await appliedTo(client)));
  if (missing) throw new Error(`the database lacks migration ${missing.name}: start a process with ROLES=migrate first`);
}

async function withClient<Result>(url: string, ask: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000, application_name: "turnout-migrations" });
  client.on("error", () => {}); // the running query reports it
  await client.connect();
  try {
    return await ask(client);
  } finally {
    await client.end();
  }
}

async function lock(client: pg.Client, onWaiting: (what: string) => void) {
  const report = reporter(onWaiting);
  for (;;) {
    const { rows } = await client.query<Computed<"got", "boolean">>("select pg_try_advisory_lock($1) as got", [MIGRATION_LOCK]);
    if (rows[0]!.got) return;
    await report(async () => `waiting for another process that migrates the database: ${await holder(client)}`);
    await sleep(LOCK_RETRY);
  }
}

/** Reports what is waited for after a moment, and then every `LOCK_REPORT_INTERVAL`. */
function reporter(onWaiting: (what: string) => void) {
  let reportedAt = Date.now() - LOCK_REPORT_INTERVAL + 4 * LOCK_RETRY;
  return async (what: () => string | Promise<string>) => {
    if (Date.now() - reportedAt < LOCK_REPORT_INTERVAL) return;
    reportedAt = Date.now();
    onWaiting(await what());
  };
}

/** The lock's holder, as far as this role may see: enough to find the process or to end its connection. */
async function holder(client: pg.Client): Promise<string> {
  const { rows } = await client.query<Computed<"pid", "integer"> & Computed<"since", "float8"> & Computed<"program" | "address", "text">>(
    `select pid, coalesce(nullif(application_name, ''), 'a program without a name') as program, coalesce(client_addr::text, 'the same machine') as address, extract(epoch from backend_start)::float8 as since
     from pg_locks join pg_stat_activity using (pid)
     where locktype = 'advisory' and granted and objid = $1 and pg_locks.database = (select oid from pg_database where datname = current_database())`,
    [MIGRATION_LOCK],
  );
  const [one] = rows;
  if (!one) return "it has just released the lock";
  return `${one.program} at ${one.address}, connected since ${new Date(1_000 * one.since).toISOString()}; if it is gone, end it with "select pg_terminate_backend(${one.pid})"`;
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".sql")).toSorted();
  const numbers = new Set(names.map(numberOf));
  const odd = names.find((name) => !FILE_NAME.test(name));
  if (odd || numbers.size < names.length)
    throw new Error(`migrations are named NNNN_words.sql, each number once: ${odd ?? names.join(", ")}`);
  return Promise.all(
    names.map(async (name) => {
      const statements = await readFile(join(folder, name), "utf8");
      const checksum = createHash("sha256").update(statements).digest("hex");
      return { name, statements, checksum, worksWith: WORKS_WITH.exec(statements)?.[1] ?? null };
    }),
  );
}

/** The migrations that are still to be applied. Throws when this program does not work with those that are. */
function missingOf(migrations: Migration[], applied: Applied[]): Migration[] {
  const find = (wanted: string) => applied.find(({ name }) => name === wanted);
  const newest = numberOf(migrations.at(-1)?.name ?? "");
  const unknown = applied.filter(({ name }) => !migrations.some((one) => one.name === name));
  const missing = migrations.filter(({ name }) => !find(name));
  const breaking = unknown.find(({ works_with: oldest }) => oldest === null || oldest > newest || missing.length > 0);
  if (breaking) throw new Error(`the database has migration ${breaking.name}, which this version does not know: run a newer version`);
  const changed = migrations.find(({ name, checksum }) => find(name) && find(name)!.checksum !== checksum);
  if (changed) throw new Error(`migration ${changed.name} was applied and has changed since`);
  return missing;
}

async function createTable(client: pg.Client) {
  await client.query(`
    create table if not exists migrations (
      name       text        primary key,
      checksum   text        not null,
      applied_at timestamptz not null default now()
    )`);
  if (!(await hasColumn(client, "works_with"))) await client.query("alter table migrations add column works_with text");
}

async function hasColumn(client: pg.Client, name: string): Promise<boolean> {
  const { rows } = await client.query<Computed<"has", "boolean">>(
    "select exists (select from pg_attribute where attrelid = to_regclass('migrations') and attname = $1 and not attisdropped) as has",
    [name],
  );
  return rows[0]!.has;
}

async function appliedTo(client: pg.Client): Promise<Applied[]> {
  if (!(await hasColumn(client, "works_with"))) return (await hasColumn(client, "name")) ? appliedBefore(client) : [];
  const { rows } = await client.query<Columns<"migrations", "name" | "checksum" | "works_with">>(
    "select name, checksum, works_with from migrations order by name",
  );
  return rows;
}

/** What a program applied that did not write down yet what its migrations work with. */
async function appliedBefore(client: pg.Client): Promise<Applied[]> {
  const { rows } = await client.query<Columns<"migrations", "name" | "checksum">>("select name, checksum from migrations order by name");
  return rows.map((one) => ({ ...one, works_with: null }));
}

async function applyPatiently(client: pg.Client, migration: Migration, onWaiting: (what: string) => void) {
  const report = reporter(onWaiting);
  while (!(await apply(client, migration))) {
    await report(() => `migration ${migration.name} waits for a table that others are using`);
    await sleep(LOCK_RETRY);
  }
}

/** False: another transaction was using a table for too long, and nothing is changed. */
async function apply(client: pg.Client, { name, statements, checksum, worksWith }: Migration) {
  await client.query("begin");
  try {
    await client.query(`set local lock_timeout = ${TABLE_LOCK_TIMEOUT}`);
    await client.query(statements);
    await client.query("insert into migrations (name, checksum, works_with) values ($1, $2, $3)", [name, checksum, worksWith]);
    await client.query("commit");
    return true;
  } catch (error) {
    await client.query("rollback");
    if ((error as { code?: string }).code === LOCK_NOT_AVAILABLE) return false;
    throw new Error(`migration ${name}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
