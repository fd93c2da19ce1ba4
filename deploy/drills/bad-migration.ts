import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { root } from "../containers.ts";
import { gather } from "../load/journey.ts";
import { openReaders } from "../load/readers.ts";
import { startRequests } from "../load/requests.ts";
import { newerVersion, type Ended } from "./newer-version.ts";
import { outcomeOf, type Outcome } from "./outcome.ts";
import { startStack } from "./stack.ts";

const GUESTS = 10;
const READERS = 40;
const RATES = { reads: 20, commands: 10 };
const SETTLE = 1_000;
/** How long a transaction of somebody else holds a table (ms): longer than a statement of the product may take, and a process to start. */
const HELD = 12_000;
const PATIENCE = 30_000;

const GOOD = "alter table guests add column drilled integer;";
/** Changes a table that everybody uses, makes another one, and fails then. */
const FAILING = `${GOOD} create table half_made (id integer); select 1 / 0;`;

/** Who waits for the table: a migration, or as a control a statement that waits as long as it takes. */
export type Waiter = "a migration" | "a statement without a time-out";

export interface BadMigration extends Outcome {
  /** The longest that anybody waited for an answer (ms). */
  slowest: number;
  /** What a process with ROLES=migrate said of the migration that fails, and one that requires all migrations. */
  failing: Ended;
  requiring: Ended;
  /** What the migration that failed has left behind. */
  left: string[];
  /** Of the one that waits for a table. */
  waiting: Ended;
  /** Whether a server of before starts, with what is there in the end. */
  isBack: boolean;
}

/** Upgrades to a version whose migration fails halfway, and then to one whose migration has to wait for a table, under load on servers of this version. */
export async function badMigration(waiter: Waiter): Promise<BadMigration> {
  const stack = await startStack({ folder: root, config: join(root, "deploy/edge/haproxy.cfg"), notices: [0, 0] });
  const opened: (() => unknown)[] = [stack.stop];
  try {
    const { servers, balancer, databaseUrl } = stack;
    const version = newerVersion(FAILING);
    opened.push(version.remove);
    const gathering = await gather(balancer.front, GUESTS);
    const readers = await openReaders(gathering, { folder: root, front: balancer.front, count: READERS });
    opened.push(readers.close);
    const requests = startRequests(gathering, RATES);
    opened.push(requests.stop);
    await sleep(SETTLE);

    const failing = await version.run({ DATABASE_URL: databaseUrl, ROLES: "migrate" }, PATIENCE);
    const requiring = await version.run({ DATABASE_URL: databaseUrl, MIGRATIONS: "require", MAILBOX: "on" }, PATIENCE);
    const left = await leftIn(databaseUrl);

    version.mend(GOOD);
    const migrate = () => version.run({ DATABASE_URL: databaseUrl, ROLES: "migrate" }, PATIENCE);
    const wait = waiter === "a migration" ? migrate : () => statement(databaseUrl, GOOD);
    const [waiting] = await Promise.all([wait(), holdTable(databaseUrl)]);
    await sleep(SETTLE);
    await requests.stop();
    const reports = await readers.untilLive(requests.acknowledged, PATIENCE);
    const outcome = { ...outcomeOf(requests, reports), slowest: Math.max(0, ...requests.took) };
    await readers.close();
    // The way back: a server of before, on the database of after.
    await servers[0]!.close();
    const isBack = await servers[0]!.start().then(
      () => true,
      () => false,
    );
    return { ...outcome, failing, requiring, left, waiting, isBack };
  } finally {
    for (const close of opened.toReversed()) await close();
  }
}

/** A report or a backup that reads for long. */
async function holdTable(url: string) {
  await on(url, async (client) => {
    await client.query("begin; select count(*) from guests");
    await sleep(HELD);
    await client.query("commit");
  });
}

async function statement(url: string, sql: string): Promise<Ended> {
  await sleep(SETTLE);
  await on(url, (client) => client.query(sql));
  return { code: 0, said: "" };
}

async function leftIn(url: string): Promise<string[]> {
  return on(url, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `select relname as name from pg_class where relname = 'half_made'
       union all select attname from pg_attribute where attrelid = 'guests'::regclass and attname = 'drilled'
       union all select name from migrations where name like '%drilled%'`,
    );
    return rows.map(({ name }) => name);
  });
}

async function on<Result>(url: string, ask: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await ask(client);
  } finally {
    await client.end();
  }
}
