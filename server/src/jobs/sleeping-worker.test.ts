import { fileURLToPath } from "node:url";
import { sql } from "kysely";
import pg from "pg";
import { PgBoss } from "pg-boss";
import { expect, test, vi, type TestContext } from "vitest";
import { statementsIn } from "../db/statements.ts";
import { testDatabase } from "../db/test-database.ts";
import { startChild } from "../testing/child-process.ts";
import { JOB_CHANNEL } from "./job-listener.ts";
import { SIGNAL_INTERVAL } from "./job-signals.ts";
import { joinJobs, openJobs, type Job, type JobHandlers } from "./jobs.ts";
import { jobNames } from "./queues.ts";
import { LOOK_INTERVAL, ROUND } from "./wakefulness.ts";
import { until } from "../testing/until.ts";

/** How long after its commit a job may begin here (ms): one round, and a busy machine. A look alone would find most jobs later. */
const IN_TIME = ROUND + 5_000;
const AWAKE = 3_000;

/** Tests here wait together, each with its own database: so what ends with a test is said to that one. */
type AtEnd = TestContext["onTestFinished"];

/** A worker, and when it began which jobs. */
async function aWorker(onTestFinished: AtEnd) {
  const { db, url } = await testDatabase();
  const jobs = await openJobs(url, () => {}, { awake: AWAKE });
  onTestFinished(() => jobs.stop());
  const began: number[] = [];
  const handle = async () => void began.push(Date.now());
  await jobs.work(Object.fromEntries(jobNames.map((name) => [name, handle])) as unknown as JobHandlers);
  const add = (...some: Job[]) => db.transaction().execute((tx) => jobs.enqueue(statementsIn(tx), some));

  /** How long ago any connection for jobs began a statement, but for looks (s). */
  async function silence() {
    const { rows } = await sql<{ seconds: number }>`
      select extract(epoch from clock_timestamp() - max(query_start))::float as seconds from pg_stat_activity
      where datname = current_database() and application_name = 'turnout-jobs' and query not like '%from jobs.queue%cross join%'`.execute(
      db,
    );
    return rows[0]!.seconds ?? Infinity;
  }
  const sleeps = () => until(async () => expect(await silence()).toBeGreaterThan((3 * ROUND) / 1_000));

  /** Right after the next look, so that the one after it is a whole interval away. */
  async function afterLook() {
    const last = async () => {
      const { rows } = await sql<{ at: Date }>`
        select query_start as at from pg_stat_activity
        where datname = current_database() and query like '%from jobs.queue%cross join%' and pid <> pg_backend_pid()`.execute(db);
      return rows[0]?.at.getTime() ?? 0;
    };
    const before = await last();
    await until(async () => expect(await last()).toBeGreaterThan(before));
  }
  const beginsBy = (time: number) => vi.waitFor(() => expect(began).toHaveLength(1), { timeout: time - Date.now(), interval: 20 });
  return { db, url, jobs, add, began, sleeps, afterLook, beginsBy };
}

