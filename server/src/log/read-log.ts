import type { StoredEntry } from "@turnout/contract/log";
import { sql, type Kysely } from "kysely";
import type { Database } from "../db/database.ts";
import type { Heads, LogPage } from "./store.ts";

/** Entries read at once; a reader far behind comes back for more. */
export const LOG_PAGE = 500;

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
export async function readHeads(db: Kysely<Database>, eventIds: string[]): Promise<Heads> {
  const found = await sql<{ epoch: string; id: string | null; log_seq: number }>`
    select epoch, id, log_seq from life left join events on events.id = any(${eventIds}::uuid[])`.execute(db);
  const positions = found.rows.flatMap(({ id, log_seq }) => (id === null ? [] : [[id, Number(log_seq)] as const]));
  return { epoch: found.rows[0]!.epoch, positions: new Map(positions) };
}
