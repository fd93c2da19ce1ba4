import type pg from "pg";

/** Most rows that are read or written at once, */
export const AT_ONCE = 500;
/** and about how many bytes: a row can have megabytes. */
const BYTES_AT_ONCE = 1 << 20;
/** Rows that show how large they are. */
const FIRST = 4;
/** How many times as many rows may follow: later ones can be larger. */
const GROWTH = 8;

/** Rows of a query, as many at a time as fit into memory. */
export async function* fetched<Row extends object>(client: pg.Client, statement: string, values: unknown[]): AsyncGenerator<Row[]> {
  await client.query(`declare rows_to_write no scroll cursor for ${statement}`, values);
  for (let wanted = FIRST; ;) {
    const { rows } = (await client.query(`fetch ${wanted} from rows_to_write`)) as { rows: Row[] };
    if (rows.length > 0) yield rows;
    if (rows.length < wanted) break;
    const each = rows.reduce((sum, row) => sum + bytesOf(row), 0) / rows.length;
    wanted = Math.max(1, Math.min(AT_ONCE, wanted * GROWTH, Math.floor(BYTES_AT_ONCE / Math.max(1, each))));
  }
  await client.query("close rows_to_write");
}

/** Of what can be large: texts and pictures. */
const bytesOf = (row: object): number =>
  Object.values(row).reduce<number>((sum, value) => sum + (typeof value === "string" || Buffer.isBuffer(value) ? value.length : 0), 0);
