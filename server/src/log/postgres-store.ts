import type { StoredEntry } from "@turnout/contract/log";
import type { Kysely } from "kysely";
import type pg from "pg";
import { WRITERS, writersOf } from "../db/connect.ts";
import type { Database } from "../db/database.ts";
import type { Columns, Computed, Narrowed, NotNull, Renamed } from "../db/row-types.ts";
import { DatabaseUnavailable, isStalePlan } from "../db/outage.ts";
import { errorType, type Tracing } from "../telemetry/tracing.ts";
import { planName, textArray, uuidArray, type RunStatement } from "../db/statements.ts";
import { eventColumns } from "./table-columns.ts";
import type { EventRow } from "./event-row.ts";
import type { EventTable, Selection } from "./event-table.ts";
import { appended, recorded } from "./log-statements.ts";
import { readHeads, readLog } from "./read-log.ts";
import { eventsChanged, rowsNamed, rowsSelected, rowsWritten, type KeyInEvent, type Prepared } from "./row-statements.ts";
import {
  EventMoved,
  type Ahead,
  type Changes,
  type CommandRecord,
  type Committed,
  type Decided,
  type Found,
  type RowsRead,
  type AssumedEvent,
  type Store,
  type Versions,
  type Wants,
  type WantsOfEvent,
} from "./store.ts";

/**
 * What a slice writes with the entries that cause it: jobs, redactions. Its statements are collected, and go out with all others of the
 * commit: they read nothing back. Null: these entries cause none.
 */
export type Effect = (run: RunStatement, eventId: string, entries: StoredEntry[]) => Promise<void> | null;

/**
 * The store in PostgreSQL. A transaction takes two round trips, one that locks and reads, and one that writes and commits; what was
 * decided ahead takes one of its own, and was read in another while the transaction before it was under way.
 */
export function createPostgresStore(db: Kysely<Database>, effects: Effect[], tracing: Tracing | null = null): Store {
  const writers = writersOf(db);
  return {
    readLog: (eventId, range) => readLog(db, eventId, range),
    readHeads: (eventIds) => readHeads(db, eventIds),
    async change(wants, decide) {
      for (let dropped = 0; ; dropped++) {
        try {
          return await changeOn(await connectionOf(writers), wants, decide, { effects, tracing });
        } catch (error) {
          if (!isStalePlan(error) || dropped === WRITERS) throw error;
        }
      }
    },
    readAhead: async (wants) => readAheadOn(await connectionOf(writers), wants, { effects, tracing }),
  };
}

async function connectionOf(writers: pg.Pool): Promise<pg.PoolClient> {
  return writers.connect().catch((cause) => {
    throw new DatabaseUnavailable("no connection to write with", { cause });
  });
}

/** One attempt in one transaction. The connection returns to the pool unless it is broken or its plans are of an older schema. */
async function changeOn<Result>(
  client: pg.PoolClient,
  wants: Wants,
  decide: (found: Found[]) => Decided<Result>,
  { effects, tracing }: Sending,
): Promise<Committed<Result>> {
  return returning(client, async () => {
    const { result, changes } = decide(await roundTrip(tracing, "lock and read", () => lockAndRead(client, wants)));
    if (changes.length > 0) {
      const versions = await roundTrip(tracing, "write and commit", () => writeAndCommit(client, written(changes), effects));
      return { result, versions };
    }
    await client.query("rollback");
    return { result, versions: new Map() };
  });
}

/** What goes with what is sent, and where that is recorded. */
interface Sending {
  effects: Effect[];
  tracing: Tracing | null;
}

/** Does something on a connection, ends its transaction if that fails, and returns it to the pool unless it cannot be used any more. */
async function returning<Result>(client: pg.PoolClient, run: () => Promise<Result>): Promise<Result> {
  let unusable: Error | undefined;
  try {
    return await run();
  } catch (error) {
    await client.query("rollback").catch((broken: Error) => (unusable = broken));
    if (unusable) throw new DatabaseUnavailable("the connection was lost", { cause: error });
    if (isStalePlan(error)) unusable = error as Error;
    throw error;
  } finally {
    client.release(unusable);
  }
}

/** Records several statements that are sent without waiting for one another as one batch. */
async function roundTrip<Result>(tracing: Tracing | null, name: string, send: () => Promise<Result>): Promise<Result> {
  const parent = tracing?.current();
  if (!parent) return send();
  const attributes = { "db.system.name": "postgresql", "db.operation.name": "BATCH", "db.query.summary": name };
  const span = tracing!.inside(parent, { name, kind: "client", attributes });
  try {
    return await send();
  } catch (error) {
    span.fail(errorType(error));
    throw error;
  } finally {
    span.end();
  }
}

