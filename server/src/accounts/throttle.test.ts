import { expect, test } from "vitest";
import { limits } from "../http/rate-limit.ts";
import { accountsWorld, signedUp, somebody } from "./accounts-world.test-support.ts";
import { MAX_MAILS, MAX_PASSWORD_TRIES, MAX_PASSWORD_TRIES_EVERYWHERE } from "./throttle.ts";

const world = await accountsWorld();
const strict = await accountsWorld({ limitFactor: 1 });
const wrong = "not the right one";

const signIn = (email: string, password: string, browser = world.browser()) => browser.post("sign-in", { email, password });

const countOf = (replies: { status: number }[], status: number) => replies.filter((reply) => reply.status === status).length;

test("ten wrong passwords from elsewhere, and emails about other accounts, lock no owner out", async () => {
  const ada = await signedUp(world);
  const mallory = await signedUp(world);
  const stranger = world.browser();
  const tries = await Promise.all(Array.from({ length: 20 }, () => signIn(ada.email, wrong, stranger)));
  expect(countOf(tries, 429)).toBe(20 - MAX_PASSWORD_TRIES);
  for (let i = 0; i < 10; i++) await mallory.browser.post("email-changes", { email: ada.email });

  expect((await signIn(ada.email, ada.password)).status).toBe(200);
  expect((await world.browser().post("sign-in-links", { email: ada.email, locale: "en" })).status).toBe(200);
});

test("distributed guessing is stopped too, and the owner can still sign in by email", async () => {
  const ada = await signedUp(world);
  const from = () => Array.from({ length: 15 }, () => world.browser());
  for (const browser of from()) await Promise.all(Array.from({ length: 8 }, () => signIn(ada.email, wrong, browser)));
  expect(15 * 8).toBeGreaterThan(MAX_PASSWORD_TRIES_EVERYWHERE);
  const owner = world.browser();
  expect((await signIn(ada.email, ada.password, owner)).status).toBe(429);
  await owner.post("sign-in-links", { email: ada.email, locale: "en" });
  expect(await owner.post("sign-in-links/redemption", { token: world.tokenTo(ada.email), locale: "en" })).toMatchObject({ status: 200 });
});

test("after ten wrong passwords from one network an address accepts none from there, and its owner can still sign in by email", async () => {
  const ada = await signedUp(world);
  const owner = world.browser();
  const tries = await Promise.all(Array.from({ length: 20 }, () => signIn(ada.email, wrong, owner)));
  expect(countOf(tries, 401)).toBe(MAX_PASSWORD_TRIES);
  expect(countOf(tries, 429)).toBe(20 - MAX_PASSWORD_TRIES);

  const refused = await signIn(ada.email, ada.password, owner);
  expect(refused).toMatchObject({ status: 429, body: { code: "too_many_requests" } });
  expect(refused.body.facts.seconds).toBeGreaterThan(0);

  await owner.post("sign-in-links", { email: ada.email, locale: "en" });
  expect(await owner.post("sign-in-links/redemption", { token: world.tokenTo(ada.email), locale: "en" })).toMatchObject({ status: 200 });
  expect(await owner.account()).toMatchObject({ id: ada.id });
});

test("an address without an account is throttled alike", async () => {
  const { email } = somebody();
  const browser = world.browser();
  const tries = await Promise.all(Array.from({ length: 20 }, () => signIn(email, wrong, browser)));
  expect(countOf(tries, 401)).toBe(MAX_PASSWORD_TRIES);
});

test("the right password resets the count", async () => {
  const ada = await signedUp(world);
  const { browser } = ada;
  for (let round = 0; round < 2; round++) {
    for (let i = 0; i < MAX_PASSWORD_TRIES - 1; i++) expect((await signIn(ada.email, wrong, browser)).status).toBe(401);
    expect((await signIn(ada.email, ada.password, browser)).status).toBe(200);
  }
});

test("changing the password is no way around the limit", async () => {
  const ada = await signedUp(world);
  const change = () => ada.browser.send("PUT", "password", { currentPassword: wrong, newPassword: "quiet-harbour-lamp" });
  for (let i = 0; i < MAX_PASSWORD_TRIES; i++) expect((await change()).status).toBe(403);
  expect((await change()).status).toBe(429);
});

test("one client cannot guess at many addresses, whatever its headers say and whichever of its addresses it uses", async () => {
  const statuses = [];
  for (let i = 0; i < limits.signIn.points + 5; i++) {
    const browser = strict.browser(`2001:db8:beef:1::${i.toString(16)}`);
    const headers = { "x-forwarded-for": `192.0.2.${i}`, "x-real-ip": `192.0.2.${i}`, forwarded: `for=192.0.2.${i}` };
    statuses.push((await browser.send("POST", "sign-in", { email: `nobody.${i}@example.net`, password: wrong }, headers)).status);
  }
  expect(statuses).toEqual([...Array<number>(limits.signIn.points).fill(401), ...Array<number>(5).fill(429)]);
});

test("one client cannot make us email everybody", async () => {
  const spammer = strict.browser();
  const replies = [];
  for (let i = 0; i < limits.mail.points + 3; i++)
    replies.push(await spammer.post("sign-in-links", { email: somebody().email, locale: "en" }));
  expect(countOf(replies, 200)).toBe(limits.mail.points);
});

test("strangers cannot flood a mailbox, by whichever form", async () => {
  const { email, name, password } = somebody();
  const forms = [
    ["sign-in-links", { email, locale: "en" }],
    ["password-resets", { email, locale: "en" }],
    ["sign-up", { email, name, password, locale: "en" }],
  ] as const;
  const replies = [];
  for (let i = 0; i < 9; i++) {
    const [form, body] = forms[i % 3]!;
    replies.push(await world.browser().post(form, body));
  }
  expect(countOf(replies, 200)).toBe(MAX_MAILS);
  expect(countOf(replies, 429)).toBe(9 - MAX_MAILS);
  expect(world.mailsTo(email)).toHaveLength(MAX_MAILS);
});
