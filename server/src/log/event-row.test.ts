import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { testDatabase } from "../db/test-database.ts";
import { eventColumns } from "./event-row.ts";

const { db } = await testDatabase();

test("each column is declared with the type and the default that the table has", async () => {
  const id = randomUUID();
  await sql`insert into events (id) values (${id})`.execute(db);
  const { rows } = await sql<Record<string, unknown>>`select * from events where id = ${id}`.execute(db);
  const {
    id: _,
    created_at: __,
    ...fresh
  } = Object.fromEntries(Object.entries(eventColumns).map(([name, column]) => [name, column.fresh]));
  expect(rows[0]).toEqual({ ...fresh, id, created_at: expect.any(Date) as Date });

  const types = await sql<{ name: string; type: string }>`
    select column_name as name, udt_name as type from information_schema.columns where table_name = 'events'`.execute(db);
  const called = {
    uuid: "uuid",
    text: "text",
    integer: "int4",
    bigint: "int8",
    boolean: "bool",
    timestamptz: "timestamptz",
    jsonb: "jsonb",
  };
  expect(Object.fromEntries(types.rows.map(({ name, type }) => [name, type]))).toEqual(
    Object.fromEntries(Object.entries(eventColumns).map(([name, { type }]) => [name, called[type]])),
  );
});
