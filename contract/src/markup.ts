import { parseInline } from "./markup/inline.ts";
import type { ListItem, MarkupNode } from "./markup/nodes.ts";
import { blockText } from "./markup/plain-text.ts";

/** A chat message has no headings: there `## 2` is text. */
export type MarkupKind = "description" | "chat";

/** Quotes inside quotes; a `>` deeper than that is text. */
export const MAX_QUOTE_DEPTH = 3;

const HEADING = /^(#{1,3})[ \t]+(?=\S)/;
const BULLET = /^ {0,3}[-*•][ \t]+(?=\S)/;
const NUMBER = /^ {0,3}(0|[1-9]\d{0,2})[.)][ \t]+(?=\S)/;
const CONTINUED = /^(?: {2,}|\t)(?=\S)/;
const QUOTED = /^ {0,3}> ?/;
/** Control characters, and characters that change the direction of reading: they only disturb the text around them. */
const UNSEEN = /[^\P{Cc}\t\r\n\v\f]|[\u202a-\u202e\u2066-\u2069]/gu;

/** Parses markup. Never fails: whatever is not markup is text, and no word is lost. */
export function parseMarkup(text: string, { kind }: { kind: MarkupKind }): MarkupNode[] {
  const lines = text
    .toWellFormed()
    .replace(UNSEEN, "")
    .split(/\r\n|[\r\n\v\f\u2028\u2029]/);
  return parseBlocks(lines, kind, 0);
}

/** The same as plain text, for emails, calendars and previews. */
export function markupText(nodes: readonly MarkupNode[]): string {
  return blockText(nodes);
}

function parseBlocks(lines: readonly string[], kind: MarkupKind, depth: number): MarkupNode[] {
  const nodes: MarkupNode[] = [];
  let at = 0;
  while (at < lines.length) {
    const end = blockEnd(lines, at, kind, depth);
    const node = parseBlock(lines.slice(at, end), kind, depth);
    if (node) nodes.push(node);
    at = end;
  }
  return nodes;
}

type LineKind = "blank" | "heading" | "quote" | "bullet" | "number" | "text";

function kindOf(line: string, kind: MarkupKind, depth: number): LineKind {
  if (line.trim() === "") return "blank";
  if (kind === "description" && HEADING.test(line)) return "heading";
  if (depth < MAX_QUOTE_DEPTH && QUOTED.test(line)) return "quote";
  if (BULLET.test(line)) return "bullet";
  return NUMBER.test(line) ? "number" : "text";
}

/** Blocks end where another kind of line begins. A number in mid-paragraph starts a list only if it is 1. */
function blockEnd(lines: readonly string[], start: number, kind: MarkupKind, depth: number): number {
  const first = kindOf(lines[start] ?? "", kind, depth);
  if (first === "blank" || first === "heading") return start + 1;
  let end = start + 1;
  for (; end < lines.length; end++) {
    const line = lines[end] ?? "";
    const next = kindOf(line, kind, depth);
    const isContinued = first !== "quote" && next === "text" && (first === "text" || CONTINUED.test(line));
    const isDate = first === "text" && next === "number" && Number(NUMBER.exec(line)?.[1]) !== 1;
    if (!isContinued && !isDate && next !== first) break;
  }
  return end;
}

function parseBlock(lines: readonly string[], kind: MarkupKind, depth: number): MarkupNode | null {
  const first = lines[0] ?? "";
  switch (kindOf(first, kind, depth)) {
    case "blank":
      return null;
    case "heading": {
      const level = first.startsWith("###") ? 3 : 2;
      return { type: "heading", level, children: parseInline(first.replace(HEADING, "").trim()) };
    }
    case "quote": {
      const inner = lines.map((line) => line.replace(QUOTED, ""));
      return { type: "quote", children: parseBlocks(inner, kind, depth + 1) };
    }
    case "bullet":
      return { type: "list", ordered: false, items: itemsOf(lines, BULLET) };
    case "number":
      return { type: "list", ordered: true, items: itemsOf(lines, NUMBER) };
    case "text":
      return { type: "paragraph", children: parseInline(lines.map((line) => line.trim()).join("\n")) };
  }
}

/** Indented lines below an item belong to it. */
function itemsOf(lines: readonly string[], marker: RegExp): ListItem[] {
  const items: { number: number | null; lines: string[] }[] = [];
  for (const line of lines) {
    const found = marker.exec(line);
    const text = line.slice(found?.[0].length ?? 0).trim();
    if (found) items.push({ number: found[1] === undefined ? null : Number(found[1]), lines: [text] });
    else items.at(-1)?.lines.push(text);
  }
  return items.map(({ number, lines: own }) => ({ number, children: parseInline(own.join("\n")) }));
}
