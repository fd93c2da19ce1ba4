import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";

const OUR_MIGRATIONS = fileURLToPath(new URL("migrations", import.meta.url));
/** Any number that all Turnout processes agree on: only one of them migrates at a time. */
const MIGRATION_LOCK = 7_401_205;
const FILE_NAME = /^\d{4}_[a-z0-9_]+\.sql$/;

interface Migration {
  name: string;
  statements: string;
  checksum: string;
}

/**
 * Brings a database to the newest schema and returns what was applied: numbered files, each in a transaction, forward
 * only. Refuses when an applied file has changed since, or when the database is newer than this program.
 */
export async function migrate(url: string, folder: string = OUR_MIGRATIONS): Promise<string[]> {
  const migrations = await readMigrations(folder);
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on("error", () => {}); // the query that was under way reports it
  await client.connect();
  try {
    // Held by this connection until it ends, so it has to be a direct one, not one that a pooler hands around.
    await client.query("select pg_advisory_lock($1)", [MIGRATION_LOCK]);
    return await applyMissing(client, migrations);
  } finally {
    await client.end();
  }
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
