import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import pg from "pg";
import { afterAll, expect, test } from "vitest";
import { startEmbeddedPostgres } from "../../../dev-database/src/embedded-postgres.ts";
import { changeable, type Changing } from "../changing.ts";
import { openJobs } from "../jobs/jobs.ts";
import { borrowForLookUps, connect, writersOf } from "./connect.ts";
import { until } from "../testing/until.ts";

const home = mkdtempSync(join(tmpdir(), "turnout-rotating-"));
const server = await startEmbeddedPostgres({ home, durable: false });
const admin = new pg.Client({ connectionString: server.url });
await admin.connect();
afterAll(async () => {
  await admin.end();
  await server.stop();
  rmSync(home, { recursive: true, force: true });
});

let users = 0;

/** A user as Vault's database engine makes one: for some time, with the rights of the role that owns everything. */
async function shortLivedUser(): Promise<{ name: string; url: string; revoke(): Promise<void> }> {
  const name = `v-turnout-${++users}`;
  const { rows } = await admin.query<{ owner: string }>("select current_user as owner");
  const owner = `"${rows[0]!.owner}"`;
  await admin.query(
    `create role "${name}" login password '${name}' valid until '${new Date(Date.now() + 60_000).toISOString()}' in role ${owner}`,
  );
  await admin.query(`alter role "${name}" set role to ${owner}`);
  const url = new URL(server.url);
  [url.username, url.password] = [name, name];
  return {
    name,
    url: String(url),
    async revoke() {
      await admin.query("select pg_terminate_backend(pid) from pg_stat_activity where usename = $1", [name]);
      await admin.query(`drop role "${name}"`);
    },
  };
}

const connectedAs = async (name: string) => {
  const { rows } = await admin.query<{ count: number }>("select count(*)::int from pg_stat_activity where usename = $1", [name]);
  return rows[0]!.count;
};

/** Asks through all pools without a pause. */
function load(url: Changing<string>) {
  const db = connect(url);
  const failed: unknown[] = [];
  let [asked, goesOn] = [0, true];
  const ask = [
    () => sql`select pg_sleep(0.005)`.execute(db),
    () => withClient(borrowForLookUps(db), (client) => client.query("select 1")),
    () => withClient(writersOf(db).connect(), (client) => client.query("begin; select pg_sleep(0.01); commit")),
  ];
  const askers = ask
    .flatMap((one) => [one, one, one])
    .map(async (one) => {
      while (goesOn) {
        await one().catch((error: unknown) => failed.push(error));
        asked += 1;
      }
    });
  return {
    failed,
    asked: () => asked,
    async stop() {
      goesOn = false;
      await Promise.all(askers);
      await db.destroy();
    },
  };
}

async function withClient(given: Promise<pg.PoolClient>, work: (client: pg.PoolClient) => Promise<unknown>) {
  const client = await given;
  try {
    await work(client);
  } finally {
    client.release();
  }
}

test("users follow each other under load, each is revoked once nobody is connected as it, and no query fails", async () => {
  let user = await shortLivedUser();
  const url = changeable(user.url);
  const queries = load(url);
  // A user that is revoked while somebody signs in as it cannot be let go unnoticed.
  await until(() => expect(queries.asked()).toBeGreaterThan(20));
  for (let turn = 0; turn < 4; turn++) {
    const next = await shortLivedUser();
    url.set(next.url);
    await until(async () => expect(await connectedAs(user.name)).toBe(0));
    await user.revoke();
    user = next;
    const before = queries.asked();
    await until(() => expect(queries.asked()).toBeGreaterThan(before + 20));
  }
  await queries.stop();
  expect(queries.failed).toEqual([]);
  await user.revoke();
});

test("the control: a user that is revoked while the pools still have it fails queries", async () => {
  const user = await shortLivedUser();
  const url = changeable(user.url);
  const queries = load(url);
  await until(() => expect(queries.asked()).toBeGreaterThan(20));
  await user.revoke();
  await until(() => expect(queries.failed.length).toBeGreaterThan(0));
  await queries.stop();
});

test("the job queue follows too", async () => {
  const [user, next] = [await shortLivedUser(), await shortLivedUser()];
  const url = changeable(user.url);
  const failed: unknown[] = [];
  const jobs = await openJobs(url, (error) => failed.push(error));
  url.set(next.url);
  await until(
    async () => {
      await jobs.queueStates();
      expect(await connectedAs(user.name)).toBe(0);
    },
    { interval: 100 },
  );
  await user.revoke();
  await jobs.queueStates();
  await jobs.stop();
  expect(failed).toEqual([]);
});
