import { expect, test } from "vitest";
import { accountsWorld, signedUp, somebody } from "./accounts-world.test-support.ts";
import { FRESH_MINUTES } from "./policy.ts";

const world = await accountsWorld();

test("the new address is verified first, and the old one is notified", async () => {
  const ada = await signedUp(world);
  const { email } = somebody();
  expect(await ada.browser.post("email-changes", { email })).toMatchObject({ status: 200, body: { sent: true } });
  expect(await ada.browser.account()).toMatchObject({ email: ada.email });
  const token = world.tokenTo(email);
  expect(world.mailsTo(email)).toMatchObject([{ kind: "confirmEmail", payload: { url: `http://turnout.test/confirm-email#${token}` } }]);

  expect(await ada.browser.post("email-changes/confirmation", { token })).toMatchObject({ status: 200, body: { done: true } });
  expect(await ada.browser.account()).toMatchObject({ id: ada.id, email });
  expect(world.mailsTo(ada.email).at(-1)).toMatchObject({ kind: "emailChanged", payload: { newEmail: email } });
  expect(await world.browser().post("sign-in", { email: ada.email, password: ada.password })).toMatchObject({ status: 401 });
  expect(await world.browser().post("sign-in", { email, password: ada.password })).toMatchObject({ status: 200 });
  expect(await ada.browser.post("email-changes/confirmation", { token })).toMatchObject({ status: 404 });
});

test("it ends all other sessions, and revokes the links that were emailed to the old address", async () => {
  const ada = await signedUp(world);
  const other = world.browser();
  await other.post("sign-in", { email: ada.email, password: ada.password });
  await world.browser().post("password-resets", { email: ada.email, locale: "en" });
  const reset = world.tokenTo(ada.email);

  const { email } = somebody();
  await ada.browser.post("email-changes", { email });
  await ada.browser.post("email-changes/confirmation", { token: world.tokenTo(email) });
  expect(await other.account()).toBeNull();
  expect(await world.browser().post("password-resets/redemption", { token: reset, newPassword: "quiet-harbour-lamp" })).toMatchObject({
    status: 404,
  });
});

test("a user who signed in a while ago has to sign in again", async () => {
  const ada = await signedUp(world);
  const { email } = somebody();
  world.clock.ahead = FRESH_MINUTES * 60_000 + 1000;
  expect(await ada.browser.post("email-changes", { email })).toMatchObject({ status: 403, body: { code: "reauthentication_required" } });
  world.clock.ahead = 0;
  expect(world.mailsTo(email)).toEqual([]);
});

test("the link works only where the account that asked for it is signed in", async () => {
  const ada = await signedUp(world);
  const lin = await signedUp(world, somebody("Lin"));
  const { email } = somebody();
  await ada.browser.post("email-changes", { email });
  const token = world.tokenTo(email);

  expect(await world.browser().post("email-changes/confirmation", { token })).toMatchObject({
    status: 401,
    body: { code: "sign_in_required" },
  });
  expect(await lin.browser.post("email-changes/confirmation", { token })).toMatchObject({ status: 404, body: { code: "link_invalid" } });
  expect(await ada.browser.post("email-changes/confirmation", { token })).toMatchObject({ status: 200 });
});

test("an address that has an account cannot be taken, and nobody learns that it has one", async () => {
  const ada = await signedUp(world);
  const lin = await signedUp(world, somebody("Lin"));
  const taken = await ada.browser.post("email-changes", { email: lin.email });
  const token = world.tokenTo(lin.email);
  const free = await ada.browser.post("email-changes", { email: somebody().email });
  expect([taken.status, taken.text]).toEqual([free.status, free.text]);
  expect(await ada.browser.post("email-changes/confirmation", { token })).toMatchObject({ status: 404 });
  expect(await ada.browser.account()).toMatchObject({ email: ada.email });
});

test("name and language are changed at once", async () => {
  const ada = await signedUp(world);
  expect(await ada.browser.send("PATCH", "account", { name: "  Ada   Lovelace ", locale: "de" })).toMatchObject({
    status: 200,
    body: { name: "Ada Lovelace", locale: "de", email: ada.email },
  });
  expect(await ada.browser.account()).toMatchObject({ name: "Ada Lovelace", locale: "de" });
  for (const more of [{ email: "x@example.org" }, { emailVerified: true }, { id: ada.id }]) {
    expect((await ada.browser.send("PATCH", "account", more)).status).toBe(400);
  }
});
