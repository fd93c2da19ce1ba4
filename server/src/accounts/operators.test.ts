import { sql } from "kysely";
import { expect, test } from "vitest";
import { accountsWorld, signedUp, somebody } from "./accounts-world.test-support.ts";
import { removeLostPasskeys } from "./lost-passkeys.ts";
import { isOperator, requireOperator, requireOwner, STEP_UP_MINUTES } from "./operators.ts";
import { passkeyDevice } from "./passkey-device.test-support.ts";
import { createSessions } from "./session.ts";
import { createMemoryBus } from "../realtime/bus.ts";

const HOME = "http://turnout.test";
const MINUTE = 60_000;
const operators = new Set<string>();
const world = await accountsWorld({ publicUrl: HOME, operators });

type Browser = ReturnType<typeof world.browser>;
type Device = ReturnType<typeof passkeyDevice>;
const body = <T>(reply: { body: unknown }) => reply.body as T;

const passkeyRequired = { status: 403, body: { code: "passkey_required" } };
const ok = { status: 200 };

async function addPasskey(browser: Browser, device: Device) {
  const { challenge } = body<{ challenge: string }>(await browser.post("passkey-offers"));
  return browser.post("passkeys", { name: "Phone", registration: device.register({ challenge }) });
}

async function assertionOf(device: Device, counter: number) {
  const { challenge } = body<{ challenge: string }>(await world.browser().post("passkey-questions"));
  return device.assert({ challenge, counter });
}

const useIn = async (browser: Browser, device: Device, counter: number) =>
  browser.post("passkey-sign-in", { assertion: await assertionOf(device, counter) });

/** What `requireOperator` says to the browser's session: "in", or the refusal. */
async function entering({ jar }: Browser): Promise<string> {
  const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
  const user = await world.accounts.sessions.userOf({ headers: { cookie } });
  return requireOperator(world.accounts, user).then(
    () => "in",
    (refused: { code: string }) => refused.code,
  );
}

async function anOperator() {
  const person = somebody("Olga");
  operators.add(person.email);
  return signedUp(world, person);
}

/** With a passkey, and in a session that was begun by the password. */
async function anOperatorWithPasskey() {
  const device = passkeyDevice(HOME);
  const olga = await anOperator();
  expect(await addPasskey(olga.browser, device)).toMatchObject(ok);
  return { ...olga, device };
}

const idOfPasskey = async (browser: Browser) => body<{ passkeys: [{ id: string }] }>(await browser.get("passkeys")).passkeys[0].id;

/** What an operator does with nothing less than a passkey of late, but deleting the account. */
const guarded: [string, (browser: Browser) => Promise<{ status: number; body: unknown }>][] = [
  ["ask for an offer of a passkey", (browser) => browser.post("passkey-offers")],
  ["change the address", (browser) => browser.post("email-changes", { email: somebody("Elsewhere").email })],
  ["remove a passkey", async (browser) => browser.send("DELETE", `passkeys/${await idOfPasskey(browser)}`)],
];

test("operators are those whom OPERATORS names, by a verified address", async () => {
  const [olga, ada] = [await anOperator(), await signedUp(world)];
  expect([await olga.browser.account(), await ada.browser.account()]).toMatchObject([{ isOperator: true }, { isOperator: false }]);
  expect(isOperator({ operators }, { email: olga.email, emailVerified: false })).toBe(false);
  expect(isOperator({}, { email: olga.email, emailVerified: true })).toBe(false);
  expect([await entering(ada.browser), await entering(world.browser())]).toEqual(["not_allowed", "sign_in_required"]);
});

test("an operator without a passkey adds one first, and then uses it", async () => {
  const { browser } = await anOperator();
  const device = passkeyDevice(HOME);
  expect(await entering(browser)).toBe("passkey_missing");
  expect(await addPasskey(browser, device)).toMatchObject(ok);
  expect(await entering(browser)).toBe("passkey_required");
  expect(await useIn(browser, device, 2)).toMatchObject(ok);
  expect(await entering(browser)).toBe("in");
});

test("a passkey opens nothing to whoever is no operator", async () => {
  const { browser } = await signedUp(world);
  const device = passkeyDevice(HOME);
  await addPasskey(browser, device);
  await useIn(browser, device, 2);
  expect(await entering(browser)).toBe("not_allowed");
});

