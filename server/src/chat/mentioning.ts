import { isListed, seesList } from "@turnout/contract/audience";
import type { ChatAuthor } from "@turnout/contract/chat-entries";
import { mentionedText, mentionsWithin, type Mention, type MentionToMake } from "@turnout/contract/mentions";
import { refuse } from "@turnout/contract/refusals";
import { hostsTable } from "../events/tables.ts";
import { guestsTable } from "../guests/tables.ts";
import { contextOf } from "../log/event-row.ts";
import { rowsById, type Need } from "../log/event-table.ts";
import type { EventState } from "../log/working-set.ts";

/** The rows for `requireMentionable`. */
export function rowsOfMentioned(mentions: readonly MentionToMake[] = []): Need[] {
  const ids = mentions.map(({ personId }) => personId);
  return ids.length === 0 ? [] : [rowsById(hostsTable, ids), rowsById(guestsTable, ids)];
}

/** A mention that a message has already, and what its text has there. */
export type KnownMention = Mention & { name: string };

/**
 * The mentions of a text: of hosts, and of guests whom its author may see on the list, under the name that they have now. What stood in the
 * message before stays, whoever was removed or renamed since. Refuses all others with `mention_unknown`, as if nobody had that id.
 */
export function requireMentionable(
  state: EventState,
  author: ChatAuthor,
  { text, mentions = [] }: { text: string; mentions?: MentionToMake[] | undefined },
  known: readonly KnownMention[],
): Mention[] {
  if (mentions.length === 0) return [];
  if (mentionsWithin(text, mentions).length < mentions.length) refuse("mention_unknown");
  for (const mention of mentions) {
    const written = mentionedText(text, mention);
    const stood = known.some(({ personId, name }) => personId === mention.personId && name === written);
    if (!stood && written !== `@${nameOf(state, author, mention.personId)}`) refuse("mention_unknown");
  }
  return mentions.map(({ personId, at, length }) => ({ personId, at, length }));
}

/** Null: nobody whom this author may see. */
function nameOf(state: EventState, author: ChatAuthor, personId: string): string | null {
  const host = state.rows(hostsTable).get(personId);
  if (host) return host.name;
  const guest = state.rows(guestsTable).get(personId);
  if (!guest || guest.removed_at) return null;
  const isSeen = author.role === "host" || (isListed(guest.standing) && seesList(author.role, contextOf(state.event)));
  return isSeen || guest.id === author.personId ? guest.name : null;
}

/** What a message has at its mentions. */
export const textsAt = (text: string, mentions: Mention[]): KnownMention[] =>
  mentions.map((mention) => ({ ...mention, name: mentionedText(text, mention) }));
