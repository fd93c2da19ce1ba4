import type pg from "pg";

/** Rows that are read or written at once; of pictures, which have megabytes, few. */
export const AT_ONCE = 500;
export const PICTURES_AT_ONCE = 4;

/** Rows of a query, some at a time. */
export async function* fetched<Row>(client: pg.Client, statement: string, values: unknown[], atOnce = AT_ONCE): AsyncGenerator<Row[]> {
  await client.query(`declare rows_to_write no scroll cursor for ${statement}`, values);
  for (;;) {
    const { rows } = await client.query(`fetch ${atOnce} from rows_to_write`);
    if (rows.length > 0) yield rows as Row[];
    if (rows.length < atOnce) break;
  }
  await client.query("close rows_to_write");
}
