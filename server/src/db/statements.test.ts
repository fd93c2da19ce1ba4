import fc from "fast-check";
import pg from "pg";
import { afterAll, expect, test } from "vitest";
import { textArray, uuidArray } from "./statements.ts";
import { testDatabase } from "./test-database.ts";

const { url } = await testDatabase();
const client = new pg.Client({ connectionString: url });
await client.connect();
afterAll(() => client.end());

test("every array of texts, with nulls, round-trips through PostgreSQL", async () => {
  const text = fc
    .oneof(fc.string({ unit: "grapheme" }), fc.constantFrom("", "NULL", "{}", '"', "\\", "a,b", "\n"))
    .map((one) => one.toWellFormed().replaceAll("\0", ""));
  await fc.assert(
    fc.asyncProperty(fc.array(fc.option(text), { maxLength: 40 }), async (values) => {
      const found = await client.query<{ place: number; value: string | null }>(
        "select place::int, value from unnest($1::text[]) with ordinality as given (value, place)",
        [textArray(values)],
      );
      expect(found.rows.map(({ value }) => value)).toEqual(values);
    }),
    { numRuns: 200 },
  );
});

test("every array of ids round-trips through PostgreSQL", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.option(fc.uuid()), { maxLength: 40 }), async (values) => {
      const found = await client.query<{ value: string | null }>("select value from unnest($1::uuid[]) as given (value)", [
        uuidArray(values),
      ]);
      expect(found.rows.map(({ value }) => value)).toEqual(values);
    }),
    { numRuns: 100 },
  );
});

test.each(["", "7", "not an id", "123e4567-e89b-12d3-a456-42661417400", "123e4567-e89b-12d3-a456-4266141740000", "✓".repeat(36)])(
  "an invalid id is not sent: %j",
  (text) => {
    expect(() => uuidArray([text])).toThrow(RangeError);
  },
);