test.each(guarded)("to %s, an operator who has a passkey has to use it; others need a sign-in of late", async (_, act) => {
  const { browser, device } = await anOperatorWithPasskey();
  expect(await act(browser)).toMatchObject(passkeyRequired);
  await useIn(browser, device, 2);
  expect(await act(browser)).toMatchObject(ok);
  // Control: nothing but being an operator asks for it.
  const ada = await signedUp(world);
  await addPasskey(ada.browser, passkeyDevice(HOME));
  expect(await act(ada.browser)).toMatchObject(ok);
});

test("an operator who has a passkey deletes the account with it alone", async () => {
  const { browser, device } = await anOperatorWithPasskey();
  expect(await browser.send("DELETE", "account")).toMatchObject(passkeyRequired);
  await useIn(browser, device, 2);
  expect(await browser.send("DELETE", "account")).toMatchObject(ok);
});

test(`what a passkey opens is closed ${STEP_UP_MINUTES} minutes later, and open until then`, async () => {
  const { browser, device } = await anOperatorWithPasskey();
  await useIn(browser, device, 2);
  const [, , [, remove]] = guarded as [unknown, unknown, (typeof guarded)[number]];
  world.clock.ahead = STEP_UP_MINUTES * MINUTE - 10_000;
  expect(await entering(browser)).toBe("in");
  expect(await browser.post("passkey-offers")).toMatchObject(ok);
  world.clock.ahead = STEP_UP_MINUTES * MINUTE + 1;
  expect(await entering(browser)).toBe("passkey_required");
  expect(await browser.post("passkey-offers")).toMatchObject(passkeyRequired);
  expect(await remove(browser)).toMatchObject(passkeyRequired);
  expect(await useIn(browser, device, 3)).toMatchObject(ok);
  expect(await entering(browser)).toBe("in");
  world.clock.ahead = 0;
});

test("a passkey that is used in one session opens nothing in another one of the account", async () => {
  const { browser, device, email, password } = await anOperatorWithPasskey();
  const other = world.browser();
  await other.post("sign-in", { email, password });
  await useIn(browser, device, 2);
  expect([await entering(browser), await entering(other)]).toEqual(["in", "passkey_required"]);
  // An offer that the first session got is of no use there either.
  const { challenge } = body<{ challenge: string }>(await browser.post("passkey-offers"));
  const registration = passkeyDevice(HOME).register({ challenge });
  expect(await other.post("passkeys", { name: "Eve's", registration })).toMatchObject(passkeyRequired);
  // Control: in the session that asked for it, it is.
  expect(await browser.post("passkeys", { name: "Second", registration })).toMatchObject(ok);
});

test("a change of address that was asked for before there was a passkey needs it to be confirmed", async () => {
  const { browser } = await anOperator();
  const device = passkeyDevice(HOME);
  const { email } = somebody("Elsewhere");
  expect(await browser.post("email-changes", { email })).toMatchObject(ok);
  await addPasskey(browser, device);
  const token = world.tokenTo(email);
  expect(await browser.post("email-changes/confirmation", { token })).toMatchObject(passkeyRequired);
  await useIn(browser, device, 2);
  expect(await browser.post("email-changes/confirmation", { token })).toMatchObject(ok);
});

test("what a device said once opens nothing again", async () => {
  const { browser, device, email, password } = await anOperatorWithPasskey();
  const assertion = await assertionOf(device, 2);
  expect(await browser.post("passkey-sign-in", { assertion })).toMatchObject(ok);
  const other = world.browser();
  await other.post("sign-in", { email, password });
  expect(await other.post("passkey-sign-in", { assertion })).toMatchObject({ status: 400, body: { code: "passkey_refused" } });
  expect(await entering(other)).toBe("passkey_required");
  // Control: one that is new does.
  expect(await useIn(other, device, 3)).toMatchObject(ok);
  expect(await entering(other)).toBe("in");
});

