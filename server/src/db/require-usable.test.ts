import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { freePort } from "../free-port.ts";
import { childServer, skipWithout } from "../testing/child-server.test-support.ts";
import { accountFor } from "../../../dev-database/src/account.ts";
import { openDatabase } from "./open-database.ts";
import { OLDEST_VERSION, requireUsable, UnusableDatabase } from "./require-usable.ts";
import { runOn, testDatabase } from "./test-database.ts";
import { afterFile } from "../testing/after-file.ts";

const { url } = await testDatabase();

const run = (statement: string) => runOn(url, statement);

const refusal = (at: string, oldest?: number) =>
  requireUsable(at, oldest).then(
    () => "taken",
    (error: Error) => (error instanceof UnusableDatabase ? error.message : `another error: ${error.message}`),
  );

test("a supported PostgreSQL, in UTF-8 and without a pooler, is accepted", async () => {
  expect(await refusal(url)).toBe("taken");
});

test("a PostgreSQL older than the README says is refused, with its version and the required one", async () => {
  expect(OLDEST_VERSION).toBe(170_000);
  expect(await refusal(url, 990_000)).toMatch(/^it is PostgreSQL 18\.\d.*, and Turnout needs 99 or newer: upgrade it$/);
});

test("a database in another encoding than UTF-8 is refused", async () => {
  await run("create database in_latin1 encoding 'LATIN1' locale_provider libc locale 'C' template template0");
  afterFile(() => run("drop database in_latin1 with (force)"));
  const latin1 = new URL(url);
  latin1.pathname = "/in_latin1";
  expect(await refusal(String(latin1))).toMatch(/^its encoding is LATIN1, which cannot hold every name: create one with/);
  const opened = openDatabase({ databaseUrl: String(latin1), dataFolder: "" });
  await expect(opened).rejects.toThrow(/^the database at DATABASE_URL cannot be used: its encoding is LATIN1/);
});

test("a search path without an existing schema is refused", async () => {
  const nowhere = new URL(url);
  nowhere.searchParams.set("options", "-c search_path=nowhere");
  expect(await refusal(String(nowhere))).toMatch(/^its search_path leads to no schema/);
});

describe.skipIf(skipWithout("pgbouncer"))("behind PgBouncer", () => {
  test.each([
    ["transaction", 20, /^a pooler in transaction mode is in front of it/],
    ["statement", 20, /pooler/],
    ["transaction", 1, /^a pooler in transaction mode is in front of it/],
    ["session", 20, /^taken$/],
  ])("in %s mode with %i connections, the answer is %s", async (mode, size, expected) => {
    expect(await refusal(await pgbouncer(mode, size))).toMatch(expected);
  });

  test("a pooler that refuses a connection's settings is reported as one", async () => {
    const opened = openDatabase({ databaseUrl: await pgbouncer("session", 20, ""), dataFolder: "" });
    await expect(opened).rejects.toThrow(/a pooler is in front of it that refuses settings/);
  });
});

/** A pooler in front of this file's database. */
async function pgbouncer(mode: string, size: number, ignored = "extra_float_digits,statement_timeout,idle_in_transaction_session_timeout") {
  const home = mkdtempSync(join(tmpdir(), "turnout-pgbouncer-"));
  afterFile(() => rmSync(home, { recursive: true, force: true }));
  chmodSync(home, 0o755);
  const { hostname, port: behind, pathname, username, password } = new URL(url);
  const port = await freePort();
  const config = join(home, "pgbouncer.ini");
  writeFileSync(
    config,
    `[databases]
turnout = host=${hostname} port=${behind} dbname=${pathname.slice(1)} user=${username} password=${password}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = ${mode}
default_pool_size = ${size}
${ignored && `ignore_startup_parameters = ${ignored}`}
`,
  );
  await childServer("pgbouncer", [config], port, { ...accountFor(home) });
  return `postgresql://turnout@127.0.0.1:${port}/turnout`;
}
