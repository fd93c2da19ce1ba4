import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { MAX_PARTY } from "@turnout/contract/guests";
import { entryFor } from "@turnout/contract/entry-kinds";
import { testDatabase } from "../db/test-database.ts";
import { readLog } from "../log/read-log.ts";
import { aGathering, answering, asGuest, asUser, createWorld, type Gathering } from "../testing/world.ts";
import { answerInvitation, recordArrival, removeGuest } from "./commands.ts";
import { guestPage } from "./queries.ts";

const { db } = await testDatabase();
const world = createWorld(db);

/** A gathering whose first guest comes with four others. */
async function aPartyOfFive(): Promise<Gathering> {
  const gathering = await aGathering(world, { guests: 3, fields: { capacity: 20, plusOnesAllowed: 4 } });
  await world.changeEvent(gathering.id, answerInvitation, answering("going", 4), asGuest(gathering.guests[0]!));
  return gathering;
}

const letIn = ({ id, host, guests }: Gathering, people: number, { override = false, commandId = randomUUID() as string, index = 0 } = {}) =>
  world.changeEvent(id, recordArrival, { commandId, guestId: guests[index]!.id, people, override }, asUser(host));

/** Of the first guest's party, and of all. */
async function arrivedAt({ id, guests }: Gathering): Promise<[number, number]> {
  const { rows } = await sql<{ party: number; all: number }>`
    select arrived as party, arrived_people as all from guests join events on events.id = event_id
    where event_id = ${id} and guests.id = ${guests[0]!.id}`.execute(db);
  return [rows[0]!.party, rows[0]!.all];
}

test("a party of five comes as three and two, by two doors at once", async () => {
  const gathering = await aPartyOfFive();
  await Promise.all([letIn(gathering, 3), letIn(gathering, 2), letIn(gathering, 1, { index: 1 })]);
  expect(await arrivedAt(gathering)).toEqual([5, 6]);
});

test("of two doors that let the same five in, one is refused, and is told how many are there", async () => {
  const gathering = await aPartyOfFive();
  const outcomes = await Promise.allSettled([letIn(gathering, 5), letIn(gathering, 5)]);
  const refused = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason as unknown] : []));
  expect(refused).toMatchObject([{ code: "already_arrived", facts: { arrived: 5, party: 5 } }]);
  expect(await arrivedAt(gathering)).toEqual([5, 5]);
});

test("a command that is sent twice lets people in once", async () => {
  const gathering = await aPartyOfFive();
  const commandId = randomUUID();
  await letIn(gathering, 2, { commandId });
  await letIn(gathering, 2, { commandId });
  expect(await arrivedAt(gathering)).toEqual([2, 2]);
});

test("an arrival is taken back, and never more of it than there was", async () => {
  const gathering = await aPartyOfFive();
  await letIn(gathering, 3);
  await letIn(gathering, -1);
  expect(await arrivedAt(gathering)).toEqual([2, 2]);
  await expect(letIn(gathering, -3)).rejects.toMatchObject({ code: "not_arrived" });
  await letIn(gathering, -2);
  const { rows } = await sql`select arrived, arrived_at from guests where id = ${gathering.guests[0]!.id}`.execute(db);
  expect(rows).toEqual([{ arrived: 0, arrived_at: null }]);
});

test("a host lets in more people than were announced, up to the largest party", async () => {
  const gathering = await aPartyOfFive();
  await expect(letIn(gathering, 6)).rejects.toMatchObject({ code: "already_arrived" });
  await letIn(gathering, MAX_PARTY, { override: true });
  await expect(letIn(gathering, 1, { override: true })).rejects.toMatchObject({ code: "already_arrived", facts: { arrived: MAX_PARTY } });
  expect(await arrivedAt(gathering)).toEqual([MAX_PARTY, MAX_PARTY]);
});

test("whoever has said that they can't come, or nothing, is let in as well", async () => {
  const gathering = await aPartyOfFive();
  await world.changeEvent(gathering.id, answerInvitation, answering("declined"), asGuest(gathering.guests[1]!));
  await letIn(gathering, 1, { index: 1 });
  await letIn(gathering, 1, { index: 2 });
  expect(await arrivedAt(gathering)).toEqual([0, 2]);
});

test("who is removed counts no longer among those who are there, and cannot be let in", async () => {
  const gathering = await aPartyOfFive();
  const { id, host, guests } = gathering;
  await letIn(gathering, 5);
  await world.changeEvent(id, removeGuest, { commandId: randomUUID(), guestId: guests[0]!.id }, asUser(host));
  expect(await arrivedAt(gathering)).toEqual([5, 0]);
  await expect(letIn(gathering, 1)).rejects.toMatchObject({ code: "guest_not_found" });
});

test("guests let nobody in, and the list tells only hosts who is there", async () => {
  const gathering = await aPartyOfFive();
  const { id, host, guests } = gathering;
  const arrival = { commandId: randomUUID(), guestId: guests[0]!.id, people: 1 };
  await expect(world.changeEvent(id, recordArrival, arrival, asGuest(guests[0]!))).rejects.toMatchObject({ code: "event_not_found" });
  await letIn(gathering, 2);
  const filter = { search: "", standing: null, order: "name", cursor: null } as const;
  const read = async (viewer: "host" | "guest") =>
    (await guestPage(db, id, { class: viewer, userId: host.id, guestId: guests[0]!.id, name: null }, filter))!;
  const listed = JSON.parse(await read("host")).guests.find(({ guestId }: { guestId: string }) => guestId === guests[0]!.id);
  expect(listed).toMatchObject({ arrived: 2, arrivedAt: expect.stringMatching(/^\d{4}-.*Z$/) as string });
  const others = await read("guest");
  expect(others).toContain(guests[0]!.id);
  expect(others).not.toContain("arrived");
});

test("hosts alone hear of an arrival, also of an entry that does not say whether others see a difference", async () => {
  const gathering = await aPartyOfFive();
  await letIn(gathering, 2);
  const { entries } = await readLog(db, gathering.id, { after: 0 });
  const entry = entries.findLast(({ body }) => body.type === "guest.arrived")!;
  const { own: _, ...body } = entry.body as typeof entry.body & { own?: unknown };
  const heard = (viewerClass: "host" | "guest" | "public", guestId: string | null) =>
    [entry, { ...entry, body }].map((one) => entryFor({ class: viewerClass, guestId }, one as typeof entry)?.body.type ?? null);
  const [subject, other] = gathering.guests;
  expect(heard("host", null)).toEqual(["guest.arrived", "guest.arrived"]);
  for (const guestId of [subject!.id, other!.id]) expect(heard("guest", guestId)).toEqual([null, null]);
  expect(heard("public", null)).toEqual([null, null]);
});
