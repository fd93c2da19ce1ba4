import { MAX_MENTIONS, type MentionToMake } from "@turnout/contract/mentions";

/** What is being written, and whom it names so far. */
export interface Draft {
  text: string;
  mentions: readonly MentionToMake[];
}

/** The same draft with another text: names before the change stay, those after it move along, and those that it touches are only text. */
export function withText({ text: before, mentions }: Draft, text: string): Draft {
  if (mentions.length === 0) return { text, mentions };
  let start = 0;
  while (start < before.length && start < text.length && before[start] === text[start]) start++;
  let end = 0;
  while (end < before.length - start && end < text.length - start && before.at(-1 - end) === text.at(-1 - end)) end++;
  const moved = mentions.flatMap((mention) => {
    if (mention.at + mention.length <= start) return mention;
    return mention.at >= before.length - end ? { ...mention, at: mention.at + text.length - before.length } : [];
  });
  return { text, mentions: moved };
}

/** An `@` and what follows it, up to the caret. */
export interface Asking {
  at: number;
  query: string;
}

/** As far as somebody may still be looking for a name: three words. */
const ASKING = /(?:^|[\s(["'*_])@((?:[^\s@]{1,40} ){0,2}[^\s@]{0,40})$/u;

/** Whom the author is about to name. Null: nobody. */
export function askingAt({ text, mentions }: Draft, caret: number): Asking | null {
  const query = ASKING.exec(text.slice(0, caret))?.[1];
  if (query === undefined) return null;
  const at = caret - query.length - 1;
  return mentions.some((mention) => mention.at <= at && at < mention.at + mention.length) ? null : { at, query };
}

export const isFull = ({ mentions }: Draft): boolean => mentions.length >= MAX_MENTIONS;

/** The draft with that person's name in place of what was asked, and where the caret goes. */
export function withMention({ text, mentions }: Draft, { at, query }: Asking, { personId, name }: { personId: string; name: string }) {
  const end = at + 1 + query.length;
  const written = `@${name}`;
  const rest = text.slice(end);
  const space = /^\s/.test(rest) ? "" : " ";
  const moved = withText({ text, mentions }, text.slice(0, at) + written + space + rest);
  const mention = { personId, at, length: written.length };
  const all = [...moved.mentions, mention].toSorted((one, other) => one.at - other.at);
  return { draft: { text: moved.text, mentions: all }, caret: at + written.length + 1 };
}
