import { randomUUID } from "node:crypto";
import type { GuestPage, GuestReach } from "@turnout/contract/guests";
import { sql, type RawBuilder } from "kysely";
import { expect, test } from "vitest";
import type { z } from "zod";
import type { Viewer } from "@turnout/contract/audience";
import { testDatabase } from "../db/test-database.ts";
import { recordDeliveries, reportDelivery } from "../invitations/commands.ts";
import { systemCaller } from "../log/caller.ts";
import { heldInvitations, invitationCounts } from "../notifications/held-invitations.ts";
import { aGathering, answering, asGuest, asUser, createWorld, guestViewer, hostViewer, type Gathering } from "../testing/world.ts";
import { answerInvitation, editGuest } from "./commands.ts";
import { guestsCsv } from "./export.ts";
import { guestPage } from "./queries.ts";
import type { GuestRow } from "./tables.ts";
import { grantGuest } from "./visits.ts";

const { db } = await testDatabase();
const world = createWorld(db);

async function listed({ id }: Gathering, viewer: Viewer, reach: GuestReach | null) {
  const text = await guestPage(db, id, viewer, { search: "", standing: null, reach, order: "name", cursor: null });
  return JSON.parse(text!) as z.infer<typeof GuestPage>;
}

const namesOf = async (gathering: Gathering, viewer: Viewer, reach: GuestReach = "never") =>
  (await listed(gathering, viewer, reach)).guests.map(({ name }) => name);

async function delivered({ id, guests }: Gathering, states: GuestRow["delivery"][]) {
  const deliveries = states.map((delivery, index) => ({ guestId: guests[index]!.id, delivery }));
  await world.changeEvent(id, recordDeliveries, { commandId: randomUUID(), deliveries }, systemCaller);
}

test("hosts find whom nothing has reached: no email that arrived, no link that was opened, no answer", async () => {
  const gathering = await aGathering(world, { guests: 6 });
  await delivered(gathering, ["sent", "failed", "failed", "delayed"]);
  await world.changeEvent(gathering.id, answerInvitation, answering("declined"), asGuest(gathering.guests[2]!));
  await grantGuest(db, randomUUID(), { eventId: gathering.id, guestId: gathering.guests[4]!.id, accessVersion: 1 });
  expect(await namesOf(gathering, hostViewer(gathering))).toEqual(["Guest 2", "Guest 6"]);
  expect(await listed(gathering, hostViewer(gathering), "never")).toMatchObject({ total: 2 });
  expect(await heldInvitations(db, gathering.id, { allowance: null, now: new Date() })).toMatchObject({ neverReached: 2 });
});

test("the list says to hosts how far the last email to each guest got, and to nobody else", async () => {
  const gathering = await aGathering(world, { guests: 2, fields: { guestListFor: "everyone" } });
  for (const guest of gathering.guests) await world.changeEvent(gathering.id, answerInvitation, answering("going"), asGuest(guest));
  await delivered(gathering, ["complained"]);
  const { guests } = await listed(gathering, hostViewer(gathering), null);
  expect(guests.map(({ delivery }) => delivery)).toEqual(["complained", "notSent"]);
  const seen = await listed(gathering, guestViewer(gathering.guests[1]!), null);
  expect(seen.guests.map((guest) => "delivery" in guest)).toEqual([false, false]);
});

test("hosts find who has got the email, and has neither opened the event nor answered", async () => {
  const gathering = await aGathering(world, { guests: 5 });
  await delivered(gathering, ["sent", "sent", "sent", "sent"]);
  const inputOf = async (guestId: string, state: "delivered" | "complained") => {
    const { email } = (await db.selectFrom("guests").select("email").where("id", "=", guestId).executeTakeFirst())!;
    return { commandId: randomUUID(), guestId, email: email!, report: { state } };
  };
  const report = async (guestId: string, state: "delivered" | "complained") =>
    world.changeEvent(gathering.id, reportDelivery, await inputOf(guestId, state), systemCaller);
  const [first, opener, answerer, other] = gathering.guests.map(({ id }) => id) as [string, string, string, string];
  for (const one of [first, opener, answerer, other]) {
    await db
      .updateTable("guests")
      .set({ email: `${one}@example.org` })
      .where("id", "=", one)
      .execute();
    await report(one, "delivered");
  }
  await grantGuest(db, randomUUID(), { eventId: gathering.id, guestId: opener, accessVersion: 1 });
  await world.changeEvent(gathering.id, answerInvitation, answering("maybe"), asGuest(gathering.guests[2]!));
  await report(other, "complained");
  const { guests } = await listed(gathering, hostViewer(gathering), null);
  expect(guests.map(({ delivery }) => delivery)).toEqual(["delivered", "delivered", "delivered", "complained", "notSent"]);
  expect(await namesOf(gathering, hostViewer(gathering), "delivered")).toEqual(["Guest 1"]);
  expect(await heldInvitations(db, gathering.id, { allowance: null, now: new Date() })).toMatchObject({ deliveredUnopened: 1 });
  await world.changeEvent(
    gathering.id,
    editGuest,
    { commandId: randomUUID(), guestId: first, email: "new@example.org" },
    asUser(gathering.host),
  );
  expect((await listed(gathering, hostViewer(gathering), null)).guests[0]).toMatchObject({ delivery: "sent" });
});

