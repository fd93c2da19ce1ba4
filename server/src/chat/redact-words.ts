import { excerptOf } from "@turnout/contract/chat";
import { rewordedBy } from "@turnout/contract/redact";
import type { Effect } from "../log/postgres-store.ts";

/** Takes the words of corrected and deleted messages out of the log as well, so that no replay brings them back (L14). */
export const redactWords: Effect = (run, eventId, entries) => {
  const reworded = [...rewordedBy(entries)];
  if (reworded.length === 0) return null;
  const ids = reworded.map(([messageId]) => messageId);
  const texts = reworded.map(([, { text }]) => text);
  const excerpts = texts.map(excerptOf);
  const deleted = reworded.map(([, { isDeleted }]) => isDeleted);
  return Promise.all([
    run(SAID, [eventId, ids, texts, deleted]),
    run(CORRECTED, [eventId, ids, texts]),
    run(QUOTED, [eventId, ids, excerpts]),
  ]).then(() => {});
};

/** A message knows the position of the entry that posted it, and so do the replies to it. */
const SAID = `update event_log set body = case when reworded.deleted
    then jsonb_set(jsonb_set(body::jsonb, '{message,text}', '""'), '{message,replyTo}', 'null')
    else jsonb_set(body::jsonb, '{message,text}', to_jsonb(reworded.text)) end::json
  from unnest($2::uuid[], $3::text[], $4::boolean[]) as reworded (id, text, deleted)
  join messages on messages.event_id = $1 and messages.id = reworded.id
  where event_log.event_id = $1 and event_log.seq = messages.seq`;

/** Nobody corrects a message before it is posted. */
const CORRECTED = `update event_log set body = jsonb_set(body::jsonb, '{text}', to_jsonb(reworded.text))::json
  from unnest($2::uuid[], $3::text[]) as reworded (id, text)
  join messages on messages.event_id = $1 and messages.id = reworded.id
  where event_log.event_id = $1 and event_log.seq > messages.seq
    and body ->> 'type' = 'chat.edited' and body ->> 'messageId' = reworded.id::text and body ->> 'text' <> reworded.text`;

/** A reply that was deleted itself quotes nothing any more. */
const QUOTED = `update event_log set body = jsonb_set(body::jsonb, '{message,replyTo,excerpt}', to_jsonb(reworded.excerpt))::json
  from unnest($2::uuid[], $3::text[]) as reworded (id, excerpt)
  join messages on messages.event_id = $1 and messages.reply_to = reworded.id
  where event_log.event_id = $1 and event_log.seq = messages.seq`;
