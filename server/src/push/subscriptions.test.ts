import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { beforeEach, describe, expect, test } from "vitest";
import { testDatabase } from "../db/test-database.ts";
import { aBrowser } from "./push-service.test-support.ts";
import {
  deleteSubscription,
  forgetSubscriptions,
  GIVEN_UP_AFTER_DAYS,
  keepSubscription,
  MAX_FAILURES,
  MAX_SUBSCRIPTIONS,
  recordPush,
  subscriptionId,
  subscriptionsOf,
  type PushOwner,
} from "./subscriptions.ts";

const { db } = await testDatabase();
const serverKey = "the key of this server";

async function aUser() {
  const [id, sessionId] = [randomUUID(), randomUUID()];
  await sql`insert into users (id, name, email) values (${id}, 'Ada', ${`${id}@example.org`})`.execute(db);
  await sql`insert into sessions (id, user_id, token, expires_at) values (${sessionId}, ${id}, ${sessionId}, now() + interval '1 day')`.execute(
    db,
  );
  return { id, sessionId };
}

async function aVisit({ expires = "1 day" } = {}) {
  const id = randomUUID();
  await sql`insert into visits (id, expires_at) values (${id}, now() + ${expires}::interval)`.execute(db);
  return id;
}

let made = 0;
const endpoint = () => `https://push.example/${made++}`;
const given = (at: string) => {
  const { p256dh, auth } = aBrowser(at);
  return { endpoint: at, p256dh, auth, serverKey, userAgent: "Firefox", locale: "en", hidesDetails: false };
};
const keep = (owner: PushOwner, at = endpoint(), replaces: string | null = null) => keepSubscription(db, owner, given(at), replaces);
const idsOf = async (owner: PushOwner) => (await subscriptionsOf(db, owner, serverKey)).map(({ id }) => id);
const all = async () => (await sql<{ id: string }>`select id from push_subscriptions`.execute(db)).rows.map(({ id }) => id);

beforeEach(() => sql`delete from push_subscriptions`.execute(db));

test("a browser is kept once, however often it subscribes", async () => {
  const owner: PushOwner = { user: await aUser(), visitId: null };
  const at = endpoint();
  expect([await keep(owner, at), await keep(owner, at)]).toEqual([true, true]);
  expect(await idsOf(owner)).toEqual([subscriptionId(at)]);
});

test("whoever has the browser now has the subscription", async () => {
  const [ada, eve]: PushOwner[] = [
    { user: await aUser(), visitId: null },
    { user: await aUser(), visitId: null },
  ];
  const at = endpoint();
  await keep(ada!, at);
  await keep(eve!, at);
  expect([await idsOf(ada!), await idsOf(eve!)]).toEqual([[], [subscriptionId(at)]]);
});

test("a browser without an account or a visit that is known is not kept", async () => {
  const nobodies: PushOwner[] = [
    { user: null, visitId: null },
    { user: null, visitId: randomUUID() },
    { user: null, visitId: await aVisit({ expires: "-1 day" }) },
  ];
  for (const nobody of nobodies) expect(await keep(nobody)).toBe(false);
  expect(await all()).toEqual([]);
});

test("a subscription that the browser has renewed replaces the one before, if that was its owner's", async () => {
  const [owner, other]: PushOwner[] = [
    { user: null, visitId: await aVisit() },
    { user: null, visitId: await aVisit() },
  ];
  const [before, after, others] = [endpoint(), endpoint(), endpoint()];
  await keep(owner!, before);
  await keep(other!, others);
  await keep(owner!, after, before);
  await keep(owner!, after, others);
  expect([await idsOf(owner!), await idsOf(other!)]).toEqual([[subscriptionId(after)], [subscriptionId(others)]]);
});

