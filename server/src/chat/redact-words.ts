import { excerptOf } from "@turnout/contract/chat";
import type { QuotingType } from "@turnout/contract/entry-kinds";
import { rewordedBy } from "@turnout/contract/redact";
import type { Effect } from "../log/postgres-store.ts";

/** The messages that are reworded, and for each what it says now, what quotes of it say, and whether it is gone. */
interface Reworded {
  ids: string[];
  texts: string[];
  excerpts: string[];
  deleted: boolean[];
}

/** Takes the words of corrected and deleted messages out of the log as well, so that no replay brings them back (L14). */
export const redactWords: Effect = (run, eventId, entries) => {
  const reworded = [...rewordedBy(entries).values()];
  if (reworded.length === 0) return null;
  const ids = reworded.map(({ messageId }) => messageId);
  const texts = reworded.map(({ text }) => text);
  const words: Reworded = { ids, texts, excerpts: texts.map(excerptOf), deleted: reworded.map(({ isDeleted }) => isDeleted) };
  const statements = Object.values(redactions).flat();
  return Promise.all(statements.map(({ text, values }) => run(text, [eventId, ...values(words)]))).then(() => {});
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

/** Where each kind that holds words of messages keeps them. A kind more does not compile until it stands here. */
const redactions: Record<QuotingType, { text: string; values(words: Reworded): unknown[] }[]> = {
  "chat.posted": [
    { text: SAID, values: ({ ids, texts, deleted }) => [ids, texts, deleted] },
    { text: QUOTED, values: ({ ids, excerpts }) => [ids, excerpts] },
  ],
  "chat.edited": [{ text: CORRECTED, values: ({ ids, texts }) => [ids, texts] }],
};
