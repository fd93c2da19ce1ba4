import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { testDatabase } from "../db/test-database.ts";
import { addHost, removeHost } from "../events/commands.ts";
import { answerInvitation, removeGuest } from "../guests/commands.ts";
import { identitiesOf, removedGuests } from "../guests/queries.ts";
import { guestsToInvite, inviting } from "../notifications/mail-pipeline.test-support.ts";
import { aGathering, answering, asGuest, asUser, aUser, createWorld, type Gathering, type Member } from "../testing/world.ts";
import { inviteGuests, readmitGuest } from "./commands.ts";

const { db } = await testDatabase();
const world = createWorld(db);

const answer = ({ id }: Gathering, guest: Member, what: "going" | "maybe" | "declined", plusOnes = 0) =>
  world.changeEvent(id, answerInvitation, answering(what, plusOnes), asGuest(guest));
const remove = ({ id, host }: Gathering, guest: Member) =>
  world.changeEvent(id, removeGuest, { commandId: randomUUID(), guestId: guest.id }, asUser(host));
async function readmit({ id, host }: Gathering, guest: Member, caller = asUser(host)) {
  const input = { commandId: randomUUID(), guestId: guest.id, ...(await identitiesOf(db, id, guest.id)) };
  return (await world.changeEvent(id, readmitGuest, input, caller)).result.standing;
}
const row = async (guest: Member) =>
  (
    await sql<{ standing: string; party_size: number; ticket: number | null; removed_at: Date | null }>`
      select standing, party_size, ticket, removed_at from guests where id = ${guest.id}`.execute(db)
  ).rows[0]!;
const counts = async ({ id }: Gathering) =>
  (
    await sql<Record<string, number>>`
      select seats_taken, maybe_people, declined_guests, silent_guests, waiting_people, guest_count from events where id = ${id}`.execute(
      db,
    )
  ).rows[0]!;

test.each(["going", "maybe", "declined"] as const)("a readmitted guest has their earlier standing: %s", async (what) => {
  const event = await aGathering(world, { guests: 2 });
  const [grace] = event.guests as [Member];
  await answer(event, grace, what, what === "declined" ? 0 : 2);
  const [before, standing] = [await counts(event), await row(grace)];
  await remove(event, grace);
  expect((await removedGuests(db, event.id)).map(({ guestId, standing: stood }) => [guestId, stood])).toEqual([[grace.id, what]]);
  expect(await readmit(event, grace)).toBe(what);
  expect([await counts(event), await row(grace)]).toEqual([before, standing]);
  expect(await removedGuests(db, event.id)).toEqual([]);
});

test("readmitting restores access to every browser that had it at the removal, and to no other", async () => {
  const event = await aGathering(world, { guests: 1 });
  const [grace] = event.guests as [Member];
  await sql`update guests set access_version = 2 where id = ${grace.id}`.execute(db);
  await remove(event, grace);
  await readmit(event, grace);
  await expect(world.changeEvent(event.id, answerInvitation, answering("going"), asGuest(grace, 1))).rejects.toMatchObject({
    code: "event_not_found",
  });
  await world.changeEvent(event.id, answerInvitation, answering("going"), asGuest(grace, 2));
  expect(await row(grace)).toMatchObject({ standing: "going" });
});

test("a readmitted guest whose seat is gone joins the end of the waitlist", async () => {
  const event = await aGathering(world, { guests: 3, fields: { capacity: 1 } });
  const [first, second, third] = event.guests as [Member, Member, Member];
  for (const guest of event.guests) await answer(event, guest, "going");
  await remove(event, first);
  expect([await row(second), await row(third)].map(({ standing }) => standing)).toEqual(["going", "waiting"]);
  expect(await readmit(event, first)).toBe("waiting");
  expect((await row(first)).ticket).toBeGreaterThan((await row(third)).ticket!);
});

