import { excerptOf } from "./message-words.ts";
import type { Message } from "./chat-entries.ts";
import { rulesIfKnown } from "./entry-kinds.ts";
import type { Rewording, TextOf } from "./entry-rules.ts";
import type { EntryBody, StoredEntry } from "./log.ts";
import type { Mention } from "./mentions.ts";

/** The messages that these entries correct or delete, each with its text after the last of them. */
export function rewordedBy(entries: readonly StoredEntry[]): Map<string, Rewording> {
  const reworded = new Map<string, Rewording>();
  for (const { body } of entries) {
    const rewording = rulesIfKnown(body)?.rewords?.(body);
    if (rewording) reworded.set(rewording.messageId, rewording);
  }
  return reworded;
}

type Texts = ReadonlyMap<string, Rewording>;

/** An entry with the current text of its own and its quoted messages; everything else of it stays (L14). */
export function redacted(entry: StoredEntry, reworded: Texts): StoredEntry {
  const holds = rulesIfKnown(entry.body)?.holds;
  const body = holds ? rewritten[holds](entry.body as never, reworded) : entry.body;
  return body === entry.body ? entry : { ...entry, body };
}

type Holding<What> = EntryBody extends infer Body ? (Body extends EntryBody ? (TextOf<Body> extends What ? Body : never) : never) : never;

const rewritten: { [What in NonNullable<TextOf<EntryBody>>]: (body: Holding<What>, reworded: Texts) => EntryBody } = {
  message(body, reworded) {
    const message = messageOfNow(body.message, reworded);
    return message === body.message ? body : { ...body, message };
  },
  text(body, reworded) {
    const now = reworded.get(body.messageId);
    return now ? withTextOf(now, body) : body;
  },
};

function messageOfNow(message: Message, reworded: Texts): Message {
  const now = reworded.get(message.messageId);
  const quoted = message.replyTo && reworded.get(message.replyTo.messageId);
  if (!now && !quoted) return message;
  const replyTo = quoted ? { ...message.replyTo!, excerpt: excerptOf(quoted.text) } : message.replyTo;
  return { ...(now ? withTextOf(now, message) : message), replyTo: now?.isDeleted ? null : replyTo };
}

function withTextOf<One extends { text: string; mentions?: Mention[] | undefined }>({ text, mentions }: Rewording, said: One): One {
  const { mentions: _, ...rest } = said;
  return { ...(rest as One), text, ...(mentions.length > 0 && { mentions }) };
}
