import { sql } from "kysely";
import { expect, test } from "vitest";
import { insightOf } from "../guests/insight.ts";
import { testDatabase } from "../db/test-database.ts";
import { aUser, createWorld } from "../testing/world.ts";
import { seedExample } from "./seed-example.ts";
import { seasonAt } from "./seasons.ts";

const { db } = await testDatabase();
const world = createWorld(db);

test("the example has every kind of answer and a waitlist; seeding twice changes nothing", async () => {
  const hosts = await Promise.all(
    ["Ada Lovelace", "Lin Clark"].map(async (name) => ({ ...(await aUser(world, name)), email: `${name}@example.org` })),
  );
  const deps = { db, changeEvent: world.changeEvent, now: () => new Date() };
  const eventId = await seedExample(deps, [hosts[0]!, hosts[1]!]);
  const counts = () =>
    sql<{
      standing: string;
      count: number;
    }>`select standing, count(*)::int as count from guests where event_id = ${eventId} group by standing`.execute(db);
  const standings = Object.fromEntries((await counts()).rows.map(({ standing, count }) => [standing, count]));
  expect(Object.keys(standings).toSorted()).toEqual(["declined", "going", "maybe", "none", "waiting"]);
  expect(Object.values(standings).reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(60);
  expect(standings.waiting).toBeGreaterThanOrEqual(3);

  const times = async () => {
    const { rows } = await sql<{ id: string; answered_at: Date }>`
      select id, answered_at from guests where event_id = ${eventId} and answered_at is not null order by id`.execute(db);
    return rows.map(({ answered_at }) => answered_at.getTime());
  };
  const answered = await times();
  const { answers, answered: replied, opened, guests } = await insightOf(db, eventId);
  expect(opened).toBeGreaterThan(replied);
  expect(opened).toBeLessThan(guests);
  expect(Math.max(...answered) - Math.min(...answered)).toBeGreaterThan(24 * 3_600_000);
  expect(Math.max(...answered)).toBeLessThan(Date.now());
  expect(new Set(answers.map(({ at }) => at.slice(0, 10))).size).toBeGreaterThan(2);

  await seedExample(deps, [hosts[0]!, hosts[1]!]);
  expect(await times()).toEqual(answered);
  expect((await insightOf(db, eventId)).opened).toBe(opened);
  expect(Object.fromEntries((await counts()).rows.map(({ standing, count }) => [standing, count]))).toEqual(standings);
});

test("the example's texts fit the season of its date", () => {
  const titleIn = (month: string) => seasonAt(`2027-${month}-19T19:00`).title;
  expect(["12", "01", "02"].map(titleIn)).toEqual(Array(3).fill("Winter table by the fire"));
  expect(["03", "04", "05"].map(titleIn)).toEqual(Array(3).fill("Spring table in the orchard"));
  expect(["06", "07", "08"].map(titleIn)).toEqual(Array(3).fill("Summer table in the meadow"));
  expect(["09", "10", "11"].map(titleIn)).toEqual(Array(3).fill("Harvest table in the barn"));
});
