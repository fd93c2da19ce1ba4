import type { EntryBody, StoredEntry } from "@turnout/contract/log";

/** Takes the words of deleted messages out of a log, as `redact-deleted.ts` does by SQL. Entries are replaced, never changed: others hold them too. */
export function redactLog(log: StoredEntry[], committed: StoredEntry[]): void {
  const gone = new Set(committed.flatMap(({ body }) => (body.type === "chat.deleted" ? [body.messageId] : [])));
  if (gone.size === 0) return;
  for (const [at, entry] of log.entries()) {
    const body = without(entry.body, gone);
    if (body !== entry.body) log[at] = { ...entry, body };
  }
}

function without(body: EntryBody, gone: Set<string>): EntryBody {
  if (body.type === "chat.edited") return gone.has(body.messageId) ? { ...body, text: "" } : body;
  if (body.type !== "chat.posted") return body;
  const { message } = body;
  if (gone.has(message.messageId)) return { ...body, message: { ...message, text: "", replyTo: null } };
  const quoted = message.replyTo;
  return quoted && gone.has(quoted.messageId) ? { ...body, message: { ...message, replyTo: { ...quoted, excerpt: "" } } } : body;
}