/** The connection stays the decision's own until it is committed or dropped, so that nothing is waited for in between. */
async function readAheadOn(
  client: pg.PoolClient,
  { events, limit }: Pick<Wants, "events" | "limit">,
  { effects, tracing }: Sending,
): Promise<Ahead> {
  const reading = sendReads(client, events, limit);
  try {
    await allOf<unknown>(reading.sent);
  } catch (error) {
    client.release(error as Error);
    throw error;
  }
  let prepared = written([]);
  return {
    read: await reading.rows(),
    prepare: (changes) => void (prepared = written(changes)),
    commit: (assumed) =>
      returning(client, () =>
        roundTrip(tracing, "verify, write and commit", () =>
          writeAndCommit(client, prepared, effects, () => [client.query("begin"), client.query(verified(assumed)).catch(asMoved)]),
        ),
      ),
    drop: () => client.release(),
  };
}

/**
 * Locks the events that stand where they were assumed. If these are not all, the division by zero ends the transaction, whose
 * other statements are on their way already. Nobody is waited for: whoever holds one is about to change it.
 */
const VERIFY = `with unmoved as (
    select from unnest($1::uuid[], $2::text[], $3::text[]) as assumed (id, log_seq, version)
    join events on events.id = assumed.id and events.log_seq = assumed.log_seq::bigint and events.xmin = assumed.version::xid
    where $4::uuid = (select epoch from life)
    for no key update of events skip locked)
  select 1 / (count(*) = cardinality($1::uuid[]))::integer from unmoved`;
const DIVISION_BY_ZERO = "22012";

const verified = (assumed: AssumedEvent[]): Prepared => ({
  name: "verify events",
  text: VERIFY,
  values: [
    uuidArray(assumed.map(({ eventId }) => eventId)),
    textArray(assumed.map(({ position }) => String(position))),
    textArray(assumed.map(({ version }) => version)),
    assumed[0]!.epoch,
  ],
});

function asMoved(error: unknown): never {
  if ((error as { code?: string }).code === DIVISION_BY_ZERO)
    throw new EventMoved("an event does not stand where it did", { cause: error });
  throw error;
}

/**
 * `for no key update`: writers queue, inserts of rows that reference the event do not. Columns by name: a newer
 * version may add some while this one runs, and a prepared `select *` fails on its connection from then on.
 */
const LOCK = `select ${Object.keys(eventColumns).join(", ")}, xmin::text as version from events where id = any($1::uuid[]) for no key update`;
/** Of several events only those that nobody has locked are taken: no waiting behind a slow writer, and no deadlock. */
const LOCK_FREE = `${LOCK} skip locked`;
const KNOWN = "select id from events where id = any($1::uuid[])";
const EPOCH = "select epoch from life";
const OPEN = "insert into events (id) values ($1) on conflict (id) do nothing";
/** `offset 0` keeps an index look-up per command: as a join, the planner may start with all commands there ever were. */
const DONE = `select done.* from unnest($1::uuid[], $2::uuid[]) as wanted (event_id, command_id),
  lateral (select event_id, command_id as "commandId", caller, body_hash as "bodyHash", seq, result from command_results
    where event_id = wanted.event_id and command_id = wanted.command_id offset 0) as done`;

async function lockAndRead(client: pg.ClientBase, { events, waits, limit }: Wants): Promise<Found[]> {
  const eventIds = events.map(({ eventId }) => eventId);
  const ids = uuidArray(eventIds);
  const opened = events.filter(({ opensEvent }) => opensEvent);
  const begun = [
    client.query("begin"),
    ...opened.map(({ eventId }) => client.query({ name: "open event", text: OPEN, values: [eventId] })),
  ];
  const lock = waits ? { name: "lock events", text: LOCK } : { name: "lock free events", text: LOCK_FREE };
  const locked = client.query<LockedRow>({ ...lock, values: [ids] });
  // Read committed: statements after the lock see what its previous holder wrote.
  const known = waits ? locked : client.query<Columns<"events", "id">>({ name: "known events", text: KNOWN, values: [ids] });
  const reading = sendReads(client, events, limit);
  const epochRead = client.query<NotNull<Columns<"life", "epoch">, "epoch">>({ name: "epoch", text: EPOCH });
  await allOf<unknown>([...begun, locked, known, ...reading.sent, epochRead]);

  const { epoch } = (await epochRead).rows[0]!;
  const rowOf = new Map((await locked).rows.map((row) => [row.id, row]));
  const isKnown = new Set((await known).rows.map(({ id }) => id));
  const read = await reading.rows();
  return eventIds.map((id, place) => {
    const { version, ...event } = rowOf.get(id) ?? { version: "" };
    return { ...read[place]!, epoch, version, isHeld: isKnown.has(id) && !rowOf.has(id), event: "id" in event ? event : null };
  });
}

type LockedRow = EventRow & Computed<"version", "text">;

