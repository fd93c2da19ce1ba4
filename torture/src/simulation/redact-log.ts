import type { StoredEntry } from "@turnout/contract/log";
import { redacted, rewordedBy } from "@turnout/contract/redact";

/** Takes the words of corrected and deleted messages out of a log, as `redact-words.ts` does by SQL. Entries are replaced, never changed: others hold them too. */
export function redactLog(log: StoredEntry[], committed: StoredEntry[]): void {
  const reworded = rewordedBy(committed);
  if (reworded.size === 0) return;
  for (const [at, entry] of log.entries()) log[at] = redacted(entry, reworded);
}
