import { createHash } from "node:crypto";
import { textArray, uuidArray } from "../db/statements.ts";
import { eventColumns } from "./event-row.ts";
import type { ColumnType, EventTable, Selection } from "./event-table.ts";
import type { Changes } from "./store.ts";

/** A statement that PostgreSQL plans once for each connection. */
export interface Prepared {
  name: string;
  text: string;
  values: unknown[];
}

type Table = EventTable<never>;
type Columns = Readonly<Record<string, ColumnType>>;

/** Something of one event: a row's id, or what rows are selected by. */
export interface KeyInEvent {
  eventId: string;
  key: string | null;
}

/** Rows of some events, with the event of each. */
const rowOf = (table: Table) => ["event_id", ...Object.keys(table.columns)].join(", ");

export function rowsNamed(table: Table, wanted: KeyInEvent[]): Prepared {
  const text = `select ${rowOf(table)} from ${table.name} join unnest($1::uuid[], $2::uuid[]) as wanted (event_id, id) using (event_id, id)`;
  return { name: `${table.name} by id`, text, values: pairs(wanted, "uuid") };
}

/**
 * Of a selection with an order, so many rows of each event: the order is that of an index which begins with the event.
 * `offset 0` keeps each key's look-up a look-up: as a join, it may begin with all rows there are.
 */
export function rowsSelected({ name, table, keys, where, inOrderOf }: Selection<never>, wanted: KeyInEvent[], limit: number): Prepared {
  const type = keys ?? "text";
  const order = inOrderOf ? `order by ${inOrderOf as string} limit $3::integer` : "offset 0";
  const text = `select found.* from unnest($1::uuid[], $2::${type}[]) as wanted (event, key),
    lateral (select ${rowOf(table)} from ${table.name} where event_id = wanted.event and ${where} ${order}) as found`;
  return { name, text, values: [...pairs(wanted, type), ...(inOrderOf ? [limit] : [])] };
}

const pairs = (wanted: KeyInEvent[], type: "uuid" | "text") => [
  uuidArray(wanted.map(({ eventId }) => eventId)),
  (type === "uuid" ? uuidArray : textArray)(wanted.map(({ key }) => key)),
];

/** A row to be written, and whose it is. */
type Fresh = { event_id: string } & Record<string, unknown>;

/** What happens to the rows of each table: some go, some change, some come. */
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

/** Writes the columns in which any of the rows changed. */
function changed(table: Table, names: string[], rows: Fresh[]): Prepared | null {
  if (rows.length === 0 || names.length === 0) return null;
  const columns = { ...KEY, ...only(names, table.columns) };
  const text = `update ${table.name} set ${assignments(names)} from (${given(columns)}) fresh
    where ${table.name}.event_id = fresh.event_id and ${table.name}.id = fresh.id`;
  return { name: named(`change ${table.name}`, names), text, values: arrays(columns, rows) };
}

/** Deletes rows for good, for tables in which leaving is not a state. */
function deleted(table: Table, rows: Fresh[]): Prepared | null {
  if (rows.length === 0) return null;
  const text = `delete from ${table.name} using (${given(KEY)}) gone where ${table.name}.event_id = gone.event_id and ${table.name}.id = gone.id`;
  return { name: `remove ${table.name}`, text, values: arrays(KEY, rows) };
}

const eventTypes: Columns = Object.fromEntries(Object.entries(eventColumns).map(([name, { type }]) => [name, type]));

/** Writes the columns in which any of the events changed. */
export function eventsChanged(changes: Changes[]): Prepared | null {
  const names = [...new Set(changes.flatMap(({ changed: columns }) => columns))];
  if (names.length === 0) return null;
  const columns = { id: "uuid", ...only(names, eventTypes) } as const;
  return {
    name: named("change events", names),
    text: `update events set ${assignments(names)} from (${given(columns)}) fresh where events.id = fresh.id`,
    values: arrays(
      columns,
      changes.map(({ event }) => event),
    ),
  };
}

const only = (names: string[], columns: Columns) => Object.fromEntries(names.map((name) => [name, columns[name]!]));
const assignments = (names: string[]) => names.map((name) => `${name} = fresh.${name}`).join(", ");

/** Rows out of one array for each column. */
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

/** The names of prepared statements are cut at 63 characters, so that a long list of columns becomes its hash. */
function named(what: string, columns: string[]): string {
  return `${what} ${createHash("sha256").update(columns.join()).digest("base64url").slice(0, 20)}`;
}
