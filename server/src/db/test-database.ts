import { randomBytes } from "node:crypto";
import type { Kysely } from "kysely";
import pg from "pg";
import { afterAll, inject } from "vitest";
import { connect } from "./connect.ts";
import type { Database } from "./database.ts";

export interface TestDatabase {
  url: string;
  db: Kysely<Database>;
}

/** A database of this test file's own, on a real server, gone when the file is done. */
export async function testDatabase(): Promise<TestDatabase> {
  const template = new URL(inject("databaseUrl"));
  const name = `test_${randomBytes(6).toString("hex")}`;
  await asAdmin(template, `create database ${name} template turnout_template strategy file_copy`);
  const own = new URL(template);
  own.pathname = `/${name}`;
  const db = connect(String(own));
  afterAll(async () => {
    await db.destroy();
    await asAdmin(template, `drop database ${name} with (force)`);
  });
  return { url: String(own), db };
}

async function asAdmin(template: URL, statement: string) {
  const admin = new URL(template);
  admin.pathname = "/postgres";
  const client = new pg.Client({ connectionString: String(admin) });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
