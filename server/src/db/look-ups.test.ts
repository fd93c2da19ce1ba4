import { sql } from "kysely";
import { expect, test } from "vitest";
import { LOOK_UP_CONNECTIONS } from "./connect.ts";
import { lookUp, lookUpTogether } from "./look-ups.ts";
import { testDatabase } from "./test-database.ts";

const { db } = await testDatabase();
await sql`create table shelves (id int primary key, books int)`.execute(db);
await sql`insert into shelves values (1, 10)`.execute(db);
const shelf = sql<never>`select * from shelves where id = ${1}`;

test("a look-up is prepared once per connection, whatever it looks for", async () => {
  for (const id of [1, 2, 3]) await lookUp(db, (on) => sql<never>`select books from shelves where id = ${id}`.execute(on));
  const { rows } = await lookUp(db, (on) =>
    sql<never>`select generic_plans::int as uses from pg_prepared_statements where statement like 'select books%'`.execute(on),
  );
  expect(rows).toEqual([{ uses: 3 }]);
});

test("a look-up whose columns a migration has changed works at once, on every connection", async () => {
  const everywhere = () => Promise.all(Array.from({ length: LOOK_UP_CONNECTIONS }, () => lookUp(db, (on) => shelf.execute(on))));
  await everywhere();
  await sql`alter table shelves add column label text`.execute(db);
  const found = await everywhere();
  expect(found.map(({ rows }) => rows)).toEqual(Array(LOOK_UP_CONNECTIONS).fill([{ id: 1, books: 10, label: null }]));
});

test("look-ups that belong together see one state, and leave no transaction open", async () => {
  const [before, after] = await lookUpTogether(db, async (state) => {
    const first = await shelf.execute(state);
    await sql`update shelves set books = 11`.execute(db);
    return [first.rows, (await shelf.execute(state)).rows];
  });
  expect(after).toEqual(before);
  expect((await lookUp(db, (on) => shelf.execute(on))).rows).not.toEqual(before);
});

test("after a failed look-up the connection serves the next", async () => {
  for (let tries = 0; tries <= LOOK_UP_CONNECTIONS; tries += 1)
    await expect(lookUpTogether(db, (state) => sql<never>`select nothing from shelves`.execute(state))).rejects.toThrow("nothing");
  expect((await lookUpTogether(db, (state) => shelf.execute(state))).rows).toHaveLength(1);
});
