import { sql } from "kysely";
import { expect, test } from "vitest";
import { accountsWorld, signedUp } from "./accounts-world.test-support.ts";
import { FRESH_MINUTES } from "./policy.ts";

const hosting = { alone: 0, afterwards: 0, left: [] as string[] };
const world = await accountsWorld({
  hostedEvents: () => ({
    hostedAlone: async () => hosting.alone,
    leaveEvents: async (user) => void hosting.left.push(user.id),
    stillHosting: async () => hosting.afterwards,
  }),
});

const remove = (browser: { send: (method: "DELETE", url: string) => Promise<unknown> }) => browser.send("DELETE", "account");

async function traces(id: string) {
  const { rows } = await sql<{ count: number }>`
    select (select count(*) from users where id = ${id}) + (select count(*) from sessions where user_id = ${id})
      + (select count(*) from credentials where user_id = ${id}) + (select count(*) from verifications where user_id = ${id}) as count`.execute(
    world.db,
  );
  return Number(rows[0]!.count);
}

test("a deleted account leaves nothing behind: no rows, no session, and its address is free", async () => {
  const ada = await signedUp(world);
  const other = world.browser();
  await other.post("sign-in", { email: ada.email, password: ada.password });
  await world.browser().post("password-resets", { email: ada.email, locale: "en" });
  world.ended.length = 0;

  expect(await remove(ada.browser)).toMatchObject({ status: 200, body: { done: true } });
  expect(ada.browser.jar.size).toBe(0);
  expect(await traces(ada.id)).toBe(0);
  expect(await other.account()).toBeNull();
  expect(world.ended).toEqual([{ type: "userEnded", userId: ada.id }]);
  expect(hosting.left).toEqual([ada.id]);
  expect(world.mailsTo(ada.email).at(-1)).toMatchObject({ kind: "accountDeleted" });
  expect(await world.browser().post("sign-in", { email: ada.email, password: ada.password })).toMatchObject({ status: 401 });
  expect((await signedUp(world, ada)).id).not.toBe(ada.id);
});

test("the only host of an upcoming event has to cancel it or hand it over first", async () => {
  const ada = await signedUp(world);
  hosting.alone = 2;
  expect(await remove(ada.browser)).toMatchObject({ status: 409, body: { code: "sole_host", facts: { events: 2 } } });
  hosting.alone = 0;
  hosting.afterwards = 1;
  expect(await remove(ada.browser)).toMatchObject({ status: 409, body: { code: "sole_host" } });
  hosting.afterwards = 0;
  expect(await ada.browser.account()).toMatchObject({ id: ada.id });
});

test("a user who signed in a while ago has to sign in again", async () => {
  const ada = await signedUp(world);
  world.clock.ahead = FRESH_MINUTES * 60_000 + 1000;
  expect(await remove(ada.browser)).toMatchObject({ status: 403, body: { code: "reauthentication_required" } });
  world.clock.ahead = 0;
  expect(await traces(ada.id)).toBeGreaterThan(0);
});
