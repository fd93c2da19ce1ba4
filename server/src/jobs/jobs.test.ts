import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { sql } from "kysely";
import { PgBoss } from "pg-boss";
import { expect, test, vi } from "vitest";
import { statementsIn } from "../db/statements.ts";
import { testDatabase } from "../db/test-database.ts";
import { endChild, startChild } from "../testing/child-process.ts";
import { HEARTBEAT_SECONDS, joinJobs, openJobs, type Job, type JobHandlers, type Jobs, type Try } from "./jobs.ts";
import { jobNames, queueOf } from "./queues.ts";
import { afterFile } from "../testing/after-file.ts";
import { until } from "../testing/until.ts";

type Handle = (payload: Record<string, unknown>, attempt: Try) => Promise<void>;
const handleAll = (handle: Handle) => Object.fromEntries(jobNames.map((name) => [name, handle])) as unknown as JobHandlers;

async function aQueue(patience: Parameters<typeof openJobs>[2] = {}) {
  const { db, url } = await testDatabase();
  const errors: string[] = [];
  const jobs = await openJobs(url, (error) => errors.push(String(error)), patience);
  afterFile(() => jobs.stop());
  const add = (...some: Job[]) => db.transaction().execute((tx) => jobs.enqueue(statementsIn(tx), some));
  return { db, url, jobs, errors, add };
}

const longestWait = async (jobs: Jobs) => Math.max(...(await jobs.queueStates()).map(({ oldestSeconds }) => oldestSeconds));

test("what fails in the queue's own statements is reported with its message", async () => {
  const { db, jobs, errors } = await aQueue();
  await jobs.work(handleAll(async () => {}));
  await sql`alter schema jobs rename to elsewhere`.execute(db);
  await until(() => expect(errors.join()).toContain("does not exist"));
  expect(errors.filter((error) => error.includes("[object"))).toEqual([]);
  await sql`alter schema elsewhere rename to jobs`.execute(db);
});

test("what becomes of the queue's connections once it has stopped is no news; control: before, it is", async () => {
  const starts = vi.spyOn(PgBoss.prototype, "start");
  const { jobs, errors } = await aQueue();
  const boss = starts.mock.contexts.at(-1) as PgBoss;
  starts.mockRestore();
  const cutOff = () => boss.emit("error", Object.assign(new Error("the server ends the connection"), { code: "57P01" }) as never);
  cutOff();
  expect(errors).toEqual(["Error: the server ends the connection"]);
  await jobs.stop();
  cutOff();
  expect(errors).toHaveLength(1);
});

test("jobs are queued with their change, or not at all", async () => {
  const { db, jobs } = await aQueue();
  const undone = db.transaction().execute(async (tx) => {
    await jobs.enqueue(statementsIn(tx), [{ name: "sendMail", payload: { mailId: "undone" } }]);
    throw new Error("undone");
  });
  await expect(undone).rejects.toThrow("undone");
  expect((await sql`select 1 from jobs.job where name = 'sendMail.list'`.execute(db)).rows).toEqual([]);
});

test("of a thousand jobs with two that fail, each other one is done once", async () => {
  const { db, jobs, add } = await aQueue({ maxTries: 1 });
  await add(...Array.from({ length: 1_000 }, (_, number) => ({ name: "tellGuest" as const, payload: { number } })));
  const done: unknown[] = [];
  await jobs.work(
    handleAll(async ({ number }) => {
      if (number === 7 || number === 8) throw new Error("bad");
      done.push(number);
    }),
  );
  // What has ended in the queue is given to nobody any more. Both bad ones are in the first list.
  const states = () =>
    sql<{ state: string; jobs: number }>`
    select state, count(*)::int as jobs from jobs.job where name = 'tellGuest.list' group by state order by state desc`.execute(db);
  const ended = [
    { state: "failed", jobs: 1 },
    { state: "completed", jobs: 1_000 / queueOf("tellGuest").list! - 1 },
  ];
  await until(async () => expect((await states()).rows).toEqual(ended));
  expect(new Set(done).size).toBe(998);
  expect(done).toHaveLength(998);
});

