import type { StoredEntry } from "@turnout/contract/log";
import type { Kysely } from "kysely";
import type pg from "pg";
import { writersOf } from "../db/connect.ts";
import type { Database } from "../db/database.ts";
import { DatabaseUnavailable } from "../db/outage.ts";
import { textArray, uuidArray, type RunStatement } from "../db/statements.ts";
import type { EventRow } from "./event-row.ts";
import { readHeads, readLog, readStretch } from "./read-log.ts";
import { added, changed, deleted, eventUpdate, rowsNamed, rowsSelected } from "./row-statements.ts";
import type { Changes, CommandRecord, Found, Store, Wants } from "./store.ts";

/** Work of slices that has to commit with the entries that cause it: jobs, redactions. Null: these entries cause none. */
export type Effect = (run: RunStatement, eventId: string, entries: StoredEntry[]) => Promise<void> | null;

/** Events in PostgreSQL. A batch takes two round trips: one that locks and reads, one that writes and commits. */
export function createPostgresStore(db: Kysely<Database>, effects: Effect[]): Store {
  const writers = writersOf(db);
  return {
    readLog: (eventId, range) => readLog(db, eventId, range),
    readHeads: (eventIds) => readHeads(db, eventIds),
    readStretch: (eventId, after) => readStretch(db, eventId, after),
    async change(eventId, wants, decide) {
      const client = await writers.connect().catch((cause) => {
        throw new DatabaseUnavailable("no connection to write with", { cause });
      });
      let unusable: Error | undefined;
      try {
        const { result, changes } = decide(await lockAndRead(client, eventId, wants));
        if (changes) await writeAndCommit(client, eventId, changes, effects);
        else await client.query("rollback");
        return result;
      } catch (error) {
        await client.query("rollback").catch((broken: Error) => (unusable = broken));
        throw unusable ? new DatabaseUnavailable("the connection was lost", { cause: error }) : error;
      } finally {
        client.release(unusable);
      }
    },
  };
}

type Query = pg.QueryConfig & { text: string };

/** `for no key update`: writers queue, inserts of rows that reference the event do not. */
const LOCK = "select * from events where id = $1 for no key update";
const EPOCH = "select epoch from instance";
const OPEN = "insert into events (id) values ($1) on conflict (id) do nothing";
const DONE = `select command_id as "commandId", caller, body_hash as "bodyHash", seq, result from command_results
  where event_id = $1 and command_id = any($2::uuid[])`;

async function lockAndRead(client: pg.ClientBase, eventId: string, { opensEvent, commandIds, rows, limit }: Wants): Promise<Found> {
  const tables = [...rows.ids].filter(([, ids]) => ids.size > 0);
  const selections = [...rows.selections];
  const begun = [client.query("begin"), ...(opensEvent ? [client.query({ name: "open event", text: OPEN, values: [eventId] })] : [])];
  const locked = client.query<EventRow>({ name: "lock event", text: LOCK, values: [eventId] });
  // Each statement sees what was committed before it began: those behind the lock see what the lock's last holder wrote.
  const done = client.query<CommandRecord>({ name: "command results", text: DONE, values: [eventId, uuidArray(commandIds)] });
  const named = tables.map(([table, ids]) => client.query<{ id: string }>(rowsNamed(table, eventId, ids)));
  const selected = selections.map(([selection, keys]) => client.query<{ id: string }>(rowsSelected(selection, eventId, keys, limit)));
  const life = client.query<{ epoch: string }>({ name: "epoch", text: EPOCH });
  await allOf([...begun, locked, done, ...named, ...selected, life]);

  return {
    epoch: (await life).rows[0]!.epoch,
    event: (await locked).rows[0] ?? null,
    done: (await done).rows,
    rows: await Promise.all(tables.map(async ([table], index) => ({ table, rows: (await named[index]!).rows }))),
    selections: await Promise.all(selections.map(async ([selection], index) => ({ selection, rows: (await selected[index]!).rows }))),
  };
}

async function writeAndCommit(client: pg.ClientBase, eventId: string, changes: Changes, effects: Effect[]): Promise<void> {
  const { event, rows, entries, done } = changes;
  const statements: (Query | null)[] = [
    ...rows.flatMap((row) => [deleted(row, eventId), changed(row, eventId), added(row, eventId)]),
    eventUpdate(event, eventId),
    appended(eventId, entries),
    recorded(eventId, done),
  ];
  const written = statements.flatMap((statement) => (statement ? client.query(statement) : []));
  const run: RunStatement = (text, values) => client.query(text, values);
  const caused = effects.flatMap((effect) => effect(run, eventId, entries) ?? []);
  // Effects may take several steps, so that the commit can only be sent when they are through.
  if (caused.length > 0) await allOf<unknown>([...written, ...caused]);
  const committed = client.query("commit");
  const [last] = await allOf([committed, ...written]);
  // A transaction that failed before answers a commit with ROLLBACK, and not with an error.
  if ((last as pg.QueryResult).command !== "COMMIT") throw new DatabaseUnavailable("the commit was turned into a rollback");
}

/** All of them, settled: the first that failed is thrown only when nothing is on its way any more. */
async function allOf<Result>(promises: readonly Promise<Result>[]): Promise<Result[]> {
  const settled = await Promise.allSettled(promises);
  const failed = settled.find((one) => one.status === "rejected");
  if (failed) throw failed.reason;
  return settled.map((one) => (one as PromiseFulfilledResult<Result>).value);
}

function appended(eventId: string, entries: StoredEntry[]): Query | null {
  if (entries.length === 0) return null;
  return {
    name: "append entries",
    text: `insert into event_log (event_id, seq, command_id, at, about, actor, context, body)
      select $1::uuid, $2::bigint + place - 1, command_id, at::timestamptz, about, actor::json, context::json, body::json
      from unnest($3::uuid[], $4::text[], $5::uuid[], $6::text[], $7::text[], $8::text[]) with ordinality
        as entry (command_id, at, about, actor, context, body, place)`,
    values: [
      eventId,
      entries[0]!.seq,
      uuidArray(entries.map((entry) => entry.commandId)),
      textArray(entries.map((entry) => entry.at)),
      uuidArray(entries.map(aboutOf)),
      textArray(entries.map((entry) => JSON.stringify(entry.actor))),
      textArray(entries.map((entry) => JSON.stringify(entry.context))),
      textArray(entries.map((entry) => JSON.stringify(entry.body))),
    ],
  };
}

/** The guest whose history an entry is part of. */
function aboutOf({ body }: StoredEntry): string | null {
  if ("guest" in body && body.guest) return body.guest.guestId;
  return "guestId" in body ? body.guestId : null;
}

function recorded(eventId: string, done: CommandRecord[]): Query {
  return {
    name: "record results",
    text: `insert into command_results (event_id, command_id, caller, body_hash, seq, result)
      select $1::uuid, command_id, caller, body_hash, seq::bigint, result::json
      from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[]) as done (command_id, caller, body_hash, seq, result)`,
    values: [
      eventId,
      uuidArray(done.map((record) => record.commandId)),
      textArray(done.map((record) => record.caller)),
      textArray(done.map((record) => record.bodyHash)),
      textArray(done.map((record) => String(record.seq))),
      textArray(done.map((record) => JSON.stringify(record.result))),
    ],
  };
}
