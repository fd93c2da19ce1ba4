import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import type pg from "pg";
import { expect, test } from "vitest";
import { postMessage } from "../chat/commands.ts";
import { WRITERS, writersOf } from "../db/connect.ts";
import { isStalePlan } from "../db/outage.ts";
import { testDatabase } from "../db/test-database.ts";
import { answerInvitation } from "../guests/commands.ts";
import { aGathering, answering, asGuest, asUser, createWorld, type Gathering } from "../testing/world.ts";

const { db } = await testDatabase();
const world = createWorld(db);

/** How often a statement of the writer failed because its plan was older than the columns. */
let stale = 0;
const watched = new WeakSet<pg.ClientBase>();
writersOf(db).on("acquire", (client) => {
  if (watched.has(client)) return;
  watched.add(client);
  const query = client.query.bind(client) as (...args: unknown[]) => Promise<unknown>;
  client.query = ((...args: unknown[]) =>
    query(...args).catch((error: unknown) => {
      if (isStalePlan(error)) stale += 1;
      throw error;
    })) as never;
});

/** Uses every connection of the writer: each event is changed in a transaction of its own. */
async function writeTo(gatherings: Gathering[]) {
  await Promise.all(
    gatherings.flatMap(({ id, host, guests }) => [
      world.changeEvent(id, postMessage, { commandId: randomUUID(), text: "Still here", replyTo: null }, asUser(host)),
      world.changeEvent(id, answerInvitation, answering("going"), asGuest(guests[0]!)),
    ]),
  );
}

const gatherings = await Promise.all(Array.from({ length: 3 * WRITERS }, () => aGathering(world, { guests: 1 })));

test("columns that a newer version adds do not disturb this version's writers", async () => {
  await writeTo(gatherings);
  for (const table of ["events", "guests", "event_log", "messages", "command_results"])
    await sql`alter table ${sql.table(table)} add column added_later integer not null default 0`.execute(db);
  await writeTo(gatherings);
  expect(stale).toBe(0);
});

test("no command fails when a column changes its type: the connection with the old plan is dropped, and the command is retried", async () => {
  await writeTo(gatherings);
  await sql`alter table events alter column cancel_note type varchar(3000)`.execute(db);
  await sql`alter table guests alter column note type varchar(3000)`.execute(db);
  await writeTo(gatherings);
  expect(stale).toBeGreaterThan(0);
  const after = stale;
  await writeTo(gatherings);
  expect(stale).toBe(after);
});