test("jobs that are queued together are a few rows; each fails and is retried alone", async () => {
  const { db, jobs, add } = await aQueue({ retrySeconds: 1 });
  const size = queueOf("sendMail").list!;
  await add(...Array.from({ length: 2 * size + 1 }, (_, number) => ({ name: "sendMail" as const, payload: { number } })));
  expect((await sql`select 1 from jobs.job where name = 'sendMail.list'`.execute(db)).rows).toHaveLength(3);
  const tried: number[] = [];
  await jobs.work(
    handleAll(async ({ number }, { willBeRetried }) => {
      tried.push(number as number);
      expect(willBeRetried).toBe(true);
      if (number === 7 && tried.filter((one) => one === 7).length < 3) throw new Error("not now");
    }),
  );
  await until(() => expect(tried).toHaveLength(2 * size + 1 + 2));
  expect(new Set(tried).size).toBe(2 * size + 1);
  expect(tried.filter((number) => number === 7)).toHaveLength(3);
});

test("jobs that an older version queued one by one are done too", async () => {
  const { url, jobs } = await aQueue();
  const older = new PgBoss({ connectionString: url, schema: "jobs", supervise: false, schedule: false, migrate: false });
  await older.start();
  await older.insert("sendMail", [{ data: { mailId: "1" } }]);
  await older.stop();
  const done: unknown[] = [];
  await jobs.work(handleAll(async ({ mailId }) => void done.push(mailId)));
  await until(() => expect(done).toEqual(["1"]));
});

test("a joined worker does only the jobs that it has handlers for", async () => {
  const { url, add } = await aQueue();
  const helper = await joinJobs(url, () => {});
  afterFile(() => helper.stop());
  const done: unknown[] = [];
  await helper.work({ tellGuests: async ({ number }: { number: number }) => void done.push(number) });
  await add({ name: "forgetOld", payload: { number: 1 } }, { name: "tellGuests", payload: { number: 2 } });
  await until(() => expect(done).toEqual([2]));
});

test("a process that only queues does no jobs, and reports how many are due and how long the oldest has been waiting", async () => {
  const { db, jobs, add } = await aQueue();
  expect(await longestWait(jobs)).toBe(0);
  await add({ name: "sendMail", payload: {} });
  await sql`update jobs.job set start_after = start_after - interval '90 seconds' where name = 'sendMail.list'`.execute(db);
  expect(await longestWait(jobs)).toBeGreaterThan(90);
  const queued = async () => (await jobs.queueStates()).flatMap(({ queue, due }) => (due > 0 ? { queue, due } : []));
  expect(await queued()).toEqual([{ queue: "sendMail.list", due: 1 }]);
  await add({ name: "forgetOld", payload: {} }, { name: "sendMail", payload: {}, startAfter: new Date(Date.now() + 86_400_000) });
  await until(async () => expect(await queued()).toHaveLength(2));
});

test("what is due, waits and was given up is counted by queue, and what was given up is tried again when asked to", async () => {
  const { db, jobs, add } = await aQueue({ maxTries: 1 });
  const retryFailed = (queue: string) => db.transaction().execute((tx) => jobs.retryFailed(statementsIn(tx), queue));
  const failing = { is: true };
  const done: unknown[] = [];
  const ofQueue = async () => (await jobs.queueHealth()).find(({ queue }) => queue === "tellGuests");
  await add(
    { name: "tellGuests", payload: { number: 1 } },
    { name: "tellGuests", payload: { number: 2 }, startAfter: new Date(Date.now() + 86_400_000) },
  );
  await until(async () => expect(await ofQueue()).toMatchObject({ due: 1, waiting: 1, failed: 0 }));
  expect(await retryFailed("tellGuests")).toBe(0);
  await jobs.work({
    async tellGuests({ number }: { number: number }) {
      if (failing.is) throw new Error("not yet");
      done.push(number);
    },
  });
  await until(async () => expect(await ofQueue()).toMatchObject({ due: 0, oldestSeconds: 0, waiting: 1, failed: 1 }));
  failing.is = false;
  expect(await retryFailed("sendMail")).toBe(0);
  const undone = db.transaction().execute(async (tx) => {
    expect(await jobs.retryFailed(statementsIn(tx), "tellGuests")).toBe(1);
    throw new Error("and nothing else of it");
  });
  await expect(undone).rejects.toThrow("nothing else");
  expect(await ofQueue(), "what is asked for and not committed changes nothing").toMatchObject({ due: 0, failed: 1 });
  expect(done).toEqual([]);
  expect(await retryFailed("tellGuests")).toBe(1);
  await until(() => expect(done).toEqual([1]));
  expect(await ofQueue()).toMatchObject({ waiting: 1, failed: 0 });
});

