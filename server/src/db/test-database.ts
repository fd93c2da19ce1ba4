import { randomBytes } from "node:crypto";
import type { Kysely } from "kysely";
import pg from "pg";
import { inject } from "vitest";
import { connect } from "./connect.ts";
import type { Database } from "./database.ts";
import { afterFile } from "../testing/after-file.ts";
import { PATIENCE } from "../testing/patience.ts";

/**
 * Timeouts (ms) that stand before the product's own in a URL: on a busy machine a commit can wait longer for the disk than somebody
 * may wait in production. Tests of those timeouts have a server of their own.
 */
const PATIENT = {
  statement_timeout: String(PATIENCE),
  query_timeout: String(PATIENCE + 5_000), // the server is the first to give up, as in production
  idle_in_transaction_session_timeout: String(PATIENCE),
};

export interface TestDatabase {
  url: string;
  db: Kysely<Database>;
}

/** A database for this test file on a real server, dropped when the file is done. */
export async function testDatabase(): Promise<TestDatabase> {
  const template = inject("templateUrl");
  const name = `turnout_test_${randomBytes(6).toString("hex")}`;
  await asAdmin(template, `create database ${name} template ${databaseName(template)} strategy file_copy`);
  const url = `${withDatabase(template, name)}?${String(new URLSearchParams(PATIENT))}`;
  const db = connect(url, undefined, undefined, PATIENCE);
  afterFile(async () => {
    await db.destroy();
    await asAdmin(template, `drop database ${name} with (force)`);
  });
  return { url, db };
}

const asAdmin = (url: string, statement: string) => runOn(withDatabase(url, "postgres"), statement);

/** Runs one statement on its own connection. */
export async function runOn(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

const databaseName = (url: string) => new URL(url).pathname.slice(1);

function withDatabase(url: string, name: string): string {
  const other = new URL(url);
  other.pathname = `/${name}`;
  return String(other);
}
