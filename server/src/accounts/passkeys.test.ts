import { MAX_PASSKEYS } from "@turnout/contract/passkeys";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { accountsWorld, signedUp } from "./accounts-world.test-support.ts";
import { passkeyDevice } from "./passkey-device.test-support.ts";
import { PASSKEY_MINUTES } from "./passkeys.ts";
import { FRESH_MINUTES } from "./policy.ts";

const HOME = "http://turnout.test";
const world = await accountsWorld({ publicUrl: HOME });
const MINUTE = 60_000;

type Browser = ReturnType<typeof world.browser>;
type Device = ReturnType<typeof passkeyDevice>;
const body = <T>(reply: { body: unknown }) => reply.body as T;

const offer = async (browser: Browser) =>
  body<{ challenge: string; excludeCredentials: { id: string }[]; user: { id: string } }>(await browser.post("passkey-offers"));
const question = async () => body<{ challenge: string; allowCredentials?: unknown[] }>(await world.browser().post("passkey-questions"));
const passkeysOf = async (browser: Browser) =>
  body<{ passkeys: { id: string; name: string; usedAt: string | null }[] }>(await browser.get("passkeys")).passkeys;

async function withPasskey(device = passkeyDevice(HOME)) {
  const ada = await signedUp(world);
  const { challenge } = await offer(ada.browser);
  const added = await ada.browser.post("passkeys", { name: "Phone", registration: device.register({ challenge }) });
  expect(added).toMatchObject({ status: 200, body: { done: true } });
  return { ...ada, device };
}

const signInWith = (assertion: ReturnType<Device["assert"]>, browser = world.browser()) => browser.post("passkey-sign-in", { assertion });
const refused = { status: 400, body: { code: "passkey_refused" } };

test("a passkey signs in without an address or a password, and its owner is told by email when it is added", async () => {
  const ada = await withPasskey();
  expect(world.mailsTo(ada.email).at(-1)).toMatchObject({ kind: "passkeyAdded", payload: { name: "Phone", url: `${HOME}/account` } });
  const { challenge, allowCredentials } = await question();
  expect(allowCredentials).toBeUndefined();
  const browser = world.browser();
  expect(await signInWith(ada.device.assert({ challenge, counter: 2 }), browser)).toMatchObject({
    status: 200,
    body: { account: { id: ada.id, hasPasskey: true }, isNew: false },
  });
  expect(await browser.account()).toMatchObject({ id: ada.id });
  expect(await passkeysOf(browser)).toMatchObject([{ name: "Phone", usedAt: expect.any(String) }]);
});

test("what a device says in answer to a question is taken once, in time, and for that question", async () => {
  const { device } = await withPasskey();
  const assertion = device.assert({ challenge: (await question()).challenge, counter: 2 });
  expect((await signInWith(assertion)).status).toBe(200);
  expect(await signInWith(assertion)).toMatchObject(refused);

  const { challenge } = await question();
  const late = device.assert({ challenge, counter: 3 });
  world.clock.ahead += PASSKEY_MINUTES * MINUTE + 1;
  expect(await signInWith(late)).toMatchObject(refused);
  world.clock.ahead = 0;

  const registered = await signedUp(world);
  const forRegistration = (await offer(registered.browser)).challenge;
  expect(await signInWith(device.assert({ challenge: forRegistration, counter: 4 }))).toMatchObject(refused);
  expect(await signInWith(device.assert({ challenge: "made-up", counter: 5 }))).toMatchObject(refused);
});

test.each([
  ["another site's page", { origin: "http://turnout.test.example" }],
  ["a passkey of another host", { host: "example.org" }],
  ["an owner whom the device did not verify", { verified: false }],
  ["a device that counts backwards, as a copy does", { counter: 1 }],
])("%s does not sign in", async (_, wrong) => {
  const { device } = await withPasskey();
  const { challenge } = await question();
  expect((await signInWith(device.assert({ challenge, counter: 2 }))).status).toBe(200);
  expect(await signInWith(device.assert({ challenge: (await question()).challenge, counter: 3, ...wrong }))).toMatchObject(refused);
  // Control: nothing else is wrong with it.
  expect((await signInWith(device.assert({ challenge: (await question()).challenge, counter: 4 }))).status).toBe(200);
});

test("another key's signature, an unknown passkey and a removed one get the same refusal", async () => {
  const ada = await withPasskey();
  const stranger = passkeyDevice(HOME);
  const forged = { ...stranger.assert({ challenge: (await question()).challenge, counter: 2 }), id: ada.device.id, rawId: ada.device.id };
  const replies = [await signInWith(forged), await signInWith(stranger.assert({ challenge: (await question()).challenge, counter: 2 }))];
  const [{ id }] = (await passkeysOf(ada.browser)) as unknown as [{ id: string }];
  expect(await ada.browser.send("DELETE", `passkeys/${id}`)).toMatchObject({ status: 200 });
  replies.push(await signInWith(ada.device.assert({ challenge: (await question()).challenge, counter: 2 })));
  expect(replies.map(({ status }) => status)).toEqual([400, 400, 400]);
  expect(new Set(replies.map(({ text }) => text)).size).toBe(1);
});

