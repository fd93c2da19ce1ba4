import { argon2Sync, createHash, randomBytes, randomUUID } from "node:crypto";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { accountsWorld, signedUp, somebody } from "./accounts-world.test-support.ts";
import { LINK_MINUTES } from "./verification-tokens.ts";
import { IDLE_DAYS } from "./session-lifetime.ts";

const world = await accountsWorld();

async function linkTo(email: string, next?: string) {
  await world.browser().post("sign-in-links", { email, locale: "en", next });
  return world.tokenTo(email);
}

test("a password signs in, and signing out ends the session at once", async () => {
  const ada = await signedUp(world);
  const browser = world.browser();
  expect(await browser.post("sign-in", { email: ada.email.toUpperCase(), password: ada.password })).toMatchObject({
    status: 200,
    body: { account: { id: ada.id }, isNew: false },
  });
  const stolen = new Map(browser.jar);
  expect(await browser.post("sign-out")).toMatchObject({ status: 200, body: { done: true } });
  expect(browser.jar.size).toBe(0);

  const thief = world.browser();
  for (const [name, value] of stolen) thief.jar.set(name, value);
  expect(await thief.account()).toBeNull();
});

test("each sign-in has a session id of its own, and ends the one this browser had", async () => {
  const ada = await signedUp(world);
  const before = ada.browser.jar.get("session");
  await ada.browser.post("sign-in", { email: ada.email, password: ada.password });
  expect(ada.browser.jar.get("session")).not.toBe(before);
  const { sessions } = (await ada.browser.get("sessions")).body;
  expect(sessions).toHaveLength(1);
});

test("an emailed link signs in once, and creates an account if there is none", async () => {
  const lin = somebody("Lin");
  const token = await linkTo(lin.email, "/e/0192?x=1");
  expect(world.mailsTo(lin.email)[0]).toMatchObject({
    kind: "signInLink",
    payload: { locale: "en", url: `http://turnout.test/sign-in/link?next=%2Fe%2F0192%3Fx%3D1#${token}` },
  });

  const browser = world.browser();
  const redeemed = await browser.post("sign-in-links/redemption", { token, locale: "de" });
  expect(redeemed).toMatchObject({
    status: 200,
    body: { isNew: true, account: { email: lin.email, name: lin.email.split("@")[0], locale: "de", hasPassword: false } },
  });
  expect(await world.browser().post("sign-in-links/redemption", { token, locale: "de" })).toMatchObject({
    status: 404,
    body: { code: "link_invalid" },
  });

  const again = await world.browser().post("sign-in-links/redemption", { token: await linkTo(lin.email), locale: "en" });
  expect(again).toMatchObject({ status: 200, body: { isNew: false, account: { id: redeemed.body.account.id, locale: "de" } } });
});

test("a sign-in link that an earlier version mailed signs in", async () => {
  const { email } = somebody("Lin");
  const token = randomBytes(32).toString("base64url");
  const hash = createHash("sha256").update(token).digest("base64url");
  await sql`
    insert into verifications (id, identifier, value, expires_at)
    values (${randomUUID()}, ${`magic-link:${hash}`}, ${`{"type":"magic-link","email":"${email}"}`}, now() + interval '1 minute')`.execute(
    world.db,
  );
  const redeemed = await world.browser().post("sign-in-links/redemption", { token, locale: "en" });
  expect(redeemed).toMatchObject({ status: 200, body: { isNew: true, account: { email } } });
});

test("of twenty uses of a link at once, one signs in", async () => {
  const token = await linkTo(somebody().email);
  const tries = Array.from({ length: 20 }, () => world.browser().post("sign-in-links/redemption", { token, locale: "en" }));
  const statuses = (await Promise.all(tries)).map((reply) => reply.status).toSorted();
  expect(statuses).toEqual([200, ...Array<number>(19).fill(404)]);
});

test("a link works for fifteen minutes", async () => {
  const token = await linkTo(somebody().email);
  await sql`update verifications set expires_at = expires_at - ${`${LINK_MINUTES} minutes`}::interval`.execute(world.db);
  expect(await world.browser().post("sign-in-links/redemption", { token, locale: "en" })).toMatchObject({ status: 404 });
});

test("tokens are stored as hashes", async () => {
  const token = await linkTo(somebody().email);
  const { rows } = await sql<{ row: string }>`select verifications::text as row from verifications`.execute(world.db);
  expect(rows.filter(({ row }) => row.includes(token))).toEqual([]);
});

