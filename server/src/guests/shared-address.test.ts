import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { testDatabase } from "../db/test-database.ts";
import { inviteGuests } from "../invitations/commands.ts";
import { aGathering, answering, asUser, asVisitor, createWorld, type Gathering } from "../testing/world.ts";
import { addGuest, answerInvitation, editGuest } from "./commands.ts";
import { guestByEmail } from "./queries.ts";
import { redeemRecoveryCode, sendRecoveryCode } from "./recovery.ts";

const { db } = await testDatabase();
const world = createWorld(db);

async function inviteAll(gathering: Gathering, people: [name: string, email: string | null][]) {
  const guests = people.map(([name, email]) => ({ guestId: randomUUID(), name, email, plusOnesAllowed: null, locale: null }));
  const input = { commandId: randomUUID(), guests, message: "", send: true };
  const { result } = await world.changeEvent(gathering.id, inviteGuests, input, asUser(gathering.host));
  return { guests, result };
}

async function onList(gathering: Gathering): Promise<string[]> {
  const found = await sql<{ name: string; delivery: string }>`
    select name, delivery from guests where event_id = ${gathering.id} and removed_at is null order by name`.execute(db);
  return found.rows.map(({ name, delivery }) => `${name}: ${delivery}`);
}

test("two people with one address are two guests, and both get emails", async () => {
  const gathering = await aGathering(world);
  const { result } = await inviteAll(gathering, [
    ["Anna Berg", "family@example.org"],
    ["Tom Berg", "family@example.org"],
  ]);
  expect(result).toEqual({ added: 2, known: 0, knownIds: [] });
  expect(await onList(gathering)).toEqual(["Anna Berg: queued", "Tom Berg: queued"]);
});

test("the same person, a guessed name, or the same list again add nobody", async () => {
  const gathering = await aGathering(world);
  await inviteAll(gathering, [["Anna Berg", "anna.b@example.org"]]);
  const again = await inviteAll(gathering, [
    ["A. Berg", "anna.b@example.org"],
    ["Anna B", "anna.b@example.org"],
    ["Anna Berg", "anna.b@example.org"],
  ]);
  expect(again.result).toEqual({ added: 0, known: 3, knownIds: again.guests.map(({ guestId }) => guestId) });
  expect((await inviteAll(gathering, [["Tom Berg", "anna.b@example.org"]])).result).toMatchObject({ added: 1, known: 0 });
});

test("hosts may add somebody under an address that another person has, but not the same person; visitors are not told", async () => {
  const gathering = await aGathering(world);
  await inviteAll(gathering, [["Anna Berg", "family@example.org"]]);
  const add = (name: string) => {
    const input = { ...answering("going"), guestId: randomUUID(), name, email: "family@example.org" };
    return world.changeEvent(gathering.id, addGuest, input, asUser(gathering.host));
  };
  await expect(add("Anna Berg")).rejects.toMatchObject({ code: "email_on_list" });
  await add("Tom Berg");
  const visit = (name: string) =>
    world.changeEvent(
      gathering.id,
      answerInvitation,
      { ...answering("going"), name, email: "family@example.org" },
      asVisitor(randomUUID()),
    );
  await visit("Anna");
  await visit("Lisa Berg");
  expect(await onList(gathering)).toHaveLength(4);
  const [anna] = (await sql<{ id: string }>`select id from guests where event_id = ${gathering.id} and name = 'Lisa Berg'`.execute(db))
    .rows;
  const rename = { commandId: randomUUID(), guestId: anna!.id, name: "Tom Berg", email: "family@example.org" };
  await expect(world.changeEvent(gathering.id, editGuest, rename, asUser(gathering.host))).rejects.toMatchObject({ code: "email_on_list" });
});

test("each guest with a shared address gets their own code, which gives access to that guest", async () => {
  const gathering = await aGathering(world);
  const { guests } = await inviteAll(gathering, [
    ["Anna Berg", "family@example.org"],
    ["Tom Berg", "family@example.org"],
  ]);
  const mails: { guestId: string; code: string }[] = [];
  const visit = randomUUID();
  const deps = { db, secret: "a secret", mailCode: async (_tx: unknown, mail: { guestId: string; code: string }) => void mails.push(mail) };
  await sendRecoveryCode(deps, gathering.id, "family@example.org", { visitId: visit, network: "192.0.2.1" });
  expect(mails.map(({ guestId }) => guestId).toSorted()).toEqual(guests.map(({ guestId }) => guestId).toSorted());
  for (const { guestId, code } of mails) {
    expect(await redeemRecoveryCode(deps, gathering.id, { email: "family@example.org", code }, visit)).toMatchObject({ guestId });
    await expect(redeemRecoveryCode(deps, gathering.id, { email: "family@example.org", code }, visit)).rejects.toMatchObject({
      code: "code_invalid",
    });
  }
});

test("an account with a shared address is the guest with its name, or nobody", async () => {
  const gathering = await aGathering(world);
  const { guests } = await inviteAll(gathering, [
    ["Anna Berg", "family@example.org"],
    ["Tom Berg", "family@example.org"],
    ["Kurt", "kurt@example.org"],
  ]);
  const claimed = (name: string, email = "family@example.org") => guestByEmail(db, gathering.id, { name, email });
  expect(await claimed("Tom Berg")).toBe(guests[1]!.guestId);
  expect(await claimed("Lisa Berg")).toBeNull();
  expect(await claimed("Somebody Else", "kurt@example.org")).toBe(guests[2]!.guestId);
});
