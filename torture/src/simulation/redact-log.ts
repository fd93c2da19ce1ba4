import type { StoredEntry } from "@turnout/contract/log";
import { erasedBy, redacted } from "@turnout/contract/redact";

/** Takes the words of deleted messages out of a log, as `redact-deleted.ts` does by SQL. Entries are replaced, never changed: others hold them too. */
export function redactLog(log: StoredEntry[], committed: StoredEntry[]): void {
  const erased = erasedBy(committed);
  if (erased.size === 0) return;
  for (const [at, entry] of log.entries()) log[at] = redacted(entry, erased);
}
