import { seesChat, type Viewer, type ViewerClass } from "@turnout/contract/audience";
import { MESSAGES_KEPT } from "@turnout/contract/chat";
import { sql, type Kysely, type Transaction } from "kysely";
import type { Database } from "../db/database.ts";
import { contextOf, type EventRow } from "../log/event-row.ts";
import type { SnapshotPart } from "../log/load-snapshot.ts";
import { noConversation, presentConversation, presentMessage } from "./present.ts";
import { messagesTable, type MessageRow } from "./tables.ts";

type Db = Kysely<Database> | Transaction<Database>;

/** The conversation's part of the snapshot, for viewers who may read it. */
export const chatInSnapshot: SnapshotPart = async (state, event, classes) => {
  const mayRead = (viewerClass: ViewerClass) => seesChat(viewerClass, contextOf(event));
  if (!classes.some(mayRead)) return () => noConversation;
  const [last, pinned] = await Promise.all([messagesBefore(state, event.id, null), pinnedAt(state, event)]);
  const isOlder = pinned && !last.some(({ id }) => id === pinned.id);
  const conversation = presentConversation(event, isOlder ? [pinned, ...last] : last);
  return (viewerClass) => (mayRead(viewerClass) ? conversation : noConversation);
};

/** By name, as for all statements that are prepared. */
const COLUMNS = sql.raw(Object.keys(messagesTable.columns).join(", "));

async function pinnedAt(tx: Db, { id, pinned_message_id }: EventRow): Promise<MessageRow | null> {
  if (!pinned_message_id) return null;
  const found = await sql<MessageRow>`
    select ${COLUMNS} from messages where event_id = ${id} and id = ${pinned_message_id}`.execute(tx);
  return found.rows[0] ?? null;
}

/** The messages before a position, oldest first: a page, and one more if there are older ones. */
async function messagesBefore(db: Db, eventId: string, before: number | null): Promise<MessageRow[]> {
  const found = await sql<MessageRow>`
    select ${COLUMNS} from messages where event_id = ${eventId} and seq < ${before ?? Number.MAX_SAFE_INTEGER}
    order by seq desc limit ${MESSAGES_KEPT + 1}`.execute(db);
  return found.rows.toReversed();
}

/** A page of older messages, with the log position it was read at. */
export async function messagePage(db: Kysely<Database>, eventId: string, viewer: Viewer, before: number | null) {
  return db
    .transaction()
    .setIsolationLevel("repeatable read")
    .execute(async (tx) => {
      const found = await sql<EventRow>`select * from events where id = ${eventId}`.execute(tx);
      const event = found.rows[0];
      if (!event || !seesChat(viewer.class, contextOf(event))) return null;
      const rows = await messagesBefore(tx, eventId, before);
      return { messages: rows.slice(-MESSAGES_KEPT).map(presentMessage), hasOlder: rows.length > MESSAGES_KEPT, seq: event.log_seq };
    });
}