test("hosts see whose link was opened, find those of them who have not answered, and take both along in a file", async () => {
  const gathering = await aGathering(world, { guests: 4 });
  await delivered(gathering, ["sent", "sent", "sent", "revoked"]);
  for (const { id } of [gathering.guests[0]!, gathering.guests[1]!])
    await grantGuest(db, randomUUID(), { eventId: gathering.id, guestId: id, accessVersion: 1 });
  await world.changeEvent(gathering.id, answerInvitation, answering("going"), asGuest(gathering.guests[1]!));
  const { guests } = await listed(gathering, hostViewer(gathering), null);
  expect(guests.map(({ opened }) => opened)).toEqual([true, true, false, false]);
  expect(await namesOf(gathering, hostViewer(gathering), "opened")).toEqual(["Guest 1"]);
  expect(await heldInvitations(db, gathering.id, { allowance: null, now: new Date() })).toMatchObject({ openedUnanswered: 1 });
  const [header, ...rows] = (await guestsCsv(db, gathering.id, "en"))!
    .trim()
    .split(/\r?\n/)
    .map((row) => row.split(","));
  const column = header!.indexOf('"link opened"');
  expect(rows.map((row) => row[column])).toEqual(['"yes"', '"yes"', '""', '""']);
});

test("counting whose link was opened reads the event's grants by their index, and nothing of other events", async () => {
  const [gathering, others] = [await aGathering(world, { guests: 3 }), await aGathering(world, { guests: 1 })];
  await manyOpened(others);
  await grantGuest(db, randomUUID(), { eventId: gathering.id, guestId: gathering.guests[0]!.id, accessVersion: 1 });
  await sql`analyze guests, visit_grants`.execute(db);
  const planOf = async (query: RawBuilder<unknown>) => {
    const { rows } = await sql<{ "QUERY PLAN": string }>`explain (analyze) ${query}`.execute(db);
    return rows.map((row) => row["QUERY PLAN"]).join("\n");
  };
  const plan = await planOf(invitationCounts(gathering.id));
  expect(plan).toMatch(/visit_grants_by_event/);
  expect(plan).not.toMatch(/Seq Scan/);
  const byExists = sql`select count(*) from guests where event_id = ${others.id} and standing = 'none'
    and (user_id is not null or exists (select from visit_grants where visit_grants.guest_id = guests.id))`;
  expect(await planOf(byExists)).toMatch(/Seq Scan on visit_grants/); // control
});

/** An event of 2,000 guests, each of whom has opened it. */
async function manyOpened({ id }: Gathering) {
  await sql`insert into guests (id, event_id, name, standing, party_size, plus_ones, note, source, added_at, delivery)
    select gen_random_uuid(), ${id}, 'Guest ' || n, 'none', 1, '[]', '', 'invited', now(), 'sent' from generate_series(1, 2000) n`.execute(
    db,
  );
  await sql`with visit as (insert into visits (id, expires_at)
      select id, now() + interval '1 day' from guests where event_id = ${id} returning id)
    insert into visit_grants (visit_id, event_id, guest_id, access_version) select id, ${id}, id, 1 from visit`.execute(db);
}

test("a guest who kept the event in an account has opened it, whatever became of the link", async () => {
  const gathering = await aGathering(world, { guests: 1 });
  await db.updateTable("guests").set({ user_id: gathering.host.id }).where("id", "=", gathering.guests[0]!.id).execute();
  expect((await listed(gathering, hostViewer(gathering), "opened")).guests).toMatchObject([{ name: "Guest 1", opened: true }]);
});

test("the list and its filter tell nobody but hosts who was not reached, or has opened what", async () => {
  const gathering = await aGathering(world, { guests: 2, fields: { guestListFor: "everyone" } });
  for (const guest of gathering.guests) await world.changeEvent(gathering.id, answerInvitation, answering("going"), asGuest(guest));
  await grantGuest(db, randomUUID(), { eventId: gathering.id, guestId: gathering.guests[1]!.id, accessVersion: 1 });
  for (const reach of ["never", "opened"] as const)
    expect(await namesOf(gathering, guestViewer(gathering.guests[0]!), reach)).toEqual(["Guest 1", "Guest 2"]);
  const { guests } = await listed(gathering, guestViewer(gathering.guests[0]!), null);
  expect(guests.map((guest) => "opened" in guest)).toEqual([false, false]);
});
