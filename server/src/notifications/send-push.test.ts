import { randomUUID } from "node:crypto";
import type { PushMessage } from "@turnout/contract/push";
import { sql } from "kysely";
import { beforeEach, describe, expect, test } from "vitest";
import { testDatabase } from "../db/test-database.ts";
import type { Job } from "../jobs/jobs.ts";
import { MAX_PLAINTEXT } from "../push/encrypt.ts";
import { pushKeys } from "../push/keys.ts";
import { createPushClient } from "../push/push-client.ts";
import { aPushService, type PushBehaviour } from "../push/push-service.test-support.ts";
import { keepSubscription, subscriptionId, subscriptionsById } from "../push/subscriptions.ts";
import { afterFile } from "../testing/after-file.ts";
import type { SendPush } from "./job-payloads.ts";
import { bytesOf, createSendPush, MAX_PUSH_RETRY_AFTER, PUSH_RETRY_AFTER, REPORT_EVERY, type PushNews } from "./send-push.ts";

const { db } = await testDatabase();
const service = await aPushService();
const clock = { now: Date.parse("2027-01-01T12:00:00Z") };
const now = () => new Date(clock.now);
const keys = pushKeys("a secret that is long enough for tests");
const options = { keys, contact: "https://turnout.example", now, reach: "ownMachine" } as const;
const client = createPushClient(options);
/** For a service that does not answer, and for no other: on a busy machine any answer can be that late. */
const hasty = createPushClient({ ...options, timeout: 300 });
afterFile(() => [client, hasty].forEach((one) => one.close()));

const visitId = randomUUID();
await sql`insert into visits (id, expires_at) values (${visitId}, now() + interval '1 day')`.execute(db);

const message: PushMessage = {
  title: "Picnic",
  body: "New time: 20:00",
  path: "/e/1f0c",
  tag: "moved",
  renotify: true,
  locale: "en",
  at: now().toISOString(),
};
const news = (): PushNews => ({ message, urgency: "high", topic: "moved", until: new Date(clock.now + 6 * 3_600_000), notBefore: null });

let queued: Job[] = [];
let reports: string[] = [];
let counts: string[] = [];
beforeEach(() => {
  queued = [];
  reports = [];
  counts = [];
  service.received.length = 0;
});

/** Workers of their own know nothing of what others were asked to wait for. */
const aWorker = (by = client) => {
  const told = news();
  return createSendPush({
    db,
    client: by,
    now,
    enqueue: async (_run, jobs) => void queued.push(...jobs),
    report: (failure) => void reports.push(failure),
    count: (outcome) => void counts.push(outcome),
    // Here, messages are called as their subscriptions are.
    load: async (job) => {
      const [to] = await subscriptionsById(db, [job.messageId], keys.publicKey);
      return to ? { to, news: told } : null;
    },
  });
};

async function subscribed(...behaviours: PushBehaviour[]) {
  const name = randomUUID();
  service.plans[name] = behaviours;
  const browser = service.browser(name);
  const { endpoint, p256dh, auth } = browser;
  const given = { endpoint, p256dh, auth, serverKey: keys.publicKey, userAgent: "", locale: "en", hidesDetails: false };
  await keepSubscription(db, { user: null, visitId }, given, null);
  const id = subscriptionId(endpoint);
  const job: SendPush = { messageId: id, tries: 0 };
  const row = async () =>
    (await sql<{ failures: number; taken_at: Date | null }>`select failures, taken_at from push_subscriptions where id = ${id}`.execute(db))
      .rows[0];
  return { browser, job, row };
}

/** What is queued again, and in how many seconds. */
const again = () => queued.map(({ payload, startAfter }) => [payload, Math.round((startAfter!.getTime() - clock.now) / 1_000)]);

test("a message that is taken is remembered as such, and nothing more is done", async () => {
  const { browser, job, row } = await subscribed("takes");
  await aWorker()(job);
  expect(JSON.parse(browser.read(service.received[0]!.body))).toEqual(message);
  expect(service.received[0]!.headers).toMatchObject({ ttl: "21600", urgency: "high", topic: "moved" });
  expect(await row()).toEqual({ failures: 0, taken_at: now() });
  expect([queued, counts]).toEqual([[], ["taken"]]);
});

test.each([404, 410])("a subscription that has ended (%d) is deleted, and its next message goes nowhere", async (status) => {
  const { job, row } = await subscribed({ status });
  const send = aWorker();
  await send(job);
  await send(job);
  expect([await row(), queued, service.received.length]).toEqual([undefined, [], 1]);
});

test.each<PushBehaviour>(["hangs", "cuts", { status: 500 }, { status: 503 }, { status: 301, headers: { location: "/elsewhere" } }])(
  "one misbehaving service (%j) fails no job",
  async (behaviour) => {
    const { job } = await subscribed(behaviour);
    await expect(aWorker(behaviour === "hangs" ? hasty : client)(job)).resolves.toBeUndefined();
  },
);

