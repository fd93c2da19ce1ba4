import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { testDatabase } from "../db/test-database.ts";
import { aGathering, createWorld } from "../testing/world.ts";
import { EXTENDED_WITHIN_DAYS, grantGuest, grantShare, VISIT_DAYS } from "./visits.ts";

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

test("who becomes a guest by an answer stays the one whose link the browser opened meanwhile; control: without that, it becomes the other", async () => {
  const { id: eventId, guests } = await aGathering(world, { guests: 2 });
  const [linked, answered] = guests.map(({ id }) => id) as [string, string];
  const open = (visitId: string) => grantGuest(db, visitId, { eventId, guestId: linked, accessVersion: 1 });
  const answer = (visitId: string, unlessGuest = true) =>
    grantGuest(db, visitId, { eventId, guestId: answered, accessVersion: 1, unlessGuest });
  const guestAfter = async (...steps: ((visitId: string) => Promise<void>)[][]) => {
    const visitId = randomUUID();
    for (const atOnce of steps) await Promise.all(atOnce.map((step) => step(visitId)));
    return (await grantsOf([visitId])).get(visitId)!.guest_id;
  };
  expect(await guestAfter([answer])).toBe(answered);
  expect(await guestAfter([open], [answer])).toBe(linked);
  expect(await guestAfter([open, answer])).toBe(linked);
  expect(await guestAfter([answer, open])).toBe(linked);
  expect(await guestAfter([answer], [open])).toBe(linked);
  expect(await guestAfter([open], [(visitId) => answer(visitId, false)])).toBe(answered);
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

/** Changes with each write of a visit or of what it is granted. */
async function versionsOf(visitId: string): Promise<string[]> {
  const { rows } = await sql<{ version: string }>`
    select concat_ws(' ', ctid, xmin, xmax) as version from visits where id = ${visitId}
    union all select concat_ws(' ', ctid, xmin, xmax) from visit_grants where visit_id = ${visitId}`.execute(db);
  return rows.map(({ version }) => version);
}

test("who opens their link again costs no write, until something is new", async () => {
  const { id: eventId, host, guests } = await aGathering(world, { guests: 2 });
  const visitId = randomUUID();
  const first = { eventId, guestId: guests[0]!.id, accessVersion: 1, madeBy: null, region: "GB", language: "en" as const };
  await grantGuest(db, visitId, first);
  const before = await versionsOf(visitId);
  expect(before).toHaveLength(2);
  await grantGuest(db, visitId, first);
  await grantGuest(db, visitId, { ...first, region: null, language: null });
  expect(await versionsOf(visitId)).toEqual(before);
  for (const change of [
    { accessVersion: 2 },
    { madeBy: host.id },
    { region: "DE" },
    { language: "de" as const },
    { guestId: guests[1]!.id },
  ]) {
    const old = await versionsOf(visitId);
    await grantGuest(db, visitId, { ...first, ...change });
    expect(await versionsOf(visitId), JSON.stringify(change)).not.toEqual(old);
    await grantGuest(db, visitId, first);
  }
});

test("what else a visit is granted, also as a guest after the share link, does not write the visit again", async () => {
  const [first, second] = [await aGathering(world, { guests: 1 }), await aGathering(world)];
  const visitId = randomUUID();
  const placeOf = async () => (await sql<{ place: string }>`select ctid::text as place from visits where id = ${visitId}`.execute(db)).rows;
  await grantShare(db, visitId, { eventId: first.id, shareVersion: 1 });
  const before = await placeOf();
  await grantShare(db, visitId, { eventId: second.id, shareVersion: 1 });
  await grantGuest(db, visitId, { eventId: first.id, guestId: first.guests[0]!.id, accessVersion: 1 });
  expect(await placeOf()).toEqual(before);
  expect((await grantsOf([visitId])).get(visitId)).toBeDefined();
  await grantGuest(db, visitId, { eventId: first.id, guestId: first.guests[0]!.id, accessVersion: 1, region: "GB" });
  expect(await placeOf()).not.toEqual(before);
});

test("a visit is extended by its use, once in EXTENDED_WITHIN_DAYS", async () => {
  const { id: eventId, guests } = await aGathering(world, { guests: 1 });
  const grant = { eventId, guestId: guests[0]!.id, accessVersion: 1 };
  const visitId = randomUUID();
  await grantGuest(db, visitId, grant);
  const daysLeftAfter = async (days: number) => {
    await sql`update visits set expires_at = now() + ${`${days} days`}::interval where id = ${visitId}`.execute(db);
    await grantGuest(db, visitId, grant);
    const { rows } = await sql<{ left: number }>`
      select extract(epoch from expires_at - now())::float8 / 86400 as left from visits where id = ${visitId}`.execute(db);
    return Math.round(rows[0]!.left * 100) / 100;
  };
  const limit = VISIT_DAYS - EXTENDED_WITHIN_DAYS;
  expect(await daysLeftAfter(limit + 0.1)).toBe(limit + 0.1);
  expect(await daysLeftAfter(limit - 0.1)).toBe(VISIT_DAYS);
});

test("a visit that has expired starts anew without its earlier grants", async () => {
  const [earlier, later] = [await aGathering(world, { guests: 1 }), await aGathering(world, { guests: 1 })];
  const visitId = randomUUID();
  const grantTo = ({ id: eventId, guests }: typeof earlier) =>
    grantGuest(db, visitId, { eventId, guestId: guests[0]!.id, accessVersion: 1 });
  const granted = async () => {
    const { rows } = await sql<{ event_id: string }>`select event_id from visit_grants where visit_id = ${visitId}`.execute(db);
    return rows.map(({ event_id }) => event_id);
  };
  await Promise.all([grantTo(earlier), grantTo(later)]);
  expect((await granted()).toSorted()).toEqual([earlier.id, later.id].toSorted());
  await sql`update visits set expires_at = now() - interval '1 minute' where id = ${visitId}`.execute(db);
  await grantTo(later);
  expect(await granted()).toEqual([later.id]);
});

test("a share link and a guest's own link are granted besides each other, in whatever order they come", async () => {
  const { id: eventId, guests } = await aGathering(world, { guests: 2 });
  const rights = async (visitId: string) => {
    const { rows } = await sql<{ guest_id: string | null; access_version: number | null; share_version: number | null }>`
      select guest_id, access_version, share_version from visit_grants where visit_id = ${visitId}`.execute(db);
    return rows;
  };
  const guest = { eventId, guestId: guests[0]!.id, accessVersion: 3, region: "GB" };
  const both = [{ guest_id: guest.guestId, access_version: 3, share_version: 7 }];
  const [first, second, together] = [randomUUID(), randomUUID(), randomUUID()];
  await grantGuest(db, first, guest);
  await grantShare(db, first, { eventId, shareVersion: 7 });
  expect(await rights(first)).toEqual(both);
  await grantShare(db, second, { eventId, shareVersion: 7 });
  expect(await rights(second)).toEqual([{ guest_id: null, access_version: null, share_version: 7 }]);
  await grantGuest(db, second, guest);
  expect(await rights(second)).toEqual(both);
  await Promise.all([grantShare(db, together, { eventId, shareVersion: 7 }), grantGuest(db, together, guest)]);
  expect(await rights(together)).toEqual(both);
});

test("those who open a share link at the same time are granted together; who opens it again costs no write", async () => {
  const { id: eventId } = await aGathering(world);
  const visits = Array.from({ length: 40 }, () => randomUUID());
  const grant = (visitId: string, shareVersion = 1) => grantShare(db, visitId, { eventId, shareVersion });
  await Promise.all(visits.map((visitId) => grant(visitId)));
  const granted = await grantsOf(visits);
  expect(granted.size).toBe(visits.length);
  expect(new Set([...granted.values()].map(({ xmin }) => xmin)).size).toBeLessThan(5);
  const before = await versionsOf(visits[0]!);
  await grant(visits[0]!);
  expect(await versionsOf(visits[0]!)).toEqual(before);
  await grant(visits[0]!, 2);
  expect(await versionsOf(visits[0]!)).not.toEqual(before);
});
