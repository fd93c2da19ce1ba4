import { excerptOf } from "./chat.ts";
import type { EntryBody, StoredEntry } from "./log.ts";

/** What a message says since it was corrected or deleted; a deleted one quotes nothing either. */
export interface Rewording {
  text: string;
  isDeleted: boolean;
}

/** The messages that these entries correct or delete, and what each says after the last of them. */
export function rewordedBy(entries: readonly StoredEntry[]): Map<string, Rewording> {
  const reworded = new Map<string, Rewording>();
  for (const { body } of entries) {
    if (body.type === "chat.edited") reworded.set(body.messageId, { text: body.text, isDeleted: false });
    if (body.type === "chat.deleted") reworded.set(body.messageId, { text: "", isDeleted: true });
  }
  return reworded;
}

/** An entry in which reworded messages, its own or quoted ones, say what they say now; everything else of it stays (L14). */
export function redacted(entry: StoredEntry, reworded: ReadonlyMap<string, Rewording>): StoredEntry {
  const body = redactedBody(entry.body, reworded);
  return body === entry.body ? entry : { ...entry, body };
}

function redactedBody(body: EntryBody, reworded: ReadonlyMap<string, Rewording>): EntryBody {
  if (body.type === "chat.edited") {
    const now = reworded.get(body.messageId);
    return now && now.text !== body.text ? { ...body, text: now.text } : body;
  }
  if (body.type !== "chat.posted") return body;
  const { message } = body;
  const now = reworded.get(message.messageId);
  const quoted = message.replyTo && reworded.get(message.replyTo.messageId);
  if (!now && !quoted) return body;
  const replyTo = quoted ? { ...message.replyTo!, excerpt: excerptOf(quoted.text) } : message.replyTo;
  return { ...body, message: { ...message, text: now ? now.text : message.text, replyTo: now?.isDeleted ? null : replyTo } };
}
