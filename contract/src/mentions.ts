import { z } from "zod";
import { cleanWords } from "./text.ts";

/** People that one message may name. */
export const MAX_MENTIONS = 10;
/** What stands in a message where somebody was named whose account was deleted since. */
export const ERASED_MENTION = "@…";

const Range = {
  /** Where the `@` stands, and how long it is with the name: in UTF-16 code units, as strings of JavaScript count. */
  at: z.int().min(0),
  length: z.int().min(2),
};

/** Where a message names a person. `personId`: a host's account, or a guest's place on the list; null once they are erased. */
export const Mention = z.object({ personId: z.uuid().nullable(), ...Range });
export type Mention = z.infer<typeof Mention>;

/** The mentions of a message that is posted or edited, in the order of its text. */
export const MentionsToMake = z.array(z.strictObject({ personId: z.uuid(), ...Range })).max(MAX_MENTIONS);
export type MentionToMake = z.infer<typeof MentionsToMake>[number];

/** What a text has at a mention. */
export const mentionedText = (text: string, { at, length }: Pick<Mention, "at" | "length">): string => text.slice(at, at + length);

/** Those that can be shown in this text: an `@` each, in order, and none inside another. */
export function mentionsWithin<One extends Pick<Mention, "at" | "length">>(text: string, mentions: readonly One[]): One[] {
  let end = 0;
  return mentions.filter((mention) => {
    const fits = mention.at >= end && mention.at + mention.length <= text.length && text.charAt(mention.at) === "@";
    if (fits) end = mention.at + mention.length;
    return fits;
  });
}

/** The text as it is kept, and its mentions moved along. */
export function cleanMentions<One extends Pick<Mention, "at" | "length">>(
  text: string,
  mentions: readonly One[],
): { text: string; mentions: One[] } {
  const cleaned = cleanWords(text);
  const start = cleaned.length - cleaned.trimStart().length;
  const moved = mentions.map((mention) => ({ ...mention, at: cleanWords(text.slice(0, mention.at)).length - start }));
  return { text: cleaned.trim(), mentions: moved };
}

/** The text in which nobody of these is named any more, and its mentions. */
export function withoutNames(
  text: string,
  mentions: readonly Mention[],
  erased: ReadonlySet<string>,
): { text: string; mentions: Mention[] } {
  let [written, from] = ["", 0];
  const left = mentions.map((mention): Mention => {
    const { personId, at, length } = mention;
    const isErased = personId !== null && erased.has(personId);
    const words = isErased ? ERASED_MENTION : mentionedText(text, mention);
    written += text.slice(from, at);
    from = at + length;
    const moved = { personId: isErased ? null : personId, at: written.length, length: words.length };
    written += words;
    return moved;
  });
  return { text: written + text.slice(from), mentions: left };
}