test("a link removes the password and the sessions that a stranger gave the address before its owner came", async () => {
  const ada = await signedUp(world);
  await sql`update users set email_verified = false where id = ${ada.id}`.execute(world.db);
  const stranger = ada.browser;
  expect(await stranger.account()).not.toBeNull();

  const owner = world.browser();
  await owner.post("sign-in-links/redemption", { token: await linkTo(ada.email), locale: "en" });
  expect(await owner.account()).toMatchObject({ id: ada.id, hasPassword: false });
  expect(await stranger.account()).toBeNull();
  expect(await world.browser().post("sign-in", { email: ada.email, password: ada.password })).toMatchObject({ status: 401 });
});

test("what such a stranger had mailed to themselves is worth nothing then", async () => {
  const ada = await signedUp(world);
  const strangers = somebody("Mallory");
  await ada.browser.send("POST", "email-changes", { email: strangers.email });
  await sql`update users set email_verified = false where id = ${ada.id}`.execute(world.db);
  const token = world.tokenTo(strangers.email);

  const owner = world.browser();
  await owner.post("sign-in-links/redemption", { token: await linkTo(ada.email), locale: "en" });
  expect(await owner.post("email-changes/confirmation", { token })).toMatchObject({ status: 404 });
  expect(await owner.account()).toMatchObject({ email: ada.email });
});

test("two links to a new address, used at once, make one account and sign both browsers in", async () => {
  const { email } = somebody("Lin");
  const tokens = [await linkTo(email), await linkTo(email)];
  const replies = await Promise.all(tokens.map((token) => world.browser().post("sign-in-links/redemption", { token, locale: "en" })));
  expect(replies.map(({ status }) => status)).toEqual([200, 200]);
  expect(replies[0]!.body.account.id).toBe(replies[1]!.body.account.id);
  expect(replies.map(({ body }) => (body as unknown as { isNew: boolean }).isNew).toSorted()).toEqual([false, true]);
});

test("a session planted in a browser before somebody signs in is not theirs, and ends", async () => {
  const [ada, mallory] = [await signedUp(world), await signedUp(world)];
  const victim = world.browser();
  victim.jar.set("session", mallory.browser.jar.get("session")!);
  await victim.post("sign-in", { email: ada.email, password: ada.password });
  expect(victim.jar.get("session")).not.toBe(mallory.browser.jar.get("session"));
  expect(await mallory.browser.account()).toBeNull();
  expect(await victim.account()).toMatchObject({ id: ada.id });
});

const unpadded = (bytes: Buffer) => bytes.toString("base64").replace(/=+$/, "");

test("a sign-in replaces an outdated hash", async () => {
  const ada = await signedUp(world);
  const nonce = Buffer.from("sixteen bytes ok");
  const hash = argon2Sync("argon2id", { message: ada.password, nonce, parallelism: 1, tagLength: 32, memory: 64, passes: 1 });
  const weak = `$argon2id$v=19$m=64,t=1,p=1$${unpadded(nonce)}$${unpadded(hash)}`;
  await sql`update credentials set password = ${weak} where user_id = ${ada.id}`.execute(world.db);

  expect((await world.browser().post("sign-in", { email: ada.email, password: ada.password })).status).toBe(200);
  const kept = await sql<{ password: string }>`select password from credentials where user_id = ${ada.id}`.execute(world.db);
  expect(kept.rows[0]!.password).toContain("m=19456,t=2");
  expect((await world.browser().post("sign-in", { email: ada.email, password: ada.password })).status).toBe(200);
});

test("the link of the next page never leads to another site", async () => {
  for (const next of ["//evil.example", "/\\evil.example", "https://evil.example", "evil", "/\tx", "/%5c\\x", "/e/ü"]) {
    expect((await world.browser().post("sign-in-links", { email: somebody().email, locale: "en", next })).status).toBe(400);
  }
});

test("a session ends after thirty days unseen, and being seen extends it", async () => {
  const { browser } = await signedUp(world);
  const day = 86_400_000;
  try {
    world.clock.ahead = (IDLE_DAYS - 1) * day;
    expect(await browser.account()).not.toBeNull();
    world.clock.ahead = (2 * IDLE_DAYS - 2) * day;
    expect(await browser.account()).not.toBeNull();
    world.clock.ahead = 3 * IDLE_DAYS * day;
    expect(await browser.account()).toBeNull();
  } finally {
    world.clock.ahead = 0;
  }
});

test("no session lasts longer than half a year, however often it is seen", async () => {
  const { browser } = await signedUp(world);
  try {
    for (let days = 0; days < 180; days += 20) {
      world.clock.ahead = days * 86_400_000;
      expect(await browser.account()).not.toBeNull();
    }
    world.clock.ahead = 181 * 86_400_000;
    expect(await browser.account()).toBeNull();
  } finally {
    world.clock.ahead = 0;
  }
});
