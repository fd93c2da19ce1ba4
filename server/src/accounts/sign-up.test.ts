import { sql } from "kysely";
import { expect, test } from "vitest";
import { accountsWorld, signedUp, somebody } from "./accounts-world.test-support.ts";
import { SIGN_UP_HOURS } from "./sign-up.ts";

const world = await accountsWorld();

test("an account is created when its address is verified, and is signed in in the browser that asked for it", async () => {
  const ada = somebody();
  const browser = world.browser();

  const asked = await browser.post("sign-up", { ...ada, locale: "de", next: "/new" });
  expect(asked).toMatchObject({ status: 200, body: { sent: true } });
  expect((await sql`select 1 from users where email = ${ada.email}`.execute(world.db)).rows).toHaveLength(0);
  expect(await browser.account()).toBeNull();

  const [mail] = world.mailsTo(ada.email);
  expect(mail).toMatchObject({ kind: "verifyEmail", payload: { locale: "de", name: "Ada" } });
  expect(mail!.payload.url).toMatch(/^http:\/\/turnout\.test\/sign-up\/confirm\?next=%2Fnew#[\w-]{43}$/);

  const confirmed = await browser.post("sign-up/confirmation", { token: world.tokenTo(ada.email) });
  expect(confirmed).toMatchObject({ status: 200, body: { account: { name: "Ada", email: ada.email, locale: "de", hasPassword: true } } });
  expect(await browser.account()).toMatchObject({ email: ada.email });
});

test("in another browser the reader of the email chooses the password; that of whoever signed up is refused", async () => {
  const ada = somebody();
  await world.browser().post("sign-up", { ...ada, password: "the strangers own", locale: "en" });
  const owner = world.browser();
  const token = world.tokenTo(ada.email);

  expect(await owner.post("sign-up/confirmation", { token })).toMatchObject({ status: 409, body: { code: "password_required" } });
  expect(await owner.post("sign-up/confirmation", { token, password: ada.password })).toMatchObject({ status: 200 });

  const stranger = world.browser();
  expect(await stranger.post("sign-in", { email: ada.email, password: "the strangers own" })).toMatchObject({ status: 401 });
  expect(await stranger.post("sign-in", { email: ada.email, password: ada.password })).toMatchObject({ status: 200 });
});

test("of twenty confirmations at once, one creates the account", async () => {
  const ada = somebody();
  await world.browser().post("sign-up", { ...ada, locale: "en" });
  const token = world.tokenTo(ada.email);
  const tries = Array.from({ length: 20 }, () => world.browser().post("sign-up/confirmation", { token, password: ada.password }));

  const statuses = (await Promise.all(tries)).map((reply) => reply.status).toSorted();
  expect(statuses).toEqual([200, ...Array<number>(19).fill(404)]);
});

test("a confirmation link works for a day", async () => {
  const late = await accountsLater(SIGN_UP_HOURS * 3_600_000 + 1000);
  expect(late).toMatchObject({ status: 404, body: { code: "link_invalid" } });
});

async function accountsLater(ahead: number) {
  const ada = somebody();
  const browser = world.browser();
  await browser.post("sign-up", { ...ada, locale: "en" });
  world.clock.ahead = ahead;
  const reply = await browser.post("sign-up/confirmation", { token: world.tokenTo(ada.email) });
  world.clock.ahead = 0;
  return reply;
}

test("passwords have 8 to 128 characters and are not among the commonest", async () => {
  const signUp = (password: string) => world.browser().post("sign-up", { ...somebody(), password, locale: "en" });

  expect((await signUp("x".repeat(7))).status).toBe(400);
  expect((await signUp("ab".repeat(64) + "c")).status).toBe(400);
  expect(await signUp("Dragon2027!")).toMatchObject({ status: 400, body: { code: "password_common" } });
  expect((await signUp("tangerin")).status).toBe(200);
  expect((await signUp("ab".repeat(64))).status).toBe(200);
});

test("an address that got an account meanwhile keeps the one it has", async () => {
  const ada = somebody();
  const first = world.browser();
  await first.post("sign-up", { ...ada, locale: "en" });
  const earlier = world.tokenTo(ada.email);
  const { id } = await signedUp(world, ada);

  expect(await first.post("sign-up/confirmation", { token: earlier })).toMatchObject({ status: 404 });
  expect((await sql<{ id: string }>`select id from users where email = ${ada.email}`.execute(world.db)).rows).toEqual([{ id }]);
});
