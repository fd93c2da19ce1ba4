import { accountPages } from "@turnout/contract/accounts";
import { expect, test } from "vitest";
import { accountsWorld, signedUp, somebody } from "./accounts-world.test-support.ts";

const world = await accountsWorld();

test("links in emails lead to the configured origin, whatever a request's Host is", async () => {
  const poisons = [
    { host: "evil.example" },
    { host: "turnout.test:443@evil.example" },
    { "x-forwarded-host": "evil.example", "x-forwarded-proto": "https" },
    { forwarded: "host=evil.example;proto=https" },
    { "x-original-host": "evil.example", "x-host": "evil.example" },
    { origin: "https://evil.example", referer: "https://evil.example/" },
  ];
  const from = world.mails.length;
  for (const headers of poisons) {
    const ada = await signedUp(world);
    for (const form of ["sign-in-links", "password-resets"])
      await world.browser().send("POST", form, { email: ada.email, locale: "en" }, headers);
    await world.browser().send("POST", "sign-up", { ...somebody(), locale: "en" }, headers);
    await ada.browser.send("POST", "email-changes", { email: somebody().email }, headers);
  }
  const mails = world.mails.slice(from);
  // Four of the six are not turned away before anything is read.
  expect(mails.length).toBeGreaterThanOrEqual(poisons.length + 3 * 4);
  expect(new Set(mails.map((mail) => new URL(mail.payload.url!).origin))).toEqual(new Set(["http://turnout.test"]));
  expect(JSON.stringify(mails)).not.toContain("evil");
});

test("tokens stand after the # of a link, where no server, log or referrer sees them", async () => {
  for (const { payload } of world.mails) {
    const link = new URL(payload.url!);
    expect(Object.values(accountPages)).toContain(link.pathname);
    expect(link.hash).toMatch(/^#[\w-]{32,}$/);
    expect(link.search).toBe("");
  }
});

test("opening a link changes nothing: only the page's own POST does", async () => {
  const { email } = somebody();
  await world.browser().post("sign-in-links", { email, locale: "en" });
  const token = world.tokenTo(email);
  for (const url of [`sign-in-links/redemption?token=${token}`, `magic-link/verify?token=${token}`, `sign-in-links/redemption`]) {
    expect((await world.browser().get(url)).status).toBeOneOf([404, 405]);
  }
  expect((await world.browser().post("sign-in-links/redemption", { token, locale: "en" })).status).toBe(200);
});

test("none of the routes that a login library would have is served", async () => {
  const { browser } = await signedUp(world);
  const theirs = [
    "sign-up/email",
    "sign-in/email",
    "sign-in/magic-link",
    "sign-in/social",
    "magic-link/verify",
    "get-session",
    "list-sessions",
    "update-user",
    "update-session",
    "change-email",
    "delete-user",
    "delete-user/callback",
    "verify-email",
    "send-verification-email",
    "request-password-reset",
    "reset-password",
    "verify-password",
    "revoke-session",
    "revoke-sessions",
    "list-accounts",
    "link-social",
    "unlink-account",
    "account-info",
    "get-access-token",
    "callback/google",
    "ok",
    "error",
  ];
  for (const url of theirs) {
    expect([url, (await browser.get(url)).status]).toEqual([url, 404]);
    expect([url, (await browser.post(url)).status]).toEqual([url, 404]);
  }
});

test("account routes refuse whoever is not signed in", async () => {
  const stranger = world.browser();
  for (const [method, url, body] of [
    ["PATCH", "account", { name: "Mallory" }],
    ["DELETE", "account", undefined],
    ["PUT", "password", { currentPassword: "x", newPassword: "quiet-harbour-lamp" }],
    ["POST", "email-changes", { email: "mallory@example.org" }],
    ["POST", "email-changes/confirmation", { token: "x" }],
    ["GET", "sessions", undefined],
    ["DELETE", "sessions", undefined],
    ["DELETE", "sessions/0192d5a0-0000-7000-8000-000000000000", undefined],
  ] as const) {
    expect([url, await stranger.send(method, url, body)]).toMatchObject([url, { status: 401, body: { code: "sign_in_required" } }]);
  }
  expect(await stranger.post("sign-out")).toMatchObject({ status: 200 });
});
