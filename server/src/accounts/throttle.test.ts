import { expect, test } from "vitest";
import { accountsWorld, createBrowser, signedUp, somebody } from "./accounts-world.test-support.ts";
import { clientNetwork } from "./client-network.ts";
import { MAX_MAILS, MAX_MAILS_PER_CLIENT, MAX_PASSWORD_TRIES, MAX_PASSWORD_TRIES_PER_CLIENT, MAX_TOKENS_PER_CLIENT } from "./throttle.ts";

const world = await accountsWorld();
const wrong = "not the right one";

const signIn = (email: string, password: string, browser = world.browser()) => browser.post("sign-in", { email, password });

const countOf = (replies: { status: number }[], status: number) => replies.filter((reply) => reply.status === status).length;

test("after ten wrong passwords, from wherever they came, an address takes none, and its owner still comes in by mail", async () => {
  const ada = await signedUp(world);
  const tries = await Promise.all(Array.from({ length: 20 }, () => signIn(ada.email, wrong)));
  expect(countOf(tries, 401)).toBe(MAX_PASSWORD_TRIES);
  expect(countOf(tries, 429)).toBe(20 - MAX_PASSWORD_TRIES);

  const owner = world.browser();
  const refused = await signIn(ada.email, ada.password, owner);
  expect(refused).toMatchObject({ status: 429, body: { code: "too_many_requests" } });
  expect(refused.body.retryAfter).toBeGreaterThan(0);

  await owner.post("sign-in-links", { email: ada.email, locale: "en" });
  expect(await owner.post("sign-in-links/redemption", { token: world.tokenTo(ada.email), locale: "en" })).toMatchObject({ status: 200 });
  expect(await owner.account()).toMatchObject({ id: ada.id });
});

test("an address nobody has is throttled alike", async () => {
  const { email } = somebody();
  const tries = await Promise.all(Array.from({ length: 20 }, () => signIn(email, wrong)));
  expect(countOf(tries, 401)).toBe(MAX_PASSWORD_TRIES);
});

test("the right password starts the count anew", async () => {
  const ada = await signedUp(world);
  for (let round = 0; round < 2; round++) {
    for (let i = 0; i < MAX_PASSWORD_TRIES - 1; i++) expect((await signIn(ada.email, wrong)).status).toBe(401);
    expect((await signIn(ada.email, ada.password)).status).toBe(200);
  }
});

test("changing the password is no way around the limit", async () => {
  const ada = await signedUp(world);
  const change = () => ada.browser.send("PUT", "password", { currentPassword: wrong, newPassword: "quiet-harbour-lamp" });
  for (let i = 0; i < MAX_PASSWORD_TRIES; i++) expect((await change()).status).toBe(403);
  expect((await change()).status).toBe(429);
});

test("one network cannot guess at many addresses, and its own right password does not help", async () => {
  const ada = await signedUp(world);
  const attacker = createBrowser(world.server, "198.51.100.9");
  const tries = [];
  for (let i = 0; i < MAX_PASSWORD_TRIES_PER_CLIENT + 5; i++) {
    if (i % 20 === 0) tries.push(await signIn(ada.email, ada.password, attacker));
    else tries.push(await signIn(`nobody.${i}@example.net`, wrong, attacker));
  }
  expect(countOf(tries, 429)).toBe(5);
});

test("whoever holds a /64 is one client; headers do not make another of it", async () => {
  const statuses = [];
  for (let i = 0; i < MAX_TOKENS_PER_CLIENT + 10; i++) {
    const browser = createBrowser(world.server, `2001:db8:beef:1::${i.toString(16)}`);
    const headers = { "x-forwarded-for": `192.0.2.${i}`, "x-real-ip": `192.0.2.${i}`, forwarded: `for=192.0.2.${i}` };
    statuses.push((await browser.send("POST", "sign-in-links/redemption", { token: `guess-${i}`, locale: "en" }, headers)).status);
  }
  expect(statuses.filter((status) => status === 404)).toHaveLength(MAX_TOKENS_PER_CLIENT);
  expect(statuses.slice(-10)).toEqual(Array<number>(10).fill(429));
});

test("strangers cannot flood a mailbox, by whichever form", async () => {
  const { email, name, password } = somebody();
  const forms = [
    ["sign-in-links", { email, locale: "en" }],
    ["password-resets", { email, locale: "en" }],
    ["sign-up", { email, name, password, locale: "en" }],
  ] as const;
  const replies = [];
  for (let i = 0; i < 9; i++) replies.push(await world.browser().post(...forms[i % 3]!));
  expect(countOf(replies, 200)).toBe(MAX_MAILS);
  expect(countOf(replies, 429)).toBe(9 - MAX_MAILS);
  expect(world.mailsTo(email)).toHaveLength(MAX_MAILS);
});

test("one network cannot have us mail everybody", async () => {
  const spammer = createBrowser(world.server, "198.51.100.10");
  const replies = [];
  for (let i = 0; i < MAX_MAILS_PER_CLIENT + 3; i++) replies.push(await spammer.post("sign-in-links", { email: somebody().email, locale: "en" }));
  expect(countOf(replies, 200)).toBe(MAX_MAILS_PER_CLIENT);
});

test.each([
  ["192.0.2.1", "192.0.2.1"],
  ["::ffff:192.0.2.1", "192.0.2.1"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:DB8:0001:0002::1", "2001:db8:1:2::/64"],
  ["2001:db8::1", "2001:db8:0:0::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
])("%s counts as %s", (ip, network) => expect(clientNetwork(ip)).toBe(network));
