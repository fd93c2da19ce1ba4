import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import pg from "pg";

const OUR_MIGRATIONS = fileURLToPath(new URL("migrations", import.meta.url));
/** How often it is tried to get that lock, and how often it is told that it is not to be had (ms). */
export const LOCK_RETRY = 250;
export const LOCK_TOLD_EVERY = 10_000;
/** Any number that all Turnout processes agree on: only one of them migrates at a time. */
const MIGRATION_LOCK = 7_401_205;
const FILE_NAME = /^\d{4}_[a-z0-9_]+\.sql$/;

interface MigrateOptions {
  folder?: string;
  /** Told who holds up the migrations, after a moment and then every `LOCK_TOLD_EVERY`. */
  onWaiting?: (what: string) => void;
}

interface Migration {
  name: string;
  statements: string;
  checksum: string;
}

/**
 * Brings a database to the newest schema and returns what was applied: numbered files, each in a transaction, forward
 * only. Refuses when an applied file has changed since, or when the database is newer than this program.
 */
export async function migrate(url: string, { folder = OUR_MIGRATIONS, onWaiting = () => {} }: MigrateOptions = {}): Promise<string[]> {
  const migrations = await readMigrations(folder);
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000, application_name: "turnout-migrations" });
  client.on("error", () => {}); // the query that was under way reports it
  await client.connect();
  try {
    // Held by this connection until it ends, so it has to be a direct one, not one that a pooler hands around.
    await lock(client, onWaiting);
    return await applyMissing(client, migrations);
  } finally {
    await client.end();
  }
}

async function lock(client: pg.Client, onWaiting: (what: string) => void) {
  const began = Date.now();
  for (let toldAt = began - LOCK_TOLD_EVERY + 4 * LOCK_RETRY; ; await sleep(LOCK_RETRY)) {
    const { rows } = await client.query<{ got: boolean }>("select pg_try_advisory_lock($1) as got", [MIGRATION_LOCK]);
    if (rows[0]!.got) return;
    if (Date.now() - toldAt < LOCK_TOLD_EVERY) continue;
    toldAt = Date.now();
    onWaiting(`waiting for another process that migrates the database: ${await holder(client)}`);
  }
}

/** Who has the lock, as far as this role may know: enough to find the process, or to end its connection. */
async function holder(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ pid: number; program: string; address: string; since: number }>(
    `select pid, coalesce(nullif(application_name, ''), 'a program without a name') as program, coalesce(client_addr::text, 'the same machine') as address, extract(epoch from backend_start)::float8 as since
     from pg_locks join pg_stat_activity using (pid)
     where locktype = 'advisory' and granted and objid = $1 and pg_locks.database = (select oid from pg_database where datname = current_database())`,
    [MIGRATION_LOCK],
  );
  const [one] = rows;
  if (!one) return "it has just let go";
  return `${one.program} at ${one.address}, connected since ${new Date(1_000 * one.since).toISOString()}; if it is gone, end it with "select pg_terminate_backend(${one.pid})"`;
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".sql")).toSorted();
  const numbers = new Set(names.map((name) => name.slice(0, 4)));
  const odd = names.find((name) => !FILE_NAME.test(name));
  if (odd || numbers.size < names.length)
    throw new Error(`migrations are named NNNN_words.sql, each number once: ${odd ?? names.join(", ")}`);
  return Promise.all(
    names.map(async (name) => {
      const statements = await readFile(join(folder, name), "utf8");
      return { name, statements, checksum: createHash("sha256").update(statements).digest("hex") };
    }),
  );
}

async function applyMissing(client: pg.Client, migrations: Migration[]): Promise<string[]> {
  const applied = await appliedChecksums(client);
  const unknown = [...applied.keys()].find((name) => !migrations.some((one) => one.name === name));
  if (unknown) throw new Error(`the database has migration ${unknown}, which this version does not know: run a newer version`);
  const changed = migrations.find(({ name, checksum }) => applied.has(name) && applied.get(name) !== checksum);
  if (changed) throw new Error(`migration ${changed.name} was applied and has changed since`);

  const missing = migrations.filter(({ name }) => !applied.has(name));
  for (const one of missing) await apply(client, one);
  return missing.map(({ name }) => name);
}

async function appliedChecksums(client: pg.Client): Promise<Map<string, string>> {
  await client.query(`
    create table if not exists migrations (
      name       text        primary key,
      checksum   text        not null,
      applied_at timestamptz not null default now()
    )`);
  const { rows } = await client.query<{ name: string; checksum: string }>("select name, checksum from migrations");
  return new Map(rows.map(({ name, checksum }) => [name, checksum]));
}

async function apply(client: pg.Client, { name, statements, checksum }: Migration) {
  await client.query("begin");
  try {
    await client.query(statements);
    await client.query("insert into migrations (name, checksum) values ($1, $2)", [name, checksum]);
    await client.query("commit");
  } catch (error) {
    await client.query("rollback");
    throw new Error(`migration ${name}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
