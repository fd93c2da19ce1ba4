import { createHash } from "node:crypto";
import { textArray, uuidArray } from "../db/statements.ts";
import { eventColumns } from "./table-columns.ts";
import type { ColumnType, EventTable, Selection } from "./event-table.ts";
import type { Changes } from "./store.ts";

/** A prepared statement: PostgreSQL plans it once per connection. Without a name: each time. */
export interface Prepared {
  name?: string;
  text: string;
  values: unknown[];
}

type Table = EventTable<never>;
type Columns = Readonly<Record<string, ColumnType>>;

/** A key within one event: a row's id, or a selection's key. */
export interface KeyInEvent {
  eventId: string;
  key: string | null;
}

/** Selects rows of some events, each with its event's id. */
const rowOf = (table: Table) => ["event_id", ...Object.keys(table.columns)].join(", ");

/** `offset 0` keeps an index look-up per key: as a join, the planner may start with all rows of a table that was small. */
export function rowsNamed(table: Table, wanted: KeyInEvent[]): Prepared {
  const text = `select found.* from unnest($1::uuid[], $2::uuid[]) as wanted (event_id, id),
    lateral (select ${rowOf(table)} from ${table.name} where event_id = wanted.event_id and id = wanted.id offset 0) as found`;
  return { name: `${table.name} by id`, text, values: pairs(wanted, "uuid") };
}

/** For a selection with an order: a limited number of rows per event, in the order of an index that begins with the event. */
export function rowsSelected(selection: Selection<never>, wanted: KeyInEvent[], limit: number): Prepared {
  const { name, table, inOrderOf } = selection;
  const type = selection.keys ?? "text";
  const order = inOrderOf ? `order by ${inOrderOf as string} limit $3::integer` : "offset 0";
  const text = `select found.* from unnest($1::uuid[], $2::${type}[]) as wanted (event, key),
    lateral (select ${rowOf(table)} from ${sourceOf(selection)} ${order}) as found`;
  return { name, text, values: [...pairs(wanted, type), ...(inOrderOf ? [limit] : [])] };
}

/** Where a list has the ids, so many of them are picked, and each row is looked up by its key. */
function sourceOf({ table, where, inOrderOf, listedIn }: Selection<never>): string {
  if (!listedIn) return `${table.name} where event_id = wanted.event and ${where}`;
  const { table: list, id } = listedIn;
  return `(select ${id} from ${list} where event_id = wanted.event order by ${inOrderOf as string} limit $3::integer) as listed,
      lateral (select ${rowOf(table)} from ${table.name} where event_id = wanted.event and id = listed.${id} and ${where} offset 0) as one`;
}

const pairs = (wanted: KeyInEvent[], type: "uuid" | "text") => [
  uuidArray(wanted.map(({ eventId }) => eventId)),
  (type === "uuid" ? uuidArray : textArray)(wanted.map(({ key }) => key)),
];

/** A row to write, and its event's id. */
type Fresh = { event_id: string } & Record<string, unknown>;

/** The statements that delete, update and insert each table's rows. */
export function rowsWritten(changes: Changes[]): Prepared[] {
  const all = changes.flatMap(({ eventId, rows }) => rows.map((row) => ({ eventId, ...row })));
  return [...Map.groupBy(all, ({ table }) => table)].flatMap(([table, parts]) => {
    const fresh = (rowsIn: (part: (typeof parts)[number]) => object[]) =>
      parts.flatMap((part) => rowsIn(part).map((row): Fresh => ({ ...row, event_id: part.eventId })));
    const columns = [...new Set(parts.flatMap((part) => part.columns))];
    return [
      deleted(
        table,
        fresh(({ removed }) => removed.map((id) => ({ id }))),
      ),
      changed(
        table,
        columns,
        fresh((part) => part.changed),
      ),
      added(
        table,
        fresh((part) => part.added),
      ),
    ].filter((statement) => statement !== null);
  });
}

