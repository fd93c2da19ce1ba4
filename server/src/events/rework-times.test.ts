import { randomUUID } from "node:crypto";
import { ZONE_DATA_VERSION } from "@turnout/contract/zone-data";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { connect } from "../db/connect.ts";
import { testDatabase } from "../db/test-database.ts";
import { systemCaller } from "../log/caller.ts";
import { expectConvergence } from "../testing/expect-convergence.ts";
import { aGathering, createWorld, guestViewer, hostViewer, publicViewer, type Gathering } from "../testing/world.ts";
import { reworkAllTimes, reworkTimes } from "./rework-times.ts";

const { db, url } = await testDatabase();
const world = createWorld(db);
const RIGHT = "2030-12-16T00:00:00.000Z"; // 19:00 in Winnipeg, which stays on summer time from 2026 on
const WRONG = "2030-12-16T01:00:00.000Z"; // by what was known before

/** Typed as 19:00 in Winnipeg, and worked out by an older release. */
async function anOldEvent(): Promise<Gathering> {
  const gathering = await aGathering(world, {
    guests: 1,
    fields: { visibility: "public", zone: "America/Winnipeg", starts: "2030-12-15T19:00" },
  });
  const kept = { starts: "2030-12-15T19:00", ends: null, answersClose: null, startsAt: WRONG, endsAt: null, answersCloseAt: null };
  await sql`update events set starts_at = ${WRONG}, wall_clock = ${JSON.stringify({ ...kept, zone: "America/Winnipeg", data: "2026a" })}::jsonb
    where id = ${gathering.id}`.execute(db);
  return gathering;
}

async function stateOf({ id }: Gathering) {
  const { rows } = await sql<{ at: Date; seq: number; revision: number; data: string; entries: number }>`
    select starts_at as at, log_seq as seq, revision, wall_clock ->> 'data' as data,
      (select count(*)::int from event_log where event_id = events.id and body ->> 'type' = 'event.edited') as entries
    from events where id = ${id}`.execute(db);
  return { ...rows[0]!, at: rows[0]!.at.toISOString() };
}

test("new rules for a zone move the instant and not the wall clock, once, with several processes too", async () => {
  const event = await anOldEvent();
  const before = await stateOf(event);
  const other = connect(url);
  try {
    const worlds = [world, createWorld(other), world, createWorld(other)];
    await Promise.all(worlds.map((one) => reworkAllTimes(one)));
    await reworkAllTimes(world);
  } finally {
    await other.destroy();
  }
  const { seq, revision, entries } = before;
  expect(await stateOf(event)).toEqual({ at: RIGHT, seq: seq + 1, revision: revision + 1, data: ZONE_DATA_VERSION, entries: entries + 1 });
  expect((await world.snapshot(event.id, publicViewer))!.details).toMatchObject({ starts: "2030-12-15T19:00", startsAt: RIGHT });
});

test("subscribers see the instant change", async () => {
  const event = await anOldEvent();
  const viewers = [hostViewer(event), guestViewer(event.guests[0]!), publicViewer];
  await expectConvergence(world, event.id, viewers, () =>
    world.changeEvent(event.id, reworkTimes, { commandId: randomUUID() }, systemCaller),
  );
});

test("an older release or the same one changes nothing, and events that are over or cancelled stay", async () => {
  const event = await anOldEvent();
  const before = await stateOf(event);
  await world.changeEvent(event.id, reworkTimes, { commandId: randomUUID(), data: "2025b" }, systemCaller);
  expect(await stateOf(event)).toEqual(before);
  await sql`update events set status = 'cancelled' where id = ${event.id}`.execute(db);
  await reworkAllTimes(world);
  expect(await stateOf(event)).toEqual(before);

  const current = await aGathering(world);
  const { seq } = await stateOf(current);
  await world.changeEvent(current.id, reworkTimes, { commandId: randomUUID() }, systemCaller);
  expect((await stateOf(current)).seq).toBe(seq);
});

test("of an all-day event the midnights move, which is no news: its days are the same", async () => {
  const event = await aGathering(world, { fields: { zone: "America/Winnipeg", allDay: true, starts: "2030-12-15", ends: "2030-12-16" } });
  const { at, revision, seq } = await stateOf(event);
  const wrong = new Date(Date.parse(at) + 3_600_000).toISOString();
  await sql`update events set starts_at = ${wrong}, wall_clock = wall_clock || ${JSON.stringify({ startsAt: wrong, data: "2026a" })}::jsonb
    where id = ${event.id}`.execute(db);
  await reworkAllTimes(world);
  expect(await stateOf(event)).toMatchObject({ at, revision, seq: seq + 1 });
});

test("an event in a zone that is no longer known stays as it is, and does not block others", async () => {
  const strange = await aGathering(world);
  await sql`update events set zone = 'US/Pacific-New', wall_clock = null where id = ${strange.id}`.execute(db);
  const { seq, at } = await stateOf(strange);
  const event = await anOldEvent();
  await reworkAllTimes(world);
  expect(await stateOf(strange)).toMatchObject({ seq, at });
  expect(await stateOf(event)).toMatchObject({ at: RIGHT });
});

test("a release that moves nothing is recorded without an entry", async () => {
  const event = await aGathering(world);
  await sql`update events set wall_clock = jsonb_set(wall_clock, '{data}', '"2020a"') where id = ${event.id}`.execute(db);
  const { seq, revision } = await stateOf(event);
  await reworkAllTimes(world);
  expect(await stateOf(event)).toMatchObject({ seq, revision, data: ZONE_DATA_VERSION });
});
