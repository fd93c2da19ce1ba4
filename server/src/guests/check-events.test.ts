import { sql } from "kysely";
import { expect, onTestFinished, test } from "vitest";
import { runOn, testDatabase } from "../db/test-database.ts";
import { LOG_KEPT_DAYS } from "../log/prune-log.ts";
import { aGathering, answering, asGuest, createWorld } from "../testing/world.ts";
import { until } from "../testing/until.ts";
import { CHECKED_AT_ONCE, checkEvents } from "./check-events.ts";
import { answerInvitation } from "./commands.ts";
import { watchEvents } from "./watch-events.ts";

const { db, url } = await testDatabase();
const world = createWorld(db, () => new Date("2040-06-01T12:00:00Z"));

async function anEvent(capacity: number | null = null) {
  const gathering = await aGathering(world, { guests: 3, fields: { starts: "2040-07-01T19:00", zone: "UTC", capacity, waitlist: true } });
  for (const guest of gathering.guests) await world.changeEvent(gathering.id, answerInvitation, answering("going", 1), asGuest(guest));
  return gathering;
}

test("events whose seats and whose logs are as they have to be are not told", async () => {
  await anEvent();
  await anEvent(4);
  expect(await checkEvents(db, null)).toEqual({ next: null, broken: { seats: [], log: [] } });
});

test("an event that counts other seats than its guests take is told, and so is one with more guests than it takes", async () => {
  const [miscounted, oversold] = [await anEvent(), await anEvent(4)];
  await sql`update events set seats_taken = seats_taken - 1 where id = ${miscounted.id}`.execute(db);
  // The database refuses what it can see: the event's own counter. Guests it does not count.
  await expect(sql`update events set seats_taken = 6 where id = ${oversold.id}`.execute(db)).rejects.toThrow("never_overbooked");
  await sql`update guests set standing = 'going', ticket = null where event_id = ${oversold.id}`.execute(db);
  expect((await checkEvents(db, null)).broken.seats.toSorted()).toEqual([miscounted.id, oversold.id].toSorted());
  await sql`delete from events where id in (${miscounted.id}, ${oversold.id})`.execute(db);
});

test("an event that counts rightly more guests than it takes is told, should the database have let that pass", async () => {
  const { id } = await anEvent(4);
  await runOn(url, "alter table events drop constraint never_overbooked");
  onTestFinished(async () => void (await sql`delete from events where id = ${id}`.execute(db)));
  await sql`update events set capacity = 2 where id = ${id}`.execute(db);
  const broken = async () => (await checkEvents(db, null)).broken.seats;
  expect(await broken()).toEqual([id]);
  await sql`update events set capacity = 4 where id = ${id}`.execute(db);
  expect(await broken()).toEqual([]);
});

test("a gap among entries that are about to be pruned is none", async () => {
  const { id } = await anEvent();
  onTestFinished(async () => void (await sql`delete from events where id = ${id}`.execute(db)));
  const age = (days: number) => sql`update event_log set at = now() - ${`${days} days`}::interval where event_id = ${id}`.execute(db);
  await sql`delete from event_log where event_id = ${id} and seq = 2`.execute(db);
  await age(LOG_KEPT_DAYS - 1);
  expect((await checkEvents(db, null)).broken.log).toEqual([]);
  await age(LOG_KEPT_DAYS - 3);
  expect((await checkEvents(db, null)).broken.log).toEqual([id]);
});

test("a gap in a log is told, and so are entries that are missing at its end; what was deleted by age is no gap", async () => {
  const [gap, cut, pruned] = [await anEvent(), await anEvent(), await anEvent()];
  const newest = async (id: string) =>
    (await db.selectFrom("events").select("log_seq").where("id", "=", id).executeTakeFirstOrThrow()).log_seq;
  await sql`delete from event_log where event_id = ${gap.id} and seq = ${(await newest(gap.id)) - 1}`.execute(db);
  await sql`delete from event_log where event_id = ${cut.id} and seq = ${await newest(cut.id)}`.execute(db);
  await sql`delete from event_log where event_id = ${pruned.id} and seq < ${(await newest(pruned.id)) - 1}`.execute(db);
  expect((await checkEvents(db, null)).broken.log.toSorted()).toEqual([gap.id, cut.id].toSorted());
  for (const { id } of [gap, cut, pruned]) await sql`delete from events where id = ${id}`.execute(db);
});

