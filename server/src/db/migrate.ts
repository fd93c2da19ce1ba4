import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import pg from "pg";

const folder = fileURLToPath(new URL("migrations/", import.meta.url));
/** Any number that all Turnout processes agree on: only one of them migrates at a time. */
const MIGRATION_LOCK = 7_401_205;

/**
 * Brings a database to the newest schema: numbered files, each in a transaction, forward only. Stops when a file
 * that was applied has changed since, or when the database is newer than this program.
 */
export async function migrate(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on("error", () => {});
  await client.connect();
  try {
    await client.query("select pg_advisory_lock($1)", [MIGRATION_LOCK]);
    return await applyMissing(client);
  } finally {
    await client.end();
  }
}

async function applyMissing(client: pg.Client): Promise<string[]> {
  await client.query(
    "create table if not exists migrations (name text primary key, checksum text not null, applied_at timestamptz not null default now())",
  );
  const applied = new Map<string, string>(
    (await client.query<{ name: string; checksum: string }>("select name, checksum from migrations")).rows.map((row) => [row.name, row.checksum]),
  );
  const files = (await readdir(folder)).filter((name) => name.endsWith(".sql")).toSorted();
  const unknown = [...applied.keys()].find((name) => !files.includes(name));
  if (unknown) throw new Error(`the database has migration ${unknown}, which this version does not know: run a newer version`);

  const fresh: string[] = [];
  for (const name of files) {
    const statements = await readFile(`${folder}${name}`, "utf8");
    const checksum = createHash("sha256").update(statements).digest("hex");
    const known = applied.get(name);
    if (known && known !== checksum) throw new Error(`migration ${name} was applied and has changed since`);
    if (known) continue;
    await applyOne(client, name, statements, checksum);
    fresh.push(name);
  }
  return fresh;
}

async function applyOne(client: pg.Client, name: string, statements: string, checksum: string) {
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
