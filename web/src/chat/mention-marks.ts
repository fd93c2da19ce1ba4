import { parseMarkup } from "@turnout/contract/markup";
import type { InlineNode, MarkupNode } from "@turnout/contract/markup/nodes";
import { inlineText } from "@turnout/contract/markup/plain-text";
import type { Mention } from "@turnout/contract/mentions";

/** Characters that no text has: each stands for the mention of its number while markup is parsed, which so finds none in a name. */
const FIRST_MARK = 0xfdd0;
const MARKS = /([\ufdd0-\ufdef])/;
const MARK = new RegExp(MARKS.source);

/** The text with a mark in place of each mention. Null where a link would have one in it: a link must not show another address than its own. */
export function markMentions(text: string, mentions: readonly Mention[]): string | null {
  let [marked, from] = ["", 0];
  for (const [place, { at, length }] of mentions.entries()) {
    marked += withoutMarks(text.slice(from, at)) + String.fromCharCode(FIRST_MARK + place);
    from = at + length;
  }
  marked += withoutMarks(text.slice(from));
  return parseMarkup(marked, { kind: "chat" }).some(hasMarkedLink) ? null : marked;
}

/** A text in pieces: what is written, and the numbers of mentions. */
export const placesIn = (text: string): (string | number)[] =>
  text.split(MARKS).map((part) => (MARK.test(part) ? part.charCodeAt(0) - FIRST_MARK : part));

const withoutMarks = (text: string) => text.replaceAll(/[\ufdd0-\ufdef]/g, "");

function hasMarkedLink(node: MarkupNode | InlineNode): boolean {
  switch (node.type) {
    case "link":
      return MARK.test(inlineText(node.children)) || node.href.includes("%EF%B7");
    case "list":
      return node.items.some(({ children }) => children.some(hasMarkedLink));
    case "text":
    case "code":
    case "break":
      return false;
    default:
      return node.children.some(hasMarkedLink);
  }
}
