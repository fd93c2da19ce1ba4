import { seesChat, type Viewer } from "@turnout/contract/audience";
import { MESSAGES_KEPT } from "@turnout/contract/chat";
import { sql, type Kysely, type Transaction } from "kysely";
import type { Database } from "../db/database.ts";
import { contextOf, type EventRow } from "../log/event-row.ts";
import type { SnapshotPart } from "../log/load-snapshot.ts";
import { presentMessage } from "./present.ts";
import type { MessageRow } from "./tables.ts";

type Db = Kysely<Database> | Transaction<Database>;

/** The conversation's part of the picture: its last messages, for those who may read it. */
export const chatInSnapshot: SnapshotPart = async (tx, event, viewers) => {
  const nothing = { messages: [], hasOlderMessages: false };
  const mayRead = (viewer: Viewer) => seesChat(viewer.class, contextOf(event));
  const last = viewers.some(mayRead) ? await messagesBefore(tx, event.id, null) : nothing;
  return (viewer) => (mayRead(viewer) ? last : nothing);
};

/** The messages before a position, oldest first, and whether there are older ones. */
async function messagesBefore(db: Db, eventId: string, before: number | null) {
  const found = await sql<MessageRow>`
    select * from messages where event_id = ${eventId} and seq < ${before ?? Number.MAX_SAFE_INTEGER}
    order by seq desc limit ${MESSAGES_KEPT + 1}`.execute(db);
  const messages = found.rows.slice(0, MESSAGES_KEPT).toReversed().map(presentMessage);
  return { messages, hasOlderMessages: found.rows.length > MESSAGES_KEPT };
}

/** A page of the conversation's past, with the log position it was read at. */
export async function messagePage(db: Kysely<Database>, eventId: string, viewer: Viewer, before: number | null) {
  return db
    .transaction()
    .setIsolationLevel("repeatable read")
    .execute(async (tx) => {
      const found = await sql<EventRow>`select * from events where id = ${eventId}`.execute(tx);
      const event = found.rows[0];
      if (!event || !seesChat(viewer.class, contextOf(event))) return null;
      const { messages, hasOlderMessages } = await messagesBefore(tx, eventId, before);
      return { messages, hasOlder: hasOlderMessages, seq: Number(event.log_seq) };
    });
}