test("an offer is for the account that asked for it, once", async () => {
  const [ada, eve] = [await signedUp(world), await signedUp(world)];
  const { challenge } = await offer(ada.browser);
  const stolen = await eve.browser.post("passkeys", { name: "Eve's", registration: passkeyDevice(HOME).register({ challenge }) });
  expect(stolen).toMatchObject(refused);
  const late = await ada.browser.post("passkeys", { name: "Ada's", registration: passkeyDevice(HOME).register({ challenge }) });
  expect(late).toMatchObject(refused);
  expect([await passkeysOf(ada.browser), await passkeysOf(eve.browser)]).toEqual([[], []]);
});

test.each([
  ["another site's page", { origin: "http://turnout.test.example" }],
  ["a passkey of another host", { host: "example.org" }],
  ["an owner whom the device did not verify", { verified: false }],
])("%s adds no passkey", async (_, wrong) => {
  const { browser } = await signedUp(world);
  const registration = passkeyDevice(HOME).register({ challenge: (await offer(browser)).challenge, ...wrong });
  expect(await browser.post("passkeys", { name: "Phone", registration })).toMatchObject(refused);
  // Control: nothing else is wrong with it.
  const right = passkeyDevice(HOME).register({ challenge: (await offer(browser)).challenge });
  expect((await browser.post("passkeys", { name: "Phone", registration: right })).status).toBe(200);
});

test("a passkey that a stranger gave an address does not sign in before its owner comes, and is gone afterwards", async () => {
  const stranger = await withPasskey();
  await sql`update users set email_verified = false where id = ${stranger.id}`.execute(world.db);
  const answer = async (counter: number) => signInWith(stranger.device.assert({ challenge: (await question()).challenge, counter }));
  expect(await answer(2)).toMatchObject(refused);
  const owner = world.browser();
  await owner.post("sign-in-links", { email: stranger.email, locale: "en" });
  await owner.post("sign-in-links/redemption", { token: world.tokenTo(stranger.email), locale: "en" });
  expect(await owner.account()).toMatchObject({ id: stranger.id, hasPasskey: false });
  expect(await answer(3)).toMatchObject(refused);
});

test("one device is no second passkey of anybody", async () => {
  const { device, browser } = await withPasskey();
  const { challenge, excludeCredentials } = await offer(browser);
  expect(excludeCredentials).toMatchObject([{ id: device.id }]);
  expect(await browser.post("passkeys", { name: "Again", registration: device.register({ challenge }) })).toMatchObject({
    status: 409,
    body: { code: "passkey_known" },
  });
  expect(await passkeysOf(browser)).toHaveLength(1);
});

test("of a device and its copy, which count alike, one is let in at a time", async () => {
  const { device } = await withPasskey();
  const assertions = await Promise.all(Array.from({ length: 4 }, async () => device.assert({ ...(await question()), counter: 2 })));
  const replies = await Promise.all(assertions.map((assertion) => signInWith(assertion)));
  expect(replies.map(({ status }) => status).toSorted()).toEqual([200, 400, 400, 400]);
});

test(`an account has at most ${MAX_PASSKEYS} passkeys`, async () => {
  const { browser, id } = await withPasskey();
  const before = passkeyDevice(HOME).register({ challenge: (await offer(browser)).challenge });
  await sql`insert into passkeys (id, user_id, credential_id, public_key, counter, transports, name, created_at)
    select gen_random_uuid(), ${id}, 'spare-' || n, '\\x00', 0, '{}', 'Spare', now() from generate_series(2, ${MAX_PASSKEYS}) n`.execute(
    world.db,
  );
  expect(await browser.post("passkey-offers")).toMatchObject({
    status: 409,
    body: { code: "too_many_passkeys", facts: { most: MAX_PASSKEYS } },
  });
  const added = await browser.post("passkeys", { name: "Offered while there was room", registration: before });
  expect(added).toMatchObject({ status: 409, body: { code: "too_many_passkeys" } });
  expect(await passkeysOf(browser)).toHaveLength(MAX_PASSKEYS);
});

test("adding and removing need a sign-in of late, and others' passkeys cannot be removed", async () => {
  const [ada, eve] = [await withPasskey(), await signedUp(world)];
  const [{ id }] = (await passkeysOf(ada.browser)) as unknown as [{ id: string }];
  expect(await eve.browser.send("DELETE", `passkeys/${id}`)).toMatchObject({ status: 404, body: { code: "passkey_not_found" } });
  world.clock.ahead += FRESH_MINUTES * MINUTE + 1;
  for (const reply of [await ada.browser.post("passkey-offers"), await ada.browser.send("DELETE", `passkeys/${id}`)])
    expect(reply).toMatchObject({ status: 403, body: { code: "reauthentication_required" } });
  world.clock.ahead = 0;
  expect(await passkeysOf(ada.browser)).toHaveLength(1);
});

test("adding and removing stand in the audit log", async () => {
  const { browser, id: actor } = await withPasskey();
  const [{ id }] = (await passkeysOf(browser)) as unknown as [{ id: string }];
  await browser.send("DELETE", `passkeys/${id}`);
  const noted = await sql<{
    action: string;
  }>`select action from audit where actor_id = ${actor} and action like 'passkey.%' order by id`.execute(world.db);
  expect(noted.rows.map(({ action }) => action)).toEqual(["passkey.added", "passkey.removed"]);
});