test("a delayed job runs at its time, and is not reported as waiting before", async () => {
  const { jobs, add } = await aQueue();
  const done: unknown[] = [];
  await add(
    { name: "sendMail", payload: { at: "tomorrow" }, startAfter: new Date(Date.now() + 86_400_000) },
    { name: "sendMail", payload: { at: "soon" }, startAfter: new Date(Date.now() + 1_500) },
    { name: "sendMail", payload: { at: "once" } },
  );
  await jobs.work(handleAll(async ({ at }) => void done.push(at)));
  await until(() => expect(done).toEqual(["once"]));
  await until(() => expect(done).toEqual(["once", "soon"]));
  expect(await longestWait(jobs)).toBe(0);
});

test("a delayed job that is queued twice for one time runs once", async () => {
  const { db, jobs, add } = await aQueue();
  const soon = (seconds: number) => new Date(Math.ceil(Date.now() / 1_000 + seconds) * 1_000);
  const [first, second] = [soon(1), soon(2)];
  for (const startAfter of [first, first, second]) await add({ name: "sendMail", payload: { mailId: "held" }, startAfter });
  const done: unknown[] = [];
  await jobs.work(handleAll(async ({ mailId }) => void done.push(mailId)));
  const states = () => sql`select state from jobs.job where name = 'sendMail.list'`.execute(db);
  const ended = [{ state: "completed" }, { state: "completed" }]; // and there is no third
  await until(async () => expect((await states()).rows).toEqual(ended));
  expect(done).toEqual(["held", "held"]);
});

test("a failing job is retried, knows its last attempt, and its error's message is not stored", async () => {
  const { db, jobs, add } = await aQueue({ maxTries: 3, retrySeconds: 1 });
  const tries: boolean[] = [];
  await jobs.work(
    handleAll(async (_payload, { willBeRetried }) => {
      tries.push(willBeRetried);
      throw new Error("no such reader: grace@example.org");
    }),
  );
  await add({ name: "sendMail", payload: { mailId: "1" } });
  await until(() => expect(tries).toEqual([true, true, false]));
  const kept = () => sql<{ state: string }>`select * from jobs.job where name = 'sendMail.list'`.execute(db);
  await until(async () => expect((await kept()).rows[0]?.state).toBe("failed"));
  expect(JSON.stringify((await kept()).rows)).not.toContain("@");
});

test("a stop waits for running jobs", async () => {
  const { db, jobs, add } = await aQueue();
  let begun = false;
  let ended = false;
  await jobs.work(
    handleAll(async () => {
      begun = true;
      await sleep(200); // a stop that does not wait is over before
      ended = true;
    }),
  );
  await add({ name: "sendMail", payload: {} });
  await until(() => expect(begun).toBe(true));
  await jobs.stop();
  expect(ended).toBe(true);
  expect((await sql`select state from jobs.job where name = 'sendMail.list'`.execute(db)).rows).toEqual([{ state: "completed" }]);
});

test("a killed worker's job is soon done by another", async () => {
  const { url, jobs, add } = await aQueue({ retrySeconds: 1 });
  const worker = startChild(process.execPath, [fileURLToPath(new URL("stuck-worker.test-support.ts", import.meta.url)), url], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  afterFile(() => endChild(worker, "SIGKILL"));
  let said = "";
  worker.stdout!.on("data", (chunk: Buffer) => (said += String(chunk)));
  await until(() => expect(said).toContain("ready"));
  await add({ name: "sendMail", payload: { mailId: "1" } });
  await until(() => expect(said).toContain("taken"));

  const done: unknown[] = [];
  await jobs.work(handleAll(async ({ mailId }) => void done.push(mailId)));
  await endChild(worker, "SIGKILL");
  await vi.waitFor(() => expect(done).toEqual(["1"]), { timeout: 5_000 * HEARTBEAT_SECONDS, interval: 200 });
});
