import type { Viewer } from "./audience.ts";
import { chatEntryRules } from "./chat-entries.ts";
import type { EntryReader, EntryRules, Mailing, TextOf } from "./entry-rules.ts";
import { eventEntryRules } from "./event-entries.ts";
import type { EntryContext } from "./events.ts";
import { guestEntryRules } from "./guest-entries.ts";
import { guestMailEntryRules } from "./guest-mail-entries.ts";
import { invitationEntryRules } from "./invitation-entries.ts";
import type { EntryBody, EntryType, LogEntry, StoredEntry } from "./log.ts";
import { photoEntryRules } from "./photo-entries.ts";

/** The one table of what each kind of entry does: who sees what of it, whose access it ends, who is emailed (L10, L14, L15). */
const entryRules = {
  ...eventEntryRules,
  ...guestEntryRules,
  ...guestMailEntryRules,
  ...invitationEntryRules,
  ...chatEntryRules,
  ...photoEntryRules,
} satisfies { [Type in EntryType]: EntryRules<Extract<EntryBody, { type: Type }>> };

/** A map, since a kind of a later version may be called anything, `constructor` too. */
const rulesByType = new Map(Object.entries(entryRules) as unknown as [string, EntryRules<EntryBody>][]);

/** Undefined for a kind of a later version, which may write while this one still runs (L12). */
export const rulesIfKnown = (body: EntryBody): EntryRules<EntryBody> | undefined => rulesByType.get(body.type);

function rulesOf(body: EntryBody): EntryRules<EntryBody> {
  const rules = rulesIfKnown(body);
  if (!rules) throw new Error(`nobody knows entries of the kind ${body.type}`);
  return rules;
}

/** What a reader may see of an entry, or null: nothing at all. */
export function bodyFor(reader: EntryReader, body: EntryBody, context: EntryContext): EntryBody | null {
  return rulesOf(body).seenBy(reader, body, context);
}

/** The guest whose history an entry is part of. */
export const aboutOf = (body: EntryBody): string | null => rulesOf(body).about(body);

/** The guest who alone gets the private part of an entry. */
export function subjectOf(body: EntryBody): string | null {
  const rules = rulesIfKnown(body);
  return rules?.hasOwnView ? rules.about(body) : null;
}

/** An entry as this reader gets it, or null. */
export function entryFor(viewer: Pick<Viewer, "class" | "guestId">, stored: StoredEntry): LogEntry | null {
  const isSubject = viewer.guestId !== null && viewer.guestId === subjectOf(stored.body);
  const body = bodyFor({ viewerClass: viewer.class, isSubject }, stored.body, stored.context);
  if (!body) return null;
  const { seq, commandId, at, actor } = stored;
  return { seq, commandId, at, actor: viewer.class === "host" ? actor : null, body };
}

/** Whether an entry takes this viewer's access away: the last thing before it is the last they get (L10). */
export const endsAccess = (viewer: Viewer, body: EntryBody): boolean => rulesIfKnown(body)?.endsAccess?.(viewer, body) ?? false;

/**
 * Whether an entry changes what this viewer may see or do, so that their snapshot has to be loaded anew. A kind of a later version
 * does: only a fresh snapshot shows its effect (L12).
 */
export function changesAudience(viewer: Viewer, body: EntryBody): boolean {
  const rules = rulesIfKnown(body);
  return !rules || (rules.changesAudience?.(viewer, body) ?? false);
}

/** Whether an entry ends this viewer's access or changes what they may see, so that they must not get it. */
export function changesAccess(viewer: Viewer, body: EntryBody): boolean {
  const rules = rulesIfKnown(body);
  if (!rules) return true;
  const { endsAccess: ends, changesAudience: changes } = rules;
  return (ends !== null && ends(viewer, body)) || (changes !== null && changes(viewer, body));
}

/** Whether entries of this kind can end access, change what somebody may see, or hide earlier entries. */
export function canChangeAccess(body: EntryBody): boolean {
  const rules = rulesIfKnown(body);
  return !rules || rules.endsAccess !== null || rules.changesAudience !== null || rules.closesThePast;
}

/** Whether clients that join later must not get earlier entries. */
export const closesThePast = (body: EntryBody): boolean => rulesIfKnown(body)?.closesThePast ?? false;

/** Who is emailed because of an entry. */
export const mailingOf = (body: EntryBody): Mailing | null => rulesOf(body).mails?.(body) ?? null;

/** The kinds that hold this of messages. */
export const kindsThatHold = (what: TextOf<EntryBody>): string[] =>
  [...rulesByType].flatMap(([type, { holds }]) => (holds === what ? type : []));
