import { sql, type RawBuilder, type Transaction } from "kysely";
import type { Database } from "../db/database.ts";

/** A table whose rows belong to one event each: what commands may ask for and change. */
export interface EventTable<Row extends { id: string }> {
  readonly name: string;
  readonly columns: readonly (keyof Row & string)[];
}

/** Rows found by something else than their id. `where` sees the keys of the whole batch at once. */
export interface Selection<Row extends { id: string }> {
  readonly name: string;
  readonly table: EventTable<Row>;
  where(keys: string[], limit: number): RawBuilder<unknown>;
}

/** Rows a command wants to see under the event's lock. */
export type Need = { table: EventTable<never>; ids: string[] } | { selection: Selection<never>; keys: string[] };

export function rowsById<Row extends { id: string }>(table: EventTable<Row>, ids: (string | null | undefined)[]): Need {
  return { table: table as unknown as EventTable<never>, ids: ids.filter((id) => id != null) };
}

export function rowsWhere<Row extends { id: string }>(selection: Selection<Row>, keys: string[] = []): Need {
  return { selection: selection as unknown as Selection<never>, keys };
}

const columnList = (table: EventTable<never>) => sql.join(table.columns.map((column) => sql.ref(column)));

export async function loadByIds(tx: Transaction<Database>, eventId: string, table: EventTable<never>, ids: string[]) {
  const rows = await sql<{ id: string }>`
    select ${columnList(table)} from ${sql.table(table.name)} where event_id = ${eventId} and id = any(${ids}::uuid[])`.execute(tx);
  return rows.rows;
}

export async function loadSelection(
  tx: Transaction<Database>,
  eventId: string,
  selection: Selection<never>,
  keys: string[],
  limit: number,
) {
  const { table } = selection;
  const rows = await sql<{ id: string }>`
    select ${columnList(table)} from ${sql.table(table.name)}
    where event_id = ${eventId} and ${selection.where(keys, limit)}`.execute(tx);
  return rows.rows;
}

/** Writes all changed and added rows of one table in one statement. */
export async function saveRows(tx: Transaction<Database>, eventId: string, table: EventTable<never>, rows: { id: string }[]) {
  if (rows.length === 0) return;
  const columns = columnList(table);
  const updates = sql.join(
    table.columns.filter((column) => column !== "id").map((column) => sql`${sql.ref(column)} = excluded.${sql.ref(column)}`),
  );
  await sql`
    insert into ${sql.table(table.name)} (event_id, ${columns})
    select ${eventId}::uuid, ${columns}
    from jsonb_populate_recordset(null::${sql.table(table.name)}, ${JSON.stringify(rows)}::jsonb)
    on conflict (event_id, id) do update set ${updates}`.execute(tx);
}

/** Deletes rows for good, for tables in which leaving is not a state. */
export async function deleteRows(tx: Transaction<Database>, eventId: string, table: EventTable<never>, ids: string[]) {
  if (ids.length === 0) return;
  await sql`delete from ${sql.table(table.name)} where event_id = ${eventId} and id = any(${ids}::uuid[])`.execute(tx);
}
