import { sql } from "kysely";
import { expect, test } from "vitest";
import { testDatabase } from "../db/test-database.ts";
import { aGathering, createWorld } from "../testing/world.ts";
import { LOG_KEPT_DAYS, pruneLog } from "./prune-log.ts";

test("a large backlog is deleted in steps, and each event keeps its newest entry", async () => {
  const { db } = await testDatabase();
  const world = createWorld(db);
  const events = [await aGathering(world, { guests: 3 }), await aGathering(world)];
  await pruneLog(db, new Date(Date.now() + (LOG_KEPT_DAYS + 1) * 86_400_000), 1);
  const left = await sql<{ id: string; seq: number; log_seq: number }>`
    select events.id, seq, log_seq from event_log join events on events.id = event_id`.execute(db);
  expect(left.rows.map(({ id }) => id).toSorted()).toEqual(events.map(({ id }) => id).toSorted());
  for (const { seq, log_seq } of left.rows) expect(seq).toBe(log_seq);
  expect((await sql`select 1 from command_results`.execute(db)).rows).toEqual([]);
});
