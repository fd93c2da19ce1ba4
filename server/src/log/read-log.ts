import type { StoredEntry } from "@turnout/contract/log";
import { sql, type Kysely } from "kysely";
import type { Database } from "../db/database.ts";
import type { Columns, Computed, Narrowed, NotNull } from "../db/row-types.ts";
import type { Heads, LogPage } from "./store.ts";

/** Entries in a page; a client far behind reads several. */
export const LOG_PAGE = 500;

type LogRow = Narrowed<
  Columns<"event_log", "seq" | "command_id" | "at" | "actor" | "context" | "body">,
  Pick<StoredEntry, "actor" | "context" | "body">
>;

/** One page of an event's log after a position, oldest first. */
export async function readLog(db: Kysely<Database>, eventId: string, range: { after: number; upTo?: number }): Promise<LogPage> {
  const last = range.upTo ?? Number.MAX_SAFE_INTEGER;
  const found = await sql<LogRow>`
    select seq, command_id, at, actor, context, body from event_log
    where event_id = ${eventId} and seq > ${range.after} and seq <= ${last}
    order by seq limit ${LOG_PAGE}`.execute(db);
  const entries = found.rows.map(({ seq, command_id, at, actor, context, body }) => ({
    seq,
    commandId: command_id,
    at: at.toISOString(),
    actor,
    context,
    body,
  }));
  return { entries, upTo: entries.at(-1)?.seq ?? range.after };
}

type HeadRow = NotNull<Columns<"life", "epoch">, "epoch"> & (Columns<"events", "id" | "log_seq"> | Computed<"id" | "log_seq", null>);

/** The head positions of these events' logs, by which feeds notice a lost hint. */
export async function readHeads(db: Kysely<Database>, eventIds: string[]): Promise<Heads> {
  const found = await sql<HeadRow>`
    select epoch, id, log_seq from life left join events on events.id = any(${eventIds}::uuid[])`.execute(db);
  const positions = found.rows.flatMap(({ id, log_seq }) => (id === null ? [] : [[id, log_seq] as const]));
  return { epoch: found.rows[0]!.epoch, positions: new Map(positions) };
}
