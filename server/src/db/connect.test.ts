import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, expect, test } from "vitest";
import { HELPER_CONNECTIONS, JOB_CONNECTIONS } from "../jobs/jobs.ts";
import {
  connect,
  BULK_MAIL_CONNECTIONS,
  IDLE_TRANSACTION_TIMEOUT,
  LOOK_UP_CONNECTIONS,
  POOL_SIZE,
  QUERY_TIMEOUT,
  STATEMENT_TIMEOUT,
  WRITERS,
  writersOf,
} from "./connect.ts";
import { startEmbeddedPostgres } from "../../../dev-database/src/embedded-postgres.ts";
import { isOutage } from "./outage.ts";
import { afterFile } from "../testing/after-file.ts";

const home = mkdtempSync(join(tmpdir(), "turnout-connect-"));
const server = await startEmbeddedPostgres({ home, durable: false });
afterAll(async () => {
  await server.stop();
  rmSync(home, { recursive: true, force: true });
});

function open() {
  const lost: Error[] = [];
  const db = connect(server.url, (error) => lost.push(error));
  afterFile(() => db.destroy());
  return { db, lost };
}

test("one process opens a fixed number of connections, so that several fit into one server", async () => {
  expect(POOL_SIZE + LOOK_UP_CONNECTIONS + WRITERS + JOB_CONNECTIONS + BULK_MAIL_CONNECTIONS + HELPER_CONNECTIONS).toBe(20);
  const { db } = open();
  expect(writersOf(db).options.max).toBe(WRITERS);
  const { rows } = await sql<{ max: number }>`select current_setting('max_connections')::int as max`.execute(db);
  expect(4 * 20).toBeLessThan(rows[0]!.max);
});

test("the server ends a statement that takes too long before the client gives up on it", async () => {
  expect(STATEMENT_TIMEOUT).toBeLessThan(QUERY_TIMEOUT);
  const { db } = open();
  const error = await sql`select pg_sleep(60)`.execute(db).catch((caught: unknown) => caught);
  expect(isOutage(error)).toBe(true);
  expect(error).toMatchObject({ code: "57014" }); // the server's own; the client has no codes
  expect((await sql`select 1 as one`.execute(db)).rows).toEqual([{ one: 1 }]);
});

test("an idle transaction is ended and releases its locks", async () => {
  const { db } = open();
  await sql`create table seats (id int); insert into seats values (1)`.execute(db);
  const locked = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  const standing = db
    .transaction()
    .execute(async (tx) => {
      await sql`select * from seats for update`.execute(tx);
      locked.resolve();
      await released.promise;
      await sql`select 1`.execute(tx);
    })
    .catch((error: unknown) => error);
  await locked.promise;
  const isFree = async () => (await sql`select * from seats for update skip locked`.execute(db)).rows.length === 1;
  expect(await isFree()).toBe(false);
  await expect.poll(isFree, { timeout: 5 * IDLE_TRANSACTION_TIMEOUT }).toBe(true);
  released.resolve();
  expect(isOutage(await standing)).toBe(true);
});

test("idle connections that are lost are reported once each, and replaced", async () => {
  const { db, lost } = open();
  await Promise.all(Array.from({ length: 4 }, () => sql`select pg_sleep(0.05)`.execute(db)));
  const { db: operator } = open();
  await sql`select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and application_name = 'turnout' and datname = current_database()`.execute(
    operator,
  );
  await expect.poll(() => lost.length).toBe(4);
  expect((await sql`select 1 as one`.execute(db)).rows).toEqual([{ one: 1 }]);
});

test("a connection with a timed-out query is not used again", async () => {
  const { db } = open();
  await sql`select 1`.execute(db);
  const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db);
  const backend = rows[0]!.pid;
  process.kill(backend, "SIGSTOP");
  try {
    const error = await sql`select 1`.execute(db).catch((caught: unknown) => caught);
    expect(isOutage(error)).toBe(true);
    expect((await sql`select 1 as one`.execute(db)).rows).toEqual([{ one: 1 }]);
  } finally {
    process.kill(backend, "SIGCONT");
  }
});