/** Queues a job in a process of its own; resolves with the time of the commit. */
async function queuedElsewhere(url: string): Promise<number> {
  const child = startChild(process.execPath, [fileURLToPath(new URL("queue-one.test-support.ts", import.meta.url)), url], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = (await new Promise<Buffer>((resolve) => child.stdout!.once("data", resolve))).toString().split("\n");
  return Number(line);
}

test.concurrent("a job that another process queues begins in time, though the worker sleeps", async ({ onTestFinished }) => {
  const { url, began, sleeps, beginsBy } = await aWorker(onTestFinished);
  await sleeps();
  const committed = await queuedElsewhere(url);
  await beginsBy(committed + IN_TIME);
  expect(began[0]! - committed).toBeLessThan(IN_TIME);
});

test.concurrent("control: a job whose signal is lost waits for the next look, and no longer", async ({ onTestFinished }) => {
  const { url, began, sleeps, afterLook, beginsBy } = await aWorker(onTestFinished);
  const silent = new PgBoss({ connectionString: url, schema: "jobs", supervise: false, schedule: false, migrate: false });
  await silent.start();
  onTestFinished(() => silent.stop());
  await sleeps();
  await afterLook();
  const committed = Date.now();
  await silent.insert("tellGuests", [{ data: {} }]);
  await beginsBy(committed + LOOK_INTERVAL + IN_TIME);
  expect(began[0]! - committed).toBeGreaterThan(IN_TIME);
});

test.concurrent("a worker whose connection for signals was cut hears of jobs all the same", async ({ onTestFinished }) => {
  const { db, url, sleeps, afterLook, beginsBy } = await aWorker(onTestFinished);
  await sleeps();
  await afterLook();
  const { rows } = await sql<{ cut: boolean }>`
    select pg_terminate_backend(pid) as cut from pg_stat_activity
    where datname = current_database() and query like '%from jobs.queue%cross join%' and pid <> pg_backend_pid()`.execute(db);
  expect(rows).toEqual([{ cut: true }]);
  await beginsBy((await queuedElsewhere(url)) + IN_TIME);
});

test.concurrent("a delayed job begins at its time, though the worker sleeps", async ({ onTestFinished }) => {
  const { add, began, sleeps, beginsBy } = await aWorker(onTestFinished);
  const startAfter = new Date(Date.now() + AWAKE + 12_000);
  await add({ name: "sendMail", payload: {}, startAfter });
  await sleeps();
  expect(Date.now()).toBeLessThan(startAfter.getTime());
  await beginsBy(startAfter.getTime() + IN_TIME);
  expect(began[0]).toBeGreaterThanOrEqual(startAfter.getTime());
});

test.concurrent("a job that commits long after its signal begins in time", async ({ onTestFinished }) => {
  const { db, jobs, began, sleeps, beginsBy } = await aWorker(onTestFinished);
  await sleeps();
  await db.transaction().execute(async (tx) => {
    await jobs.enqueue(statementsIn(tx), [{ name: "sendMail", payload: {} }]);
    await sql`select pg_sleep(${(AWAKE - 1_000) / 1_000})`.execute(tx);
    expect(began).toEqual([]);
  });
  await beginsBy(Date.now() + IN_TIME);
});

test.concurrent("a thread's loops sleep and wake with its process", async ({ onTestFinished }) => {
  const { db, url } = await testDatabase();
  const jobs = await openJobs(url, () => {}, { awake: AWAKE });
  onTestFinished(() => jobs.stop());
  await jobs.work({});
  const thread = await joinJobs(url, () => {});
  onTestFinished(() => thread.stop());
  const done: unknown[] = [];
  await thread.work({ tellGuests: async ({ number }: { number: number }) => void done.push(number) });
  const fetches = async () => {
    const { rows } = await sql<{ fetched: boolean }>`
      select bool_or(query_start > clock_timestamp() - interval '1500 ms') as fetched from pg_stat_activity
      where datname = current_database() and application_name = 'turnout-jobs' and query not like '%from jobs.queue%cross join%'`.execute(
      db,
    );
    return rows[0]!.fetched;
  };
  await until(async () => expect(await fetches()).toBe(false));
  await queuedElsewhere(url);
  await vi.waitFor(() => expect(done).toHaveLength(1), { timeout: IN_TIME, interval: 20 });
});

/** Listens as another process does; returns how many signals have come. */
async function signalsOf(url: string, onTestFinished: AtEnd): Promise<() => number> {
  const listener = new pg.Client({ connectionString: url });
  await listener.connect();
  onTestFinished(() => listener.end());
  let heard = 0;
  listener.on("notification", () => heard++);
  await listener.query(`listen ${JOB_CHANNEL}`);
  return () => heard;
}

test.concurrent("however many jobs are queued, other processes get a signal or two a second", async ({ onTestFinished }) => {
  const { url, add } = await aWorker(onTestFinished);
  const heard = await signalsOf(url, onTestFinished);
  const start = performance.now();
  for (let number = 0; number < 50; number++) await add({ name: "tellGuests", payload: { number } });
  const most = 2 + Math.ceil((performance.now() - start) / SIGNAL_INTERVAL);
  // The last signal follows the last job, by no more than the interval.
  await until(() => expect(heard()).toBeGreaterThanOrEqual(2));
  expect(heard()).toBeLessThanOrEqual(most);
});

test.concurrent("a process that stops tells the others of its last jobs first", async ({ onTestFinished }) => {
  const { db, url } = await testDatabase();
  const jobs = await openJobs(url, () => {});
  const heard = await signalsOf(url, onTestFinished);
  const began = performance.now();
  await db.transaction().execute(async (tx) => {
    for (let number = 0; number < 2; number++) await jobs.enqueue(statementsIn(tx), [{ name: "tellGuests", payload: { number } }]);
  });
  expect(performance.now() - began).toBeLessThan(SIGNAL_INTERVAL); // so that the second signal is still due
  await jobs.stop();
  await until(() => expect(heard()).toBe(2));
});