describe("a service that is away is tried again", () => {
  test("later each time, at most every hour", async () => {
    const waits: number[] = [];
    for (let tries = 0; tries < 9; tries++) {
      const { job } = await subscribed({ status: 500 });
      await aWorker()({ ...job, tries });
      expect(queued.at(-1)?.payload).toEqual({ ...job, tries: tries + 1 });
      waits.push(queued.at(-1)!.startAfter!.getTime() - clock.now);
    }
    for (const [tries, wait] of waits.entries()) {
      const meant = Math.min(MAX_PUSH_RETRY_AFTER, PUSH_RETRY_AFTER * 2 ** tries);
      expect(wait / meant).toBeGreaterThanOrEqual(0.8);
      expect(wait / meant).toBeLessThanOrEqual(1.2);
    }
  });

  test("until nobody needs the message any more; then that is a failure of the subscription", async () => {
    const { job, row } = await subscribed("cuts");
    const send = aWorker();
    clock.now += 6 * 3_600_000 - 10_000;
    await send(job);
    clock.now -= 6 * 3_600_000 - 10_000;
    expect([queued, (await row())?.failures]).toEqual([[], 1]);
  });
});

test("a service that asks us to wait is left alone by all messages for so long, and loses none", async () => {
  const [one, two] = [await subscribed({ status: 429, headers: { "retry-after": "120" } }), await subscribed()];
  const send = aWorker();
  await send(one.job);
  expect(again()).toEqual([[{ ...one.job, tries: 1 }, 120]]);
  await send(two.job);
  expect(again()[1]).toEqual([two.job, 120]); // it was not tried, so that does not count
  expect(service.received).toHaveLength(1);
  clock.now += 120_000;
  await send(two.job);
  await send({ ...one.job, tries: 1 });
  expect(service.received).toHaveLength(3);
  expect(await one.row()).toMatchObject({ failures: 0, taken_at: now() });
});

test("a service that asks us to come back at once is left alone for as long as one that says nothing", async () => {
  const { job } = await subscribed({ status: 503, headers: { "retry-after": "0" } });
  await aWorker()(job);
  expect(queued[0]!.startAfter!.getTime() - clock.now).toBeGreaterThanOrEqual(0.8 * PUSH_RETRY_AFTER);
});

test("control: another worker, which was not asked to wait, tries at once", async () => {
  const [one, two] = [await subscribed({ status: 429, headers: { "retry-after": "120" } }), await subscribed()];
  await aWorker()(one.job);
  await aWorker()(two.job);
  expect(service.received).toHaveLength(2);
});

test("a service that finds it too large gets the title alone, once", async () => {
  const { browser, job, row } = await subscribed({ status: 413 }, { status: 413 });
  const send = aWorker();
  await send(job);
  expect(again()).toEqual([[{ ...job, isShort: true }, 0]]);
  await send(queued[0]!.payload as unknown as SendPush);
  expect(JSON.parse(browser.read(service.received[1]!.body))).toEqual({ ...message, body: "" });
  expect([queued.length, (await row())?.failures]).toEqual([1, 1]);
});

test.each([401, 403])(
  "a service that refuses this server (%d) is the operator's to look into, who hears of it now and then",
  async (status) => {
    const send = aWorker();
    const [one, two, three] = [await subscribed({ status }), await subscribed({ status }), await subscribed({ status })];
    await send(one.job);
    await send(two.job);
    expect(reports).toEqual([`${service.origin} answers ${status}`]);
    clock.now += REPORT_EVERY;
    await send(three.job);
    expect(reports).toHaveLength(2);
    expect([queued, (await one.row())?.failures]).toEqual([[], 1]);
  },
);

test("a message that is refused for itself (400) is not sent again, and nobody is told", async () => {
  const { job, row } = await subscribed({ status: 400 });
  await aWorker()(job);
  expect([queued, reports, (await row())?.failures]).toEqual([[], [], 1]);
});

test("a success ends a row of failures", async () => {
  const { job, row } = await subscribed({ status: 400 }, { status: 400 }, "takes");
  const send = aWorker();
  for (let at = 0; at < 3; at++) await send(job);
  expect(await row()).toMatchObject({ failures: 0 });
});

describe("what is said fits into a message", () => {
  const family = "👩‍👩‍👧‍👦";
  test.each([
    ["a short text", "New time: 20:00"],
    ["a long one", "x".repeat(9_000)],
    ["one of characters that JSON escapes", "\u0001".repeat(2_000)],
    ["one of characters that belong together", family.repeat(400)],
  ])("%s", (_what, body) => {
    const bytes = bytesOf({ ...message, body });
    expect(bytes.length).toBeLessThanOrEqual(MAX_PLAINTEXT);
    const said = (JSON.parse(bytes.toString()) as PushMessage).body;
    expect(body.startsWith(said.replace(/…$/, ""))).toBe(true);
    expect(said.length).toBeGreaterThan(10);
    if (body.startsWith(family)) expect((said.length - 1) % family.length).toBe(0);
  });

  test("also with a title without an end", () => {
    expect(bytesOf({ ...message, title: "é".repeat(5_000) }).length).toBeLessThanOrEqual(MAX_PLAINTEXT);
  });
});
