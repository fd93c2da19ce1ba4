import { sql } from "kysely";
import type { Effect } from "../log/change-event.ts";

/** Takes the words of deleted messages out of the log as well, so that no replay brings them back (L14). */
export const redactDeleted: Effect = async (tx, eventId, entries) => {
  const gone = entries.flatMap(({ body }) => (body.type === "chat.deleted" ? [body.messageId] : []));
  if (gone.length === 0) return;
  await sql`
    update event_log set body = jsonb_set(jsonb_set(body, '{message,text}', '""'), '{message,replyTo}', 'null')
    where event_id = ${eventId} and body ->> 'type' = 'chat.posted' and body #>> '{message,messageId}' = any(${gone})`.execute(tx);
  await sql`
    update event_log set body = jsonb_set(body, '{text}', '""')
    where event_id = ${eventId} and body ->> 'type' = 'chat.edited' and body ->> 'messageId' = any(${gone})`.execute(tx);
  await sql`
    update event_log set body = jsonb_set(body, '{message,replyTo,excerpt}', '""')
    where event_id = ${eventId} and body ->> 'type' = 'chat.posted'
      and body #>> '{message,replyTo,messageId}' = any(${gone})`.execute(tx);
};
