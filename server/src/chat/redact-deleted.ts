import type { Effect } from "../log/postgres-store.ts";

/** Takes the words of deleted messages out of the log as well, so that no replay brings them back (L14). */
export const redactDeleted: Effect = (run, eventId, entries) => {
  const gone = entries.flatMap(({ body }) => (body.type === "chat.deleted" ? [body.messageId] : []));
  return gone.length === 0 ? null : Promise.all(redactions.map((text) => run(text, [eventId, gone]))).then(() => {});
};

const redactions = [
  `update event_log set body = jsonb_set(jsonb_set(body::jsonb, '{message,text}', '""'), '{message,replyTo}', 'null')::json
   where event_id = $1 and body ->> 'type' = 'chat.posted' and body #>> '{message,messageId}' = any($2)`,
  `update event_log set body = jsonb_set(body::jsonb, '{text}', '""')::json
   where event_id = $1 and body ->> 'type' = 'chat.edited' and body ->> 'messageId' = any($2)`,
  `update event_log set body = jsonb_set(body::jsonb, '{message,replyTo,excerpt}', '""')::json
   where event_id = $1 and body ->> 'type' = 'chat.posted' and body #>> '{message,replyTo,messageId}' = any($2)`,
];