test.each(["an account", "a visit"])(
  `${MAX_SUBSCRIPTIONS} browsers of %s are notified; one more takes the place of the one that was reached longest ago`,
  async (whose) => {
    const owner: PushOwner = whose === "a visit" ? { user: null, visitId: await aVisit() } : { user: await aUser(), visitId: null };
    const endpoints = Array.from({ length: MAX_SUBSCRIPTIONS }, endpoint);
    for (const at of endpoints) await keep(owner, at);
    const reached = new Date(Date.now() + 60_000);
    for (const at of endpoints.slice(1)) await recordPush(db, subscriptionId(at), "taken", reached);
    expect(await idsOf(owner)).toHaveLength(MAX_SUBSCRIPTIONS);
    const another = endpoint();
    await keep(owner, another);
    expect((await idsOf(owner)).toSorted()).toEqual([...endpoints.slice(1), another].map(subscriptionId).toSorted());
  },
);

test("only the owner sees and ends a subscription, and only those of this server's key are shown", async () => {
  const owner: PushOwner = { user: await aUser(), visitId: null };
  const other: PushOwner = { user: await aUser(), visitId: await aVisit() };
  const at = endpoint();
  await keep(owner, at);
  expect([await idsOf(other), await deleteSubscription(db, other, subscriptionId(at))]).toEqual([[], false]);
  expect(await subscriptionsOf(db, owner, "another key")).toEqual([]);
  expect([await deleteSubscription(db, owner, subscriptionId(at)), await all()]).toEqual([true, []]);
});

describe("what ends a subscription", () => {
  test("the end of the session that it was made in, and not of another", async () => {
    const user = await aUser();
    const later = randomUUID();
    await sql`insert into sessions (id, user_id, token, expires_at) values (${later}, ${user.id}, ${later}, now())`.execute(db);
    const [one, two] = [endpoint(), endpoint()];
    await keep({ user, visitId: null }, one);
    await keep({ user: { ...user, sessionId: later }, visitId: null }, two);
    await sql`delete from sessions where id = ${later}`.execute(db);
    expect(await all()).toEqual([subscriptionId(one)]);
  });

  test("the end of the account", async () => {
    const user = await aUser();
    await keep({ user, visitId: await aVisit() });
    await sql`delete from users where id = ${user.id}`.execute(db);
    expect(await all()).toEqual([]);
  });

  test("that of a visit, if no account has it", async () => {
    const [visitId, user] = [await aVisit(), await aUser()];
    const [visits, accounts] = [endpoint(), endpoint()];
    await keep({ user: null, visitId }, visits);
    await keep({ user, visitId }, accounts);
    await sql`delete from visits where id = ${visitId}`.execute(db);
    await forgetSubscriptions(db, new Date());
    expect(await all()).toEqual([subscriptionId(accounts)]);
  });

  test(`${MAX_FAILURES} failures in a row, once it was not reached for ${GIVEN_UP_AFTER_DAYS} days either`, async () => {
    const owner: PushOwner = { user: await aUser(), visitId: null };
    const [often, once, reached] = [endpoint(), endpoint(), endpoint()];
    for (const at of [often, once, reached]) await keep(owner, at);
    for (let at = 0; at < MAX_FAILURES; at++) {
      await recordPush(db, subscriptionId(often), "failed", new Date());
      await recordPush(db, subscriptionId(reached), "failed", new Date());
    }
    await recordPush(db, subscriptionId(once), "failed", new Date());
    await recordPush(db, subscriptionId(reached), "taken", new Date());
    const days = (count: number) => new Date(Date.now() + count * 86_400_000);
    await forgetSubscriptions(db, days(GIVEN_UP_AFTER_DAYS - 1));
    expect(await all()).toHaveLength(3);
    await forgetSubscriptions(db, days(GIVEN_UP_AFTER_DAYS + 1));
    expect((await all()).toSorted()).toEqual([once, reached].map(subscriptionId).toSorted());
  });

  test("that its push service has ended it", async () => {
    const at = endpoint();
    await keep({ user: await aUser(), visitId: null }, at);
    await recordPush(db, subscriptionId(at), "gone", new Date());
    expect(await all()).toEqual([]);
  });
});
