import type { EntryBody, StoredEntry } from "./log.ts";

/** Messages whose words go with these entries. */
export function erasedBy(entries: readonly StoredEntry[]): Set<string> {
  return new Set(entries.flatMap(({ body }) => (body.type === "chat.deleted" ? [body.messageId] : [])));
}

/** An entry without the words of erased messages, its own or quoted ones; everything else of it stays (L14). */
export function redacted(entry: StoredEntry, erased: ReadonlySet<string>): StoredEntry {
  const body = redactedBody(entry.body, erased);
  return body === entry.body ? entry : { ...entry, body };
}

function redactedBody(body: EntryBody, erased: ReadonlySet<string>): EntryBody {
  if (body.type === "chat.edited") return erased.has(body.messageId) ? { ...body, text: "" } : body;
  if (body.type !== "chat.posted") return body;
  const { message } = body;
  if (erased.has(message.messageId)) return { ...body, message: { ...message, text: "", replyTo: null } };
  if (!message.replyTo || !erased.has(message.replyTo.messageId)) return body;
  return { ...body, message: { ...message, replyTo: { ...message.replyTo, excerpt: "" } } };
}
