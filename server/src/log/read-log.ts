import type { StoredEntry } from "@turnout/contract/log";
import { sql, type Kysely } from "kysely";
import type { Database } from "../db/database.ts";

/** Entries read at once; a reader far behind comes back for more. */
export const LOG_PAGE = 500;

export interface LogPage {
  entries: StoredEntry[];
  /** The position reached: readers ask again until it equals the head. */
  upTo: number;
}

/** The log of one event after a position, oldest first, at most a page of it. */
export async function readLog(db: Kysely<Database>, eventId: string, range: { after: number; upTo?: number }): Promise<LogPage> {
  const last = range.upTo ?? Number.MAX_SAFE_INTEGER;
  const found = await sql<Omit<StoredEntry, "at" | "commandId"> & { at: Date; command_id: string }>`
    select seq, command_id, at, actor, context, body from event_log
    where event_id = ${eventId} and seq > ${range.after} and seq <= ${last}
    order by seq limit ${LOG_PAGE}`.execute(db);
  const entries = found.rows.map(({ seq, command_id, at, actor, context, body }) => ({
    seq: Number(seq),
    commandId: command_id,
    at: at.toISOString(),
    actor,
    context,
    body,
  }));
  return { entries, upTo: entries.at(-1)?.seq ?? range.after };
}

/** Where the logs of these events stand: how followers notice what a lost hint did not tell. */
export async function readHeads(db: Kysely<Database>, eventIds: string[]): Promise<Map<string, number>> {
  const found = await sql<{ id: string; log_seq: number }>`
    select id, log_seq from events where id = any(${eventIds}::uuid[])`.execute(db);
  return new Map(found.rows.map((row) => [row.id, Number(row.log_seq)]));
}

/** The first position still in the log; null while it is empty. */
export async function readTail(db: Kysely<Database>, eventId: string): Promise<number | null> {
  const found = await sql<{ seq: number | null }>`select min(seq) as seq from event_log where event_id = ${eventId}`.execute(db);
  return found.rows[0]?.seq == null ? null : Number(found.rows[0].seq);
}

/** Which life of the database this is: positions of an earlier one (a restored backup) mean nothing here (L6). */
export async function readEpoch(db: Kysely<Database>): Promise<string> {
  const found = await sql<{ epoch: string }>`select epoch from instance`.execute(db);
  return found.rows[0]!.epoch;
}
