import { createHash } from "node:crypto";
import { textArray, uuidArray } from "../db/statements.ts";
import type { EventRow } from "./event-row.ts";
import type { ColumnType, EventTable, Selection } from "./event-table.ts";
import type { RowChanges } from "./store.ts";

/** A statement that PostgreSQL plans once for each connection. */
export interface Prepared {
  name: string;
  text: string;
  values: unknown[];
}

type Table = EventTable<never>;
const columnsOf = (table: Table) => Object.keys(table.columns);

export function rowsNamed(table: Table, eventId: string, ids: Iterable<string>): Prepared {
  const text = `select ${columnsOf(table).join(", ")} from ${table.name} where event_id = $1 and id = any($2::uuid[])`;
  return { name: `${table.name} by id`, text, values: [eventId, uuidArray([...ids])] };
}

export function rowsSelected(selection: Selection<never>, eventId: string, keys: Iterable<string>, limit: number): Prepared {
  const { name, table, keys: type, where, inOrderOf } = selection;
  const most = inOrderOf ? `order by ${inOrderOf as string} limit $3::integer` : "and $3::integer > 0";
  const text = `select ${columnsOf(table).join(", ")} from ${table.name} where event_id = $1 and $2::${type}[] is not null and ${where} ${most}`;
  return { name, text, values: [eventId, (type === "uuid" ? uuidArray : textArray)([...keys]), limit] };
}

/** All new rows of one table. */
export function added({ table, added: rows }: RowChanges, eventId: string): Prepared | null {
  if (rows.length === 0) return null;
  const columns = columnsOf(table);
  const text = `insert into ${table.name} (event_id, ${columns.join(", ")})
    select $1::uuid, ${typed(table, columns)} from ${unnested(table, columns)}`;
  return { name: `add ${table.name}`, text, values: [eventId, ...arrays(table, columns, rows)] };
}

/** All changed rows of one table, in the columns in which any of them changed. */
export function changed({ table, changed: rows, columns }: RowChanges, eventId: string): Prepared | null {
  if (rows.length === 0 || columns.length === 0) return null;
  const touched = ["id", ...columns];
  const assignments = columns.map((column) => `${column} = fresh.${column}`).join(", ");
  const text = `update ${table.name} set ${assignments} from (select ${typed(table, touched)} from ${unnested(table, touched)}) fresh
    where ${table.name}.event_id = $1 and ${table.name}.id = fresh.id`;
  return { name: named(`change ${table.name}`, columns), text, values: [eventId, ...arrays(table, touched, rows)] };
}

/** Deletes rows for good, for tables in which leaving is not a state. */
export function deleted({ table, removed }: RowChanges, eventId: string): Prepared | null {
  if (removed.length === 0) return null;
  const text = `delete from ${table.name} where event_id = $1 and id = any($2::uuid[])`;
  return { name: `remove ${table.name}`, text, values: [eventId, uuidArray(removed)] };
}

export function eventUpdate(event: Partial<EventRow>, eventId: string): Prepared {
  const columns = Object.keys(event);
  const assignments = columns.map((column, index) => `${column} = $${index + 2}`).join(", ");
  return {
    name: named("change event", columns),
    text: `update events set ${assignments} where id = $1`,
    values: [eventId, ...Object.values(event).map(asParameter)],
  };
}

/** The driver takes an array for one of PostgreSQL's; here it is always JSON. */
function asParameter(value: unknown): unknown {
  return typeof value === "object" && value !== null && !(value instanceof Date) ? JSON.stringify(value) : value;
}

const typeOf = (table: Table, column: string) => table.columns[column as never] as ColumnType;

const typed = (table: Table, columns: string[]) => columns.map((column) => `${column}::${typeOf(table, column)} as ${column}`).join(", ");

const arrayType = (table: Table, column: string) => (typeOf(table, column) === "uuid" ? "uuid[]" : "text[]");

const unnested = (table: Table, columns: string[]) =>
  `unnest(${columns.map((column, index) => `$${index + 2}::${arrayType(table, column)}`).join(", ")}) as given (${columns.join(", ")})`;

function arrays(table: Table, columns: string[], rows: object[]): Buffer[] {
  return columns.map((column) => {
    const values = rows.map((row) => asText((row as Record<string, unknown>)[column]));
    return arrayType(table, column) === "uuid[]" ? uuidArray(values) : textArray(values);
  });
}

function asText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === "string") return value;
  if (value instanceof Date) return value.toISOString();
  return typeof value === "object" ? JSON.stringify(value) : String(value as number | boolean);
}

/** The names of prepared statements are cut at 63 characters, so that a long list of columns becomes its hash. */
function named(what: string, columns: string[]): string {
  return `${what} ${createHash("sha256").update(columns.join()).digest("base64url").slice(0, 20)}`;
}
