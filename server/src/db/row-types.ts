// Row types of SQL queries, derived from the generated table types: a column that changes its type or is dropped fails to
// compile wherever it is read. `sql<…>` takes only these types.
import type { Selectable } from "kysely";
import type { Database } from "./database.ts";
import type { JsonObject } from "./schema.ts";

type Table = keyof Database;
type RowOf<Of extends Table> = Selectable<Database[Of]>;

/** These columns of a table; without names, all. */
export type Columns<Of extends Table, Names extends keyof RowOf<Of> = keyof RowOf<Of>> = Pick<RowOf<Of>, Names>;

/** Columns under other names: `{ eventId: "event_id" }`. */
export type Renamed<Of extends Table, Names extends Record<string, keyof RowOf<Of>>> = {
  [Name in keyof Names]: RowOf<Of>[Names[Name]];
};

/** Columns of the nullable side of an outer join. */
export type Outer<Row> = { [Name in keyof Row]: Row[Name] | null };

/** Columns that the query's condition guarantees not to be null. */
export type NotNull<Row, Names extends keyof Row> = Omit<Row, Names> & { [Name in Names]: NonNullable<Row[Name]> };

/** Text or JSON columns that hold only some of the values that their type allows. */
export type Narrowed<Row, Values extends { [Name in keyof Row]?: JsonObject extends Row[Name] ? unknown : Row[Name] }> = Omit<
  Row,
  keyof Values
> &
  Values;

/** JavaScript types of PostgreSQL's, as the connections parse them. */
interface Read {
  boolean: boolean;
  integer: number;
  bigint: number;
  float8: number;
  text: string;
  uuid: string;
  timestamptz: Date;
  "uuid[]": string[];
}

/** Computed columns, by their PostgreSQL type; with `null` where they are nullable. */
export type Computed<Names extends string, Type extends keyof Read | null> = {
  [Name in Names]: Type extends keyof Read ? Read[Type] : null;
};
