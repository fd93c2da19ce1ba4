import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { testDatabase } from "../db/test-database.ts";
import { aGathering, createWorld } from "../testing/world.ts";
import { grantGuest } from "./visits.ts";

const { db } = await testDatabase();
const world = createWorld(db);

const grantsOf = async (visitIds: string[]) => {
  const { rows } = await sql<{ visit_id: string; guest_id: string; xmin: string }>`
    select visit_id, guest_id, xmin::text from visit_grants where visit_id = any(${visitIds}::uuid[])`.execute(db);
  return new Map(rows.map((row) => [row.visit_id, row]));
};

test("guests who come at the same time are granted together, each their own place on the list", async () => {
  const { id: eventId, guests } = await aGathering(world, { guests: 40 });
  const visits = guests.map(() => randomUUID());
  const grant = (visitId: string, guestId: string) => grantGuest(db, visitId, { eventId, guestId, accessVersion: 1, region: "GB" });
  await Promise.all(visits.map((visitId, index) => grant(visitId, guests[index]!.id)));
  const granted = await grantsOf(visits);
  expect(visits.map((visitId) => granted.get(visitId)!.guest_id)).toEqual(guests.map(({ id }) => id));
  expect(new Set([...granted.values()].map(({ xmin }) => xmin)).size).toBeLessThan(5);
});

test("of two links that one browser opens at the same time, the later one counts", async () => {
  const { id: eventId, guests } = await aGathering(world, { guests: 2 });
  const visitId = randomUUID();
  await Promise.all(guests.map(({ id: guestId }) => grantGuest(db, visitId, { eventId, guestId, accessVersion: 1 })));
  expect((await grantsOf([visitId])).get(visitId)!.guest_id).toBe(guests[1]!.id);
});

test("a grant that cannot be stored fails alone", async () => {
  const { id: eventId, guests } = await aGathering(world, { guests: 2 });
  const visits = [randomUUID(), randomUUID(), randomUUID()];
  const results = await Promise.allSettled([
    grantGuest(db, visits[0]!, { eventId, guestId: guests[0]!.id, accessVersion: 1 }),
    grantGuest(db, visits[1]!, { eventId: randomUUID(), guestId: guests[0]!.id, accessVersion: 1 }),
    grantGuest(db, visits[2]!, { eventId, guestId: guests[1]!.id, accessVersion: 1 }),
  ]);
  expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect([...(await grantsOf(visits)).keys()].toSorted()).toEqual([visits[0], visits[2]].toSorted());
});
