import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { messagesTable, repliesTo } from "../chat/tables.ts";
import { writersOf } from "../db/connect.ts";
import { lookUp } from "../db/look-ups.ts";
import { testDatabase } from "../db/test-database.ts";
import { allHostsOf, hostsTable } from "../events/tables.ts";
import { accessQuery } from "../guests/access.ts";
import { EXPECTED_AFTER, EXPECTED_BEFORE, expectedConnections } from "../guests/expected-connections.ts";
import { grantGuest } from "../guests/visits.ts";
import { guestsByEmail, guestsByUser, guestsByVisit, guestsTable, waitlist } from "../guests/tables.ts";
import { allBulletinsOf, bulletinsTable } from "../invitations/bulletins-table.ts";
import { guestOfLink } from "../invitations/personal-links.ts";
import { photosTable, shownPhotosOf } from "../photos/tables.ts";
import type { EventTable, Selection } from "./event-table.ts";
import { aGathering, createWorld } from "../testing/world.ts";
import { PLANNED_ANEW, rowsNamed, rowsSelected, rowsWritten } from "./row-statements.ts";

const { db } = await testDatabase();
const table = <Row extends { id: string }>(one: EventTable<Row>) => one as unknown as EventTable<never>;
const id = "00000000-0000-4000-8000-000000000000";

const read = [guestsTable, hostsTable, messagesTable, bulletinsTable, photosTable].map((one) =>
  rowsNamed(table(one as never), [{ eventId: id, key: id }]),
);
const selected = [waitlist, guestsByEmail, guestsByUser, guestsByVisit, repliesTo, allHostsOf, allBulletinsOf, shownPhotosOf].map((one) =>
  rowsSelected(one as Selection<never>, [{ eventId: id, key: null }], 1),
);
const change = { table: table(guestsTable), added: [], changed: [{ id }], columns: ["standing"], removed: [id] };
const written = rowsWritten([{ eventId: id, event: {} as never, changed: [], rows: [change], entries: [], done: [] }]);
const statements = [...read, ...selected, ...written].map(({ text }) => text);

type Plan = { "QUERY PLAN": string };

/** What a guest's page looks up, as it is prepared, from the personal link on. */
async function preparedForPages(): Promise<string[]> {
  const world = createWorld(db);
  const { id: eventId, host, guests } = await aGathering(world, { guests: 1 });
  const asked = { user: { id: host.id } as never, visitId: randomUUID(), wantsPart: true };
  await guestOfLink(db, "a link");
  await grantGuest(db, randomUUID(), { eventId, guestId: guests[0]!.id, accessVersion: 1 });
  await lookUp(db, (on) => accessQuery(eventId, [asked]).execute(on));
  await world.snapshot(eventId, { class: "guest", userId: null, guestId: guests[0]!.id, name: "Grace", linkMadeBy: null });
  const { rows } = await lookUp(db, (on) =>
    sql<{ statement: string }>`select statement from pg_prepared_statements where name like 'plan %'`.execute(on),
  );
  return rows.map(({ statement }) => statement).filter((statement) => !statement.includes("pg_prepared_statements"));
}

async function expectLookUps(texts: string[]) {
  const client = await writersOf(db).connect();
  try {
    for (const text of texts) {
      const { rows } = await client.query<Plan>(`explain (generic_plan) ${text}`);
      const plan = rows.map((row) => row["QUERY PLAN"]).join("\n");
      expect(plan.replace("Seq Scan on instance", ""), text).not.toContain("Seq Scan"); // it has one row
      expect(plan, text).toContain("Index Cond");
      // An index that only knows the event would leave every one of its rows to be looked at for each key.
      expect(plan, text).not.toMatch(/Filter: .*(\bid|\buser_id|\bvisit_id|\bemail|\breply_to) = |Filter: .* = (id|key)\b/);
    }
  } finally {
    client.release();
  }
}

test("writers' queries use an index, never a scan, however new the tables' statistics", () => expectLookUps(statements));

test("control: other connections would scan new tables for some of them", async () => {
  const plans: string[] = [];
  for (const text of statements) {
    const { rows } = await sql.raw<Plan>(`explain (generic_plan) ${text}`).execute(db);
    plans.push(rows.map((row) => row["QUERY PLAN"]).join("\n"));
  }
  expect(plans.some((plan) => plan.includes("Seq Scan"))).toBe(true);
});

test("rows are read by their ids one by one, also with statistics from when the table was almost empty", async () => {
  await aGathering(createWorld(db), { guests: 1 });
  await sql`vacuum analyze`.execute(db);
  await expectLookUps(read.map(({ text }) => text));
});

test("what a page shows is looked up by complete keys, also with statistics from when the tables were almost empty", async () => {
  const looked = await preparedForPages();
  expect(looked.map((text) => /from (\w+)/.exec(text)?.[1]).toSorted()).toEqual([
    "events",
    "hosts",
    "life",
    "messages",
    "unnest",
    "unnest",
    "waitlist",
  ]);
  await sql`vacuum analyze`.execute(db);
  await expectLookUps(looked);
});

test("whose pages may soon be opened is counted from the events that begin about now, without reading any of 10,000 others", async () => {
  const now = new Date("2041-06-18T19:00:00Z");
  await sql`
    insert into events (id, status, guest_count, starts_at)
    select gen_random_uuid(), 'published', 1, ${now}::timestamptz + make_interval(hours => n) from generate_series(-5000, 5000) n`.execute(
    db,
  );
  await expectedConnections(db, now);
  const { rows } = await lookUp(db, (on) =>
    sql<{ statement: string }>`select statement from pg_prepared_statements where statement like '%as expected%'`.execute(on),
  );
  const [text] = rows.map(({ statement }) => statement).filter((statement) => !statement.includes("pg_prepared_statements"));
  await expectLookUps([text!]);
  const client = await writersOf(db).connect();
  try {
    const window = [new Date(now.getTime() - EXPECTED_AFTER), new Date(now.getTime() + EXPECTED_BEFORE)];
    const explained = await client.query<Plan>(`explain (analyze, costs off, timing off, summary off) ${text}`, window);
    const plan = explained.rows.map((row) => row["QUERY PLAN"]).join("\n");
    expect(plan).toMatch(/Index Scan using events_by_start on events \(actual rows=1\.?0* loops=1\)/);
    expect(plan).not.toContain("Rows Removed");
  } finally {
    client.release();
  }
});

test("a change of many rows is planned for the table as it is, and one of a few is not planned again", async () => {
  const changeOf = (count: number) => {
    const rows = Array.from({ length: count }, () => ({ id }));
    const of = { table: table(guestsTable), added: [], changed: rows, columns: ["delivery"], removed: [] };
    return rowsWritten([{ eventId: id, event: {} as never, changed: [], rows: [of], entries: [], done: [] }])[0]!;
  };
  expect(changeOf(1).name).toBe(changeOf(PLANNED_ANEW - 1).name);
  expect(changeOf(PLANNED_ANEW)).not.toHaveProperty("name");
  const { id: eventId } = await aGathering(createWorld(db), { guests: 1 });
  await sql`vacuum analyze`.execute(db);
  await sql`
    insert into guests (id, event_id, name, source) select gen_random_uuid(), ${eventId}, 'Grace', 'host' from generate_series(1, 2000)`.execute(
    db,
  );
  await expectLookUps([changeOf(PLANNED_ANEW).text]);
});
