import { sql } from "kysely";
import { expect, test } from "vitest";
import { messagesTable, repliesTo } from "../chat/tables.ts";
import { writersOf } from "../db/connect.ts";
import { testDatabase } from "../db/test-database.ts";
import { allHostsOf, hostsTable } from "../events/tables.ts";
import { guestsByEmail, guestsByUser, guestsByVisit, guestsTable, waitingLine } from "../guests/tables.ts";
import type { EventTable, Selection } from "./event-table.ts";
import { rowsNamed, rowsSelected, rowsWritten } from "./row-statements.ts";

const { db } = await testDatabase();
const table = <Row extends { id: string }>(one: EventTable<Row>) => one as unknown as EventTable<never>;
const id = "00000000-0000-4000-8000-000000000000";

const read = [guestsTable, hostsTable, messagesTable].map((one) => rowsNamed(table(one as never), [{ eventId: id, key: id }]));
const selected = [waitingLine, guestsByEmail, guestsByUser, guestsByVisit, repliesTo, allHostsOf].map((one) =>
  rowsSelected(one as Selection<never>, [{ eventId: id, key: null }], 1),
);
const change = { table: table(guestsTable), added: [], changed: [{ id }], columns: ["standing"], removed: [id] };
const written = rowsWritten([{ eventId: id, event: {} as never, changed: [], rows: [change], entries: [], done: [] }]);
const statements = [...read, ...selected, ...written].map(({ text }) => text);

type Plan = { "QUERY PLAN": string };

test("whatever writers look up, however young the tables, they find by an index and not by reading them through", async () => {
  const client = await writersOf(db).connect();
  try {
    for (const text of statements) {
      const { rows } = await client.query<Plan>(`explain (generic_plan) ${text}`);
      const plan = rows.map((row) => row["QUERY PLAN"]).join("\n");
      expect(plan, text).not.toContain("Seq Scan");
      expect(plan, text).toContain("Index Cond");
      // An index that only knows the event would leave every one of its rows to be looked at for each key.
      expect(plan, text).not.toMatch(/Filter: .*(\bid|\buser_id|\bemail|\breply_to) = |Filter: .* = (id|key)\b/);
    }
  } finally {
    client.release();
  }
});

test("control: other connections would read young tables through for some of them", async () => {
  const plans: string[] = [];
  for (const text of statements) {
    const { rows } = await sql.raw<Plan>(`explain (generic_plan) ${text}`).execute(db);
    plans.push(rows.map((row) => row["QUERY PLAN"]).join("\n"));
  }
  expect(plans.some((plan) => plan.includes("Seq Scan"))).toBe(true);
});