const KEY = { event_id: "uuid", id: "uuid" } as const;

function added(table: Table, rows: Fresh[]): Prepared | null {
  if (rows.length === 0) return null;
  const columns = { ...KEY, ...table.columns };
  const text = `insert into ${table.name} (${Object.keys(columns).join(", ")}) ${given(columns)}`;
  return { name: `add ${table.name}`, text, values: arrays(columns, rows) };
}

/**
 * Changes of so many rows are planned anew: a plan from when the table was almost empty begins with all of its rows, and
 * planning costs each of so many next to nothing.
 */
export const PLANNED_ANEW = 16;

/** Updates the columns in which any of the rows changed. */
function changed(table: Table, names: string[], rows: Fresh[]): Prepared | null {
  if (rows.length === 0 || names.length === 0) return null;
  const columns = { ...KEY, ...only(names, table.columns) };
  const text = `update ${table.name} set ${assignments(names)} from (${given(columns)}) fresh
    where ${table.name}.event_id = fresh.event_id and ${table.name}.id = fresh.id`;
  const values = arrays(columns, rows);
  return rows.length < PLANNED_ANEW ? { name: named(`change ${table.name}`, names), text, values } : { text, values };
}

/** Deletes rows, for tables whose rows have no "removed" state. */
function deleted(table: Table, rows: Fresh[]): Prepared | null {
  if (rows.length === 0) return null;
  const text = `delete from ${table.name} using (${given(KEY)}) gone where ${table.name}.event_id = gone.event_id and ${table.name}.id = gone.id`;
  return { name: `remove ${table.name}`, text, values: arrays(KEY, rows) };
}

const eventTypes: Columns = Object.fromEntries(Object.entries(eventColumns).map(([name, { type }]) => [name, type]));

/**
 * Updates the columns in which any of the events changed. Every event is written, also one of which only rows changed: its row's new
 * version tells whoever has decided ahead that something did.
 */
export function eventsChanged(changes: Changes[]): Prepared {
  const names = [...new Set(["log_seq", ...changes.flatMap(({ changed: columns }) => columns)])];
  const columns = { id: "uuid", ...only(names, eventTypes) } as const;
  return {
    name: named("change events", names),
    text: `update events set ${assignments(names)} from (${given(columns)}) fresh where events.id = fresh.id
      returning events.id, events.xmin::text as version`,
    values: arrays(
      columns,
      changes.map(({ event }) => event),
    ),
  };
}

const only = (names: string[], columns: Columns) => Object.fromEntries(names.map((name) => [name, columns[name]!]));
const assignments = (names: string[]) => names.map((name) => `${name} = fresh.${name}`).join(", ");

/** `unnest` of one array per column. */
function given(columns: Columns): string {
  const names = Object.keys(columns);
  const typed = names.map((name) => `${name}::${columns[name]} as ${name}`).join(", ");
  const parameters = names.map((name, place) => `$${place + 1}::${arrayType(columns[name]!)}`).join(", ");
  return `select ${typed} from unnest(${parameters}) as given (${names.join(", ")})`;
}

const arrayType = (type: ColumnType) => (type === "uuid" ? "uuid[]" : "text[]");

function arrays(columns: Columns, rows: object[]): Buffer[] {
  return Object.entries(columns).map(([name, type]) => {
    const values = rows.map((row) => asText((row as Record<string, unknown>)[name]));
    return (type === "uuid" ? uuidArray : textArray)(values);
  });
}

function asText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === "string") return value;
  if (value instanceof Date) return value.toISOString();
  return typeof value === "object" ? JSON.stringify(value) : String(value as number | boolean);
}

/** PostgreSQL cuts statement names at 63 characters, so a list of columns is hashed. */
function named(what: string, columns: string[]): string {
  return `${what} ${createHash("sha256").update(columns.join()).digest("base64url").slice(0, 20)}`;
}
