import { sql } from "kysely";
import { expect, test } from "vitest";
import { connect, STATEMENT_TIMEOUT } from "./connect.ts";
import { testDatabase } from "./test-database.ts";
import { PATIENCE } from "../testing/patience.ts";
import { afterFile } from "../testing/after-file.ts";

test("a test's database is given more time than in production, on its own connections and on others by its URL", async () => {
  const { db, url } = await testDatabase();
  const other = connect(url);
  afterFile(() => other.destroy());
  expect(PATIENCE).toBeGreaterThan(STATEMENT_TIMEOUT);
  for (const one of [db, other]) {
    const { rows } = await sql<{
      ms: number;
    }>`select extract(epoch from current_setting('statement_timeout')::interval)::int * 1000 as ms`.execute(one);
    expect(rows).toEqual([{ ms: PATIENCE }]);
  }
});
