import { markupText, parseMarkup } from "./markup.ts";

/** Longest quote of a message, in characters. */
export const MAX_QUOTE = 140;

/** A message's words as they are shown, without markup. Of markup around nothing it is the text itself: no message is without words. */
export function messageWords(text: string): string {
  return markupText(parseMarkup(text, { kind: "chat" })) || text;
}

/** What a reply quotes of a message: its words without markup, in one line, cut to `MAX_QUOTE` characters with an ellipsis. */
export function excerptOf(text: string): string {
  const words = messageWords(text).replaceAll(/\s+/g, " ");
  const characters = [...words];
  return characters.length <= MAX_QUOTE ? characters.join("") : `${characters.slice(0, MAX_QUOTE - 1).join("")}…`;
}