test("a guest who was on the waitlist before the removal rejoins behind those who wait", async () => {
  const event = await aGathering(world, { guests: 3, fields: { capacity: 1 } });
  const [, second, third] = event.guests as [Member, Member, Member];
  for (const guest of event.guests) await answer(event, guest, "going");
  await remove(event, second);
  expect(await readmit(event, second)).toBe("waiting");
  expect((await row(second)).ticket).toBeGreaterThan((await row(third)).ticket!);
});

test("without a waitlist a readmitted guest is listed without an answer", async () => {
  const event = await aGathering(world, { guests: 2, fields: { capacity: 1, waitlist: false } });
  const [first, second] = event.guests as [Member, Member];
  await answer(event, first, "going");
  await remove(event, first);
  await answer(event, second, "going");
  expect(await readmit(event, first)).toBe("none");
  expect(await counts(event)).toMatchObject({ seats_taken: 1, silent_guests: 1, guest_count: 2 });
});

test("two hosts who readmit a guest at the same time change nothing twice", async () => {
  const event = await aGathering(world, { guests: 1 });
  const [grace] = event.guests as [Member];
  await answer(event, grace, "going");
  await remove(event, grace);
  expect(await Promise.all([readmit(event, grace), readmit(event, grace)])).toEqual(["going", "going"]);
  expect(await counts(event)).toMatchObject({ seats_taken: 1, guest_count: 1 });
});

test("a guest who has been invited again meanwhile is not listed twice", async () => {
  const event = await aGathering(world);
  const people = guestsToInvite(2);
  const host = asUser(event.host);
  await world.changeEvent(event.id, inviteGuests, inviting(people), host);
  const [byAddress, byAccount] = people.map(({ guestId, name }) => ({ id: guestId, name })) as [Member, Member];
  const account = await aUser(world, "Grace");
  await sql`update guests set user_id = ${account.id} where id = ${byAccount.id}`.execute(db);
  await remove(event, byAddress);
  await remove(event, byAccount);
  await world.changeEvent(event.id, inviteGuests, inviting([{ ...people[0]!, guestId: randomUUID() }]), host);
  await world.changeEvent(event.id, answerInvitation, { ...answering("going"), name: "Grace" }, asUser(event.host));
  await sql`update guests set user_id = ${account.id} where event_id = ${event.id} and source = 'host'`.execute(db);
  for (const guest of [byAddress, byAccount]) await expect(readmit(event, guest)).rejects.toMatchObject({ code: "guest_on_list" });
});

test("only the event's hosts can readmit guests", async () => {
  const event = await aGathering(world, { guests: 1 });
  const other = await aGathering(world, { guests: 1 });
  const cohost = await aUser(world, "Barbara");
  const [grace] = event.guests as [Member];
  await remove(event, grace);
  await world.changeEvent(event.id, addHost, { commandId: randomUUID() }, asUser(cohost));
  await world.changeEvent(event.id, removeHost, { commandId: randomUUID(), userId: cohost.id }, asUser(event.host));
  for (const caller of [asGuest(grace, 2), asUser(cohost), asUser(other.host)])
    await expect(readmit(event, grace, caller)).rejects.toMatchObject({ code: "event_not_found" });
  await expect(readmit({ ...event, id: other.id }, grace, asUser(other.host))).rejects.toMatchObject({ code: "guest_not_found" });
});

test("an invitation that was not sent before the removal is sent after readmission", async () => {
  const event = await aGathering(world);
  const [person] = guestsToInvite(1);
  await world.changeEvent(event.id, inviteGuests, inviting([person!]), asUser(event.host));
  const guest = { id: person!.guestId, name: person!.name };
  await remove(event, guest);
  await readmit(event, guest);
  const kinds = await sql<{
    type: string;
  }>`select body ->> 'type' as type from event_log where event_id = ${event.id} order by seq`.execute(db);
  expect(kinds.rows.map(({ type }) => type).slice(-3)).toEqual(["guest.removed", "guest.readmitted", "guest.invited"]);
});