/** Sends what reads the results of commands, and their rows. */
function sendReads(client: pg.ClientBase, events: WantsOfEvent[], limit: number) {
  const { tables, selections } = wantedOfAll(events);
  const commands = events.flatMap(({ eventId, commandIds }) => commandIds.map((commandId) => ({ eventId, commandId })));
  const values = [uuidArray(commands.map(({ eventId }) => eventId)), uuidArray(commands.map(({ commandId }) => commandId))];
  const done = client.query<DoneRow>({ name: "command results", text: DONE, values });
  const named = tables.map(([table, wanted]) => client.query<OfEvent>(rowsNamed(table, wanted)));
  const selected = selections.map(([selection, wanted]) => client.query<OfEvent>(rowsSelected(selection, wanted, limit)));
  return {
    sent: [done, ...named, ...selected] as Promise<unknown>[],
    async rows(): Promise<RowsRead[]> {
      const doneIn = byEvent((await done).rows);
      const rowsIn = await Promise.all(tables.map(async ([table], at) => ({ table, of: byEvent((await named[at]!).rows) })));
      const selectedIn = await Promise.all(
        selections.map(async ([selection], at) => ({ selection, of: byEvent((await selected[at]!).rows) })),
      );
      return events.map(({ eventId }) => ({
        done: doneIn(eventId),
        rows: rowsIn.map(({ table, of }) => ({ table, rows: of(eventId) })),
        selections: selectedIn.map(({ selection, of }) => ({ selection, rows: of(eventId) })),
      }));
    },
  };
}

/** A row with its event's id. */
type OfEvent = Columns<"guests", "event_id" | "id">;

/** A `CommandRecord` with its event's id. */
type DoneRow = Columns<"command_results", "event_id" | "caller" | "seq"> &
  Renamed<"command_results", { commandId: "command_id"; bodyHash: "body_hash" }> &
  Narrowed<Columns<"command_results", "result">, Pick<CommandRecord, "result">>;

/** What all events load, each table and each selection once. */
function wantedOfAll(events: WantsOfEvent[]) {
  const tables = new Map<EventTable<never>, KeyInEvent[]>();
  const selections = new Map<Selection<never>, KeyInEvent[]>();
  for (const { eventId, rows } of events) {
    for (const [table, ids] of rows.ids) add(tables, table, eventId, ids);
    for (const [selection, keys] of rows.selections) add(selections, selection, eventId, selection.keys ? keys : [null]);
  }
  return { tables: [...tables], selections: [...selections] };
}

function add<Of>(all: Map<Of, KeyInEvent[]>, of: Of, eventId: string, keys: Iterable<string | null>) {
  const known = all.get(of) ?? [];
  for (const key of keys) known.push({ eventId, key });
  if (known.length > 0) all.set(of, known);
}

function byEvent<Row extends { event_id: string }>(rows: Row[]): (eventId: string) => Row[] {
  const groups = Map.groupBy(rows, ({ event_id }) => event_id);
  return (eventId) => groups.get(eventId) ?? [];
}

/** What is to be sent for some changes. */
function written(changes: Changes[]) {
  if (changes.length === 0) return { changes, rows: [], events: null, log: [] };
  const log = [appended(changes), recorded(changes)].filter((statement) => statement !== null);
  return { changes, rows: rowsWritten(changes), events: eventsChanged(changes), log };
}

/** `begin` sends what comes first. Nothing is waited for in between: on a busy machine each answer waits for a processor. */
async function writeAndCommit(
  client: pg.ClientBase,
  { changes, rows, events, log }: ReturnType<typeof written>,
  effects: Effect[],
  begin: () => Promise<unknown>[] = () => [],
): Promise<Versions> {
  const caused = await causedBy(changes, effects);
  const send = (statement: Prepared): Promise<unknown> => client.query(statement);
  const begun = begin();
  const rowsSent = rows.map(send);
  const updated = events && client.query<VersionRow>(events);
  const sent: Promise<unknown>[] = [...begun, ...rowsSent, ...(updated ? [updated] : []), ...[...log, ...caused].map(send)];
  const committed = client.query("commit");
  const last = (await allOf<unknown>([...sent, committed])).at(-1);
  // PostgreSQL answers the commit of a failed transaction with ROLLBACK instead of an error.
  if ((last as pg.QueryResult).command !== "COMMIT") throw new DatabaseUnavailable("the commit was turned into a rollback");
  return new Map((await updated)?.rows.map(({ id, version }) => [id, version]));
}

/** The statements of what these changes' entries cause. */
async function causedBy(changes: Changes[], effects: Effect[]): Promise<Prepared[]> {
  const statements: Prepared[] = [];
  const run: RunStatement = async (text, values = [], keepsPlan = false) => {
    statements.push({ ...(keepsPlan && { name: planName(text) }), text, values });
    return { rows: [] };
  };
  await Promise.all(changes.flatMap(({ eventId, entries }) => effects.flatMap((effect) => effect(run, eventId, entries) ?? [])));
  return statements;
}

type VersionRow = Columns<"events", "id"> & Computed<"version", "text">;

/** `Promise.all` that waits for every promise before it throws, so that no statement is still running. */
async function allOf<Result>(promises: readonly Promise<Result>[]): Promise<Result[]> {
  const settled = await Promise.allSettled(promises);
  const failed = settled.find((one) => one.status === "rejected");
  if (failed) throw failed.reason;
  return settled.map((one) => (one as PromiseFulfilledResult<Result>).value);
}
