import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { startEmbeddedPostgres } from "../../dev-database/src/embedded-postgres.ts";
import { migrate } from "../../server/src/db/migrate.ts";
import { tableColumns } from "./table-columns.ts";

const require = createRequire(import.meta.url);
const program = join(dirname(require.resolve("kysely-codegen/package.json")), "dist/cli/bin.js");

/** Our connections read 64-bit integers as numbers; the driver's habit is strings. */
const asDriverReads = "export type Int8 = ColumnType<string, ";
const asWeRead = "export type Int8 = ColumnType<number, ";

/** What is made of a database that was migrated just now: the types of all tables, and the columns that commands load. */
export async function madeOfDatabase(): Promise<{ types: string; columns: string }> {
  const home = mkdtempSync(join(tmpdir(), "turnout-codegen-"));
  const server = await startEmbeddedPostgres({ home, durable: false });
  try {
    await migrate(server.url);
    return { types: tableTypes(server.url, home), columns: await tableColumns(server.url) };
  } finally {
    await server.stop();
    rmSync(home, { recursive: true, force: true });
  }
}

function tableTypes(url: string, home: string): string {
  const file = join(home, "schema.ts");
  const options = ["--url", "env(DATABASE_URL)", "--dialect", "postgres", "--out-file", file, "--exclude-pattern", "pgboss.*"];
  execFileSync(process.execPath, [program, ...options], { env: { ...process.env, DATABASE_URL: url }, stdio: "pipe" });
  const types = readFileSync(file, "utf8");
  if (!types.includes(asDriverReads)) throw new Error("the generated types say something new about bigint: look at them");
  return types.replace(asDriverReads, asWeRead);
}
