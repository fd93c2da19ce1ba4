import { rulesIfKnown } from "./entry-kinds.ts";
import type { Rewording } from "./entry-rules.ts";
import type { StoredEntry } from "./log.ts";

/** The messages that these entries correct or delete, and what each says after the last of them. */
export function rewordedBy(entries: readonly StoredEntry[]): Map<string, Rewording> {
  const reworded = new Map<string, Rewording>();
  for (const { body } of entries) {
    const rewording = rulesIfKnown(body)?.rewords?.(body);
    if (rewording) reworded.set(rewording.messageId, rewording);
  }
  return reworded;
}

/** An entry in which reworded messages, its own or quoted ones, say what they say now; everything else of it stays (L14). */
export function redacted(entry: StoredEntry, reworded: ReadonlyMap<string, Rewording>): StoredEntry {
  const body = rulesIfKnown(entry.body)?.quotes?.(entry.body, reworded) ?? entry.body;
  return body === entry.body ? entry : { ...entry, body };
}
