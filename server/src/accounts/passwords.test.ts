import { expect, test } from "vitest";
import { accountsWorld, signedUp, somebody } from "./accounts-world.test-support.ts";
import { LINK_MINUTES } from "./verification-tokens.ts";

const world = await accountsWorld();
const newPassword = "quiet-harbour-lamp";

async function resetLink(email: string) {
  await world.browser().post("password-resets", { email, locale: "en" });
  return world.tokenTo(email);
}

test("a reset sets the new password, ends every session and notifies the owner", async () => {
  const ada = await signedUp(world);
  const token = await resetLink(ada.email);
  expect(world.mailsTo(ada.email).at(-1)).toMatchObject({
    kind: "resetPassword",
    payload: { url: `http://turnout.test/reset-password#${token}` },
  });

  world.ended.length = 0;
  expect(await world.browser().post("password-resets/redemption", { token, newPassword })).toMatchObject({
    status: 200,
    body: { done: true },
  });
  expect(await ada.browser.account()).toBeNull();
  expect(world.ended).toHaveLength(1);
  expect(world.mailsTo(ada.email).at(-1)).toMatchObject({ kind: "passwordChanged" });

  expect(await world.browser().post("sign-in", { email: ada.email, password: ada.password })).toMatchObject({ status: 401 });
  expect(await world.browser().post("sign-in", { email: ada.email, password: newPassword })).toMatchObject({ status: 200 });
});

test("of twenty resets with one link at once, one succeeds", async () => {
  const { email } = await signedUp(world);
  const token = await resetLink(email);
  const tries = Array.from({ length: 20 }, () => world.browser().post("password-resets/redemption", { token, newPassword }));
  const statuses = (await Promise.all(tries)).map((reply) => reply.status).toSorted();
  expect(statuses).toEqual([200, ...Array<number>(19).fill(404)]);
});

test("a reset link works for fifteen minutes, and a common password does not use it up", async () => {
  const { email } = await signedUp(world);
  const token = await resetLink(email);
  const redeem = (password: string) => world.browser().post("password-resets/redemption", { token, newPassword: password });
  expect(await redeem("password1")).toMatchObject({ status: 400, body: { code: "password_common" } });
  world.clock.ahead = LINK_MINUTES * 60_000 + 1000;
  expect(await redeem(newPassword)).toMatchObject({ status: 404 });
  world.clock.ahead = 0;
  expect(await redeem(newPassword)).toMatchObject({ status: 200 });
});

test("a reset revokes all other links of that account", async () => {
  const { email } = await signedUp(world);
  const [first, second] = [await resetLink(email), await resetLink(email)];
  await world.browser().post("password-resets/redemption", { token: second, newPassword });
  expect(await world.browser().post("password-resets/redemption", { token: first, newPassword: "another one of mine" })).toMatchObject({
    status: 404,
  });
});

test("a token is valid for its own purpose only", async () => {
  const ada = somebody();
  await world.browser().post("sign-up", { ...ada, locale: "en" });
  const token = world.tokenTo(ada.email);
  expect((await world.browser().post("password-resets/redemption", { token, newPassword })).status).toBe(404);
  expect((await world.browser().post("sign-in-links/redemption", { token, locale: "en" })).status).toBe(404);
});

test("a user who signs in by email only can set a password the same way", async () => {
  const { email } = somebody();
  await world.browser().post("sign-in-links", { email, locale: "en" });
  const browser = world.browser();
  await browser.post("sign-in-links/redemption", { token: world.tokenTo(email), locale: "en" });
  expect(await browser.send("PUT", "password", { currentPassword: "x", newPassword })).toMatchObject({
    status: 409,
    body: { code: "password_unset" },
  });

  await world.browser().post("password-resets/redemption", { token: await resetLink(email), newPassword });
  expect(await world.browser().post("sign-in", { email, password: newPassword })).toMatchObject({ status: 200 });
});

test("changing the password asks for the old one, changes the session id and ends all other sessions", async () => {
  const ada = await signedUp(world);
  const other = world.browser();
  await other.post("sign-in", { email: ada.email, password: ada.password });
  const change = (currentPassword: string) => ada.browser.send("PUT", "password", { currentPassword, newPassword });

  expect(await change("not the old one")).toMatchObject({ status: 403, body: { code: "password_wrong" } });
  const before = ada.browser.jar.get("session");
  expect(await change(ada.password)).toMatchObject({ status: 200 });
  expect(ada.browser.jar.get("session")).not.toBe(before);
  expect(await ada.browser.account()).toMatchObject({ id: ada.id });
  expect(await other.account()).toBeNull();
  expect(world.mailsTo(ada.email).at(-1)).toMatchObject({ kind: "passwordChanged" });

  const left = world.browser();
  left.jar.set("session", before!);
  expect(await left.account()).toBeNull();
});

test("an old password that is replaced while it is being checked is refused", async () => {
  const ada = await signedUp(world);
  const token = await resetLink(ada.email);
  const { throttle } = world.accounts;
  const { passwordWasRight } = throttle;
  throttle.passwordWasRight = async (email, network) => {
    throttle.passwordWasRight = passwordWasRight;
    await world.browser().post("password-resets/redemption", { token, newPassword });
    return passwordWasRight(email, network);
  };

  const late = world.browser();
  expect(await late.post("sign-in", { email: ada.email, password: ada.password })).toMatchObject({ status: 401 });
  expect(await late.account()).toBeNull();
  expect(await world.browser().post("sign-in", { email: ada.email, password: newPassword })).toMatchObject({ status: 200 });
});