test.each<[string, (who: { email: string; password: string }) => Promise<Browser>]>([
  [
    "a password",
    async ({ email, password }) => {
      const browser = world.browser();
      await browser.post("sign-in", { email, password });
      return browser;
    },
  ],
  [
    "a link by email",
    async ({ email }) => {
      const browser = world.browser();
      await browser.post("sign-in-links", { email, locale: "en" });
      await browser.post("sign-in-links/redemption", { token: world.tokenTo(email), locale: "en" });
      return browser;
    },
  ],
  [
    "a new password",
    async ({ email }) => {
      const browser = world.browser();
      await browser.post("password-resets", { email, locale: "en" });
      await browser.post("password-resets/redemption", { token: world.tokenTo(email), newPassword: "kumquat-canoe-8" });
      await browser.post("sign-in", { email, password: "kumquat-canoe-8" });
      return browser;
    },
  ],
])("a session begun by %s gets no further than the account, and adds no passkey", async (_, signIn) => {
  const { device, ...olga } = await anOperatorWithPasskey();
  const browser = await signIn(olga);
  expect(await browser.account()).toMatchObject({ id: olga.id });
  expect(await entering(browser)).toBe("passkey_required");
  for (const [what, act] of guarded) expect(await act(browser), what).toMatchObject(passkeyRequired);
  expect(await browser.send("DELETE", "account")).toMatchObject(passkeyRequired);
  // Control: the same browser, with the passkey.
  await useIn(browser, device, 2);
  expect(await entering(browser)).toBe("in");
});

test("when a passkey is removed, what it opened in the account's other sessions is closed; without any left, all is", async () => {
  const { browser, device } = await anOperatorWithPasskey();
  const lost = passkeyDevice(HOME);
  await useIn(browser, device, 2);
  await addPasskey(browser, lost);
  const thief = world.browser();
  await useIn(thief, lost, 2);
  expect(await entering(thief)).toBe("in");
  const { passkeys } = body<{ passkeys: [{ id: string }, { id: string }] }>(await browser.get("passkeys"));
  expect(await browser.send("DELETE", `passkeys/${passkeys[1].id}`)).toMatchObject(ok);
  expect([await entering(browser), await entering(thief)]).toEqual(["in", "passkey_required"]);
  expect(await browser.send("DELETE", `passkeys/${passkeys[0].id}`)).toMatchObject(ok);
  expect(await entering(browser)).toBe("passkey_missing");
});

test("a process that has not heard of it yet, and believes the session, asks for the passkey at once all the same", async () => {
  const { browser, device } = await anOperatorWithPasskey();
  await useIn(browser, device, 2);
  await addPasskey(browser, passkeyDevice(HOME));
  const other = world.browser();
  await useIn(other, device, 3);
  const elsewhere = createSessions({ ...world.accounts, bus: createMemoryBus() });
  const believed = () => elsewhere.userOf({ headers: { cookie: [...other.jar].map((pair) => pair.join("=")).join("; ") } });
  expect(await requireOperator(world.accounts, await believed())).toMatchObject({ name: "Olga" });
  expect(await browser.send("DELETE", `passkeys/${await idOfPasskey(browser)}`)).toMatchObject(ok);
  const user = await believed();
  expect(user).not.toBeNull();
  await expect(requireOperator(world.accounts, user)).rejects.toMatchObject({ code: "passkey_required" });
  await expect(requireOwner(world.accounts, user!)).rejects.toMatchObject({ code: "passkey_required" });
  await other.post("sign-out");
  await expect(requireOperator(world.accounts, user)).rejects.toMatchObject({ code: "passkey_required" });
  elsewhere.close();
});

test("when all passkeys are lost, a command removes them and ends the sessions; by email the owner begins anew", async () => {
  const { browser, device, email, id } = await anOperatorWithPasskey();
  await useIn(browser, device, 2);
  expect(await removeLostPasskeys(world.db, "nobody@example.org")).toBeNull();
  expect(await removeLostPasskeys(world.db, ` ${email.toUpperCase()}`)).toBe(1);
  world.accounts.sessions.forgetUser(id); // other processes believe a session for `SESSION_BELIEVED`
  expect(await browser.account()).toBeNull();
  expect(await useIn(world.browser(), device, 3)).toMatchObject({ status: 400, body: { code: "passkey_refused" } });
  const noted = await sql<{ actor_id: string | null }>`
    select actor_id from audit where subject_id = ${id} and action = 'passkey.removed'`.execute(world.db);
  expect(noted.rows).toEqual([{ actor_id: null }]);
  const anew = world.browser();
  await anew.post("sign-in-links", { email, locale: "en" });
  await anew.post("sign-in-links/redemption", { token: world.tokenTo(email), locale: "en" });
  expect(await entering(anew)).toBe("passkey_missing");
  expect(await addPasskey(anew, passkeyDevice(HOME))).toMatchObject(ok);
});

test("control: a session of before the column was there is one without a passkey", async () => {
  const { browser, id, device } = await anOperatorWithPasskey();
  await useIn(browser, device, 2);
  await sql`update sessions set passkey_at = null where user_id = ${id}`.execute(world.db);
  expect(await entering(browser)).toBe("passkey_required");
});
