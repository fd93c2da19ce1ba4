import { expect, test } from "vitest";
import { testApp } from "../testing/test-app.ts";
import { connect } from "./connect.ts";
import { databaseState } from "./database-state.ts";
import { runOn, testDatabase } from "./test-database.ts";
import { afterFile } from "../testing/after-file.ts";

const { url } = await testDatabase();
const name = new URL(url).pathname.slice(1);

/** A process whose connections are new ones: a database's settings hold from a connection's start. */
async function readiness() {
  const db = connect(url);
  afterFile(() => db.destroy());
  const { server } = await testApp({ database: { db, url, embedded: false, close: async () => {} } });
  const reply = await server.inject({ url: "/readyz", headers: { host: "turnout.test" } });
  return [reply.statusCode, reply.json()];
}

test("a process whose database is read-only is not ready; once it accepts writes again, it is", async () => {
  expect(await readiness()).toEqual([200, { status: "ready" }]);
  await runOn(url, `alter database ${name} set default_transaction_read_only = on`);
  expect(await readiness()).toEqual([503, { status: "unready", reason: "database_read_only" }]);
  await runOn(url, `begin read write; alter database ${name} reset default_transaction_read_only; commit`);
  expect(await readiness()).toEqual([200, { status: "ready" }]);
});

test("a database without our tables is an error, not a state", async () => {
  const empty = new URL(url);
  empty.pathname = "/postgres";
  const db = connect(String(empty));
  afterFile(() => db.destroy());
  await expect(databaseState(db)).rejects.toThrow("migrations");
});
