/** PostgreSQL's name of a column's type. */
export type ColumnType = "uuid" | "text" | "integer" | "bigint" | "boolean" | "timestamptz" | "jsonb";

/** A table whose rows belong to one event each, and which commands may load and change. */
export interface EventTable<Row extends { id: string }> {
  readonly name: string;
  readonly columns: Readonly<Record<keyof Row & string, ColumnType>>;
}

/** Rows selected by something other than their id. */
export interface Selection<Row extends { id: string }> {
  readonly name: string;
  readonly table: EventTable<Row>;
  /** The type of the selection's key; null: it has none. */
  readonly keys: "uuid" | "text" | null;
  /** A condition in SQL on a row; `wanted.key` is the selection's key. */
  readonly where: string;
  /** The column that orders the rows. Only a limited number is read: there may be more after the last. */
  readonly inOrderOf?: keyof Row & string;
  /** A table that the database keeps, with the ids of these rows in that order: so that no index of their own table has to. */
  readonly listedIn?: { readonly table: string; readonly id: string };
}

/** Rows that a command loads under the event's lock. */
export type Need = { table: EventTable<never>; ids: string[] } | { selection: Selection<never>; keys: string[] };

export function rowsById<Row extends { id: string }>(table: EventTable<Row>, ids: (string | null | undefined)[]): Need {
  return { table: table as unknown as EventTable<never>, ids: ids.filter((id) => id != null) };
}

export function rowsWhere<Row extends { id: string }>(selection: Selection<Row>, keys: string[] = []): Need {
  return { selection: selection as unknown as Selection<never>, keys };
}

/** The rows that a batch of commands loads, each table and each selection once. */
export interface Wanted {
  ids: Map<EventTable<never>, Set<string>>;
  selections: Map<Selection<never>, Set<string>>;
}

export function wantedOf(needs: Iterable<Need>): Wanted {
  const wanted: Wanted = { ids: new Map(), selections: new Map() };
  for (const need of needs) {
    if ("table" in need) add(wanted.ids, need.table, need.ids);
    else add(wanted.selections, need.selection, need.keys);
  }
  return wanted;
}

function add<Key>(sets: Map<Key, Set<string>>, key: Key, values: string[]) {
  const known = sets.get(key) ?? new Set<string>();
  for (const value of values) known.add(value);
  sets.set(key, known);
}