test("events are looked at some at a time, by id, and broken ones again", async () => {
  await sql`insert into events (id, title) select gen_random_uuid(), 'many' from generate_series(1, ${CHECKED_AT_ONCE + 20})`.execute(db);
  const total = Number((await sql<{ count: string }>`select count(*) from events`.execute(db)).rows[0]!.count);
  const first = await checkEvents(db, null);
  expect(first.next).not.toBeNull();
  const [{ id: early }] = (await sql<{ id: string }>`select id from events order by id limit 1`.execute(db)).rows as [{ id: string }];
  await sql`update events set seats_taken = 9 where id = ${early}`.execute(db);
  const second = await checkEvents(db, first.next, [early]);
  expect(second).toMatchObject({ next: null, broken: { seats: [early] } });
  expect(total - CHECKED_AT_ONCE).toBeLessThanOrEqual(CHECKED_AT_ONCE);
  await sql`delete from events where title = 'many'`.execute(db);
});

test("a worker begins anywhere, so that those that are often started anew reach the last events, too", async () => {
  await sql`insert into events (id, title) select gen_random_uuid(), 'many' from generate_series(1, ${CHECKED_AT_ONCE + 10})`.execute(db);
  onTestFinished(async () => void (await sql`delete from events where title = 'many'`.execute(db)));
  // It may be none of these many.
  const last = await db.selectFrom("events").select(["id", "seats_taken"]).orderBy("id", "desc").executeTakeFirstOrThrow();
  const take = (seats: number) => sql`update events set seats_taken = ${seats} where id = ${last.id}`.execute(db);
  await take(9);
  onTestFinished(async () => void (await take(last.seats_taken)));
  const named: string[] = [];
  const told: unknown[] = [];
  for (let worker = 0; worker < 20; worker++) {
    const watch = {
      onBroken: (_: unknown, ids: string[]) => void named.push(...ids),
      onError: (error: unknown) => expect.unreachable(String(error)),
    };
    onTestFinished(watchEvents({ db, ...watch, tell: (broken) => void told.push(broken) }));
  }
  await until(() => expect(told).toHaveLength(20));
  expect(named).toContain(last.id);
});

test("a worker tells how many are broken, names each once, and says nothing while the database cannot be asked", async () => {
  const { id } = await anEvent();
  const told: unknown[] = [];
  const named: unknown[] = [];
  const errors: unknown[] = [];
  const stop = watchEvents({
    db,
    tell: (broken) => void told.push(broken),
    onBroken: (invariant, ids) => void named.push([invariant, ids]),
    onError: (error) => void errors.push(error),
    interval: 50,
  });
  onTestFinished(stop);
  await until(() => expect(told.at(-1)).toEqual({ seats: 0, log: 0 }));
  await sql`update events set seats_taken = seats_taken + 1 where id = ${id}`.execute(db);
  await until(() => expect(told.at(-1)).toEqual({ seats: 1, log: 0 }));
  await sql`update events set seats_taken = seats_taken - 1 where id = ${id}`.execute(db);
  await until(() => expect(told.at(-1)).toEqual({ seats: 0, log: 0 }));
  expect(named).toEqual([["seats", [id]]]);
  await runOn(url, "alter table event_log rename to elsewhere");
  await until(() => expect(told.at(-1)).toBeNull());
  expect(errors.length).toBeGreaterThan(0);
  await runOn(url, "alter table elsewhere rename to event_log");
  await until(() => expect(told.at(-1)).toEqual({ seats: 0, log: 0 }));
});
