import { excerptOf } from "@turnout/contract/message-words";
import { kindsThatHold } from "@turnout/contract/entry-kinds";
import type { TextOf } from "@turnout/contract/entry-rules";
import type { EntryBody } from "@turnout/contract/log";
import { rewordedBy } from "@turnout/contract/redact";
import type { Effect } from "../log/postgres-store.ts";

/** The edited and deleted messages, each with its new text, whom that names, as JSON, the text of its quotes, and whether it was deleted. */
interface Reworded {
  ids: string[];
  texts: string[];
  mentions: string[];
  excerpts: string[];
  deleted: boolean[];
}

/** Erases the old text of edited and deleted messages from the log, so that no replay contains it (L14). */
export const redactWords: Effect = (run, eventId, entries) => {
  const reworded = [...rewordedBy(entries).values()];
  if (reworded.length === 0) return null;
  const ids = reworded.map(({ messageId }) => messageId);
  const texts = reworded.map(({ text }) => text);
  const words: Reworded = {
    ids,
    texts,
    mentions: reworded.map(({ mentions }) => JSON.stringify(mentions.length > 0 ? { mentions } : {})),
    excerpts: texts.map(excerptOf),
    deleted: reworded.map(({ isDeleted }) => isDeleted),
  };
  const statements = Object.values(redactions).flat();
  return Promise.all(statements.map(({ text, values }) => run(text, [eventId, ...values(words)]))).then(() => {});
};

/** Messages and replies to them have the position of the entry that posted them. */
const SAID = `update event_log set body = jsonb_set(body::jsonb, '{message}', (body::jsonb -> 'message') - 'mentions'
    || jsonb_build_object('text', reworded.text) || reworded.mentions
    || case when reworded.deleted then '{"replyTo": null}'::jsonb else '{}'::jsonb end)::json
  from unnest($2::uuid[], $3::text[], $4::jsonb[], $5::boolean[]) as reworded (id, text, mentions, deleted)
  join messages on messages.event_id = $1 and messages.id = reworded.id
  where event_log.event_id = $1 and event_log.seq = messages.seq`;

/** A message cannot be edited or pinned before it is posted. */
const SAID_AGAIN = `update event_log set body = (body::jsonb - 'mentions' || jsonb_build_object('text', reworded.text) || reworded.mentions)::json
  from unnest($2::uuid[], $3::text[], $4::jsonb[]) as reworded (id, text, mentions)
  join messages on messages.event_id = $1 and messages.id = reworded.id
  where event_log.event_id = $1 and event_log.seq > messages.seq
    and body ->> 'type' = any($5::text[]) and body ->> 'messageId' = reworded.id::text
    and (body ->> 'text' <> reworded.text or body::jsonb -> 'mentions' is distinct from reworded.mentions -> 'mentions')`;

/** A deleted reply has no quote. */
const QUOTED = `update event_log set body = jsonb_set(body::jsonb, '{message,replyTo,excerpt}', to_jsonb(reworded.excerpt))::json
  from unnest($2::uuid[], $3::text[]) as reworded (id, excerpt)
  join messages on messages.event_id = $1 and messages.reply_to = reworded.id
  where event_log.event_id = $1 and event_log.seq = messages.seq`;

/** By what entries hold of messages. Exhaustive: a new way to hold text does not compile until it is erased. */
const redactions: Record<NonNullable<TextOf<EntryBody>>, { text: string; values(words: Reworded): unknown[] }[]> = {
  message: [
    { text: SAID, values: ({ ids, texts, mentions, deleted }) => [ids, texts, mentions, deleted] },
    { text: QUOTED, values: ({ ids, excerpts }) => [ids, excerpts] },
  ],
  text: [{ text: SAID_AGAIN, values: ({ ids, texts, mentions }) => [ids, texts, mentions, kindsThatHold("text")] }],
};
