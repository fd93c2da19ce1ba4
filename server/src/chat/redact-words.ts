import { excerptOf } from "@turnout/contract/chat";
import { kindsThatHold } from "@turnout/contract/entry-kinds";
import type { TextOf } from "@turnout/contract/entry-rules";
import type { EntryBody } from "@turnout/contract/log";
import { rewordedBy } from "@turnout/contract/redact";
import type { Effect } from "../log/postgres-store.ts";

/** The edited and deleted messages, each with its new text, the text of its quotes, and whether it was deleted. */
interface Reworded {
  ids: string[];
  texts: string[];
  excerpts: string[];
  deleted: boolean[];
}

/** Erases the old text of edited and deleted messages from the log, so that no replay contains it (L14). */
export const redactWords: Effect = (run, eventId, entries) => {
  const reworded = [...rewordedBy(entries).values()];
  if (reworded.length === 0) return null;
  const ids = reworded.map(({ messageId }) => messageId);
  const texts = reworded.map(({ text }) => text);
  const words: Reworded = { ids, texts, excerpts: texts.map(excerptOf), deleted: reworded.map(({ isDeleted }) => isDeleted) };
  const statements = Object.values(redactions).flat();
  return Promise.all(statements.map(({ text, values }) => run(text, [eventId, ...values(words)]))).then(() => {});
};

/** Messages and replies to them have the position of the entry that posted them. */
const SAID = `update event_log set body = case when reworded.deleted
    then jsonb_set(jsonb_set(body::jsonb, '{message,text}', '""'), '{message,replyTo}', 'null')
    else jsonb_set(body::jsonb, '{message,text}', to_jsonb(reworded.text)) end::json
  from unnest($2::uuid[], $3::text[], $4::boolean[]) as reworded (id, text, deleted)
  join messages on messages.event_id = $1 and messages.id = reworded.id
  where event_log.event_id = $1 and event_log.seq = messages.seq`;

/** A message cannot be edited or pinned before it is posted. */
const SAID_AGAIN = `update event_log set body = jsonb_set(body::jsonb, '{text}', to_jsonb(reworded.text))::json
  from unnest($2::uuid[], $3::text[]) as reworded (id, text)
  join messages on messages.event_id = $1 and messages.id = reworded.id
  where event_log.event_id = $1 and event_log.seq > messages.seq
    and body ->> 'type' = any($4::text[]) and body ->> 'messageId' = reworded.id::text and body ->> 'text' <> reworded.text`;

/** A deleted reply has no quote. */
const QUOTED = `update event_log set body = jsonb_set(body::jsonb, '{message,replyTo,excerpt}', to_jsonb(reworded.excerpt))::json
  from unnest($2::uuid[], $3::text[]) as reworded (id, excerpt)
  join messages on messages.event_id = $1 and messages.reply_to = reworded.id
  where event_log.event_id = $1 and event_log.seq = messages.seq`;

/** By what entries hold of messages. Exhaustive: a new way to hold text does not compile until it is erased. */
const redactions: Record<NonNullable<TextOf<EntryBody>>, { text: string; values(words: Reworded): unknown[] }[]> = {
  message: [
    { text: SAID, values: ({ ids, texts, deleted }) => [ids, texts, deleted] },
    { text: QUOTED, values: ({ ids, excerpts }) => [ids, excerpts] },
  ],
  text: [{ text: SAID_AGAIN, values: ({ ids, texts }) => [ids, texts, kindsThatHold("text")] }],
};
