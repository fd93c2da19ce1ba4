import { sql } from "kysely";
import pg from "pg";
import { expect, test } from "vitest";
import { connect, writersOf } from "./connect.ts";
import { LOCK_RETRY, migrate } from "./migrate.ts";
import { runOn, testDatabase } from "./test-database.ts";

const { url } = await testDatabase();

const asAdmin = (statement: string) => runOn(url, statement);

const name = new URL(url).pathname.slice(1);

test("settings of the database or the role change neither results nor guarantees", async () => {
  for (const setting of [
    "datestyle = 'German, DMY'",
    "lock_timeout = 1",
    "transaction_timeout = 1000",
    "synchronous_commit = off",
    "bytea_output = 'escape'",
  ])
    await asAdmin(`alter database ${name} set ${setting}`);
  const db = connect(url);
  try {
    const { rows } = await sql<{
      at: Date;
      bytes: Buffer;
    }>`select timestamptz '2027-06-18 19:00Z' as at, '\\x00ff41'::bytea as bytes`.execute(db);
    expect(rows[0]!.at.toISOString()).toBe("2027-06-18T19:00:00.000Z");
    expect(rows[0]!.bytes).toEqual(Buffer.from([0, 255, 65]));
    const held =
      "select current_setting('synchronous_commit') as commit, current_setting('lock_timeout') as lock, current_setting('transaction_timeout') as transaction";
    const expected = [{ commit: "on", lock: "0", transaction: "0" }];
    expect((await sql.raw(held).execute(db)).rows).toEqual(expected);
    expect((await writersOf(db).query(held)).rows).toEqual(expected);
  } finally {
    await db.destroy();
  }
});

test("synchronous replication stays in force", async () => {
  await asAdmin(`alter database ${name} set synchronous_commit = 'remote_apply'`);
  const db = connect(url);
  const { rows } = await sql<{ commit: string }>`select current_setting('synchronous_commit') as commit`.execute(db);
  await db.destroy();
  expect(rows).toEqual([{ commit: "remote_apply" }]);
});

test("a start that waits for another process's migrations reports which, and continues when they are done", async () => {
  const holder = new pg.Client({ connectionString: url, application_name: "turnout-migrations" });
  await holder.connect();
  await holder.query("select pg_advisory_lock(7401205)");
  const { rows } = await holder.query<{ pid: number }>("select pg_backend_pid() as pid");
  const told: string[] = [];
  const heard = Promise.withResolvers<void>();
  const migrated = migrate(url, {
    onWaiting(what) {
      told.push(what);
      heard.resolve();
    },
  });
  await heard.promise;
  expect(told[0]).toMatch(
    /^waiting for another process that migrates the database: turnout-migrations at 127\.0\.0\.1.*, connected since 20/,
  );
  expect(told[0]).toContain(`pg_terminate_backend(${rows[0]!.pid})`);
  await holder.end();
  expect(await migrated).toEqual([]);
  expect(told).toHaveLength(1);
  expect(LOCK_RETRY).toBeLessThan(1_000);
});
