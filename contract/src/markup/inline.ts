import { bareLinkEnd, MAX_HREF, pretends, safeHref } from "./links.ts";
import type { InlineNode } from "./nodes.ts";
import { add, addText, giveUp, indexOf, type Marker, type Open } from "./open-markers.ts";
import { inlineText } from "./plain-text.ts";

/** Letters and digits of scripts that put spaces between words: a marker between two of them marks nothing (2*3*4). */
const IN_WORD = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{N}]/u;
const SPACE = /^\s?$/;
const PLAIN = /[^*`[\]\nh]+/y;

/**
 * Emphasis, code, links and line breaks of one block. A marker is open at most once at a time, so nothing nests deeper
 * than three, and a node moves at most three times: time is linear in the length of the text.
 */
export function parseInline(text: string): InlineNode[] {
  const open: Open[] = [{ marker: null, children: [] }];
  let at = 0;
  while (at < text.length) at = step(text, at, open);
  giveUp(open, 1);
  return open[0]?.children ?? [];
}

function step(text: string, at: number, open: Open[]): number {
  switch (text.charAt(at)) {
    case "\n":
      add(open, { type: "break" });
      return at + 1;
    case "*":
      return emphasis(text, at, open);
    case "`":
      return code(text, at, open);
    case "[":
      if (indexOf(open, "[") > 0) giveUp(open, indexOf(open, "["));
      open.push({ marker: "[", children: [] });
      return at + 1;
    case "]":
      return linkEnd(text, at, open);
    case "h":
      return bareLink(text, at, open);
    default:
      return plain(text, at, open);
  }
}

function plain(text: string, at: number, open: Open[]): number {
  PLAIN.lastIndex = at;
  const run = PLAIN.exec(text)?.[0] ?? text.charAt(at);
  addText(open, run);
  return at + run.length;
}

function emphasis(text: string, at: number, open: Open[]): number {
  let end = at;
  while (text.charAt(end) === "*") end++;
  const [before, after] = [characterBefore(text, at), characterAt(text, end)];
  const mayOpen = !SPACE.test(after) && !IN_WORD.test(before);
  const mayClose = !SPACE.test(before) && !IN_WORD.test(after);
  const markers: Marker[] = end - at === 1 ? ["*"] : end - at === 2 ? ["**"] : end - at === 3 ? ["**", "*"] : [];
  const begun = markers.filter((marker) => indexOf(open, marker) > 0);
  if (markers.length > 0 && mayClose && begun.length === markers.length) {
    for (const marker of begun.sort((a, b) => indexOf(open, b) - indexOf(open, a))) close(open, marker);
  } else if (markers.length > 0 && mayOpen && begun.length === 0) {
    for (const marker of markers) open.push({ marker, children: [] });
  } else {
    addText(open, text.slice(at, end));
  }
  return end;
}

function close(open: Open[], marker: Marker): void {
  let index = indexOf(open, marker);
  const inner = open[index + 1];
  const begunTogether = open[index]?.children.length === 0 && (inner?.marker === "*" || inner?.marker === "**");
  if (begunTogether && inner) {
    // `***a** b*`: the two were begun at once, so either may be the inner one.
    [open[index], open[index + 1]] = [
      { marker: inner.marker, children: [] },
      { marker, children: inner.children },
    ];
    index++;
  }
  giveUp(open, index + 1);
  const [done] = open.splice(index);
  if (done) add(open, { type: marker === "**" ? "bold" : "italic", children: done.children });
}

function code(text: string, at: number, open: Open[]): number {
  const end = text.indexOf("`", at + 1);
  const inside = end < 0 ? "" : text.slice(at + 1, end);
  if (inside.trim() === "" || inside.includes("\n")) {
    addText(open, "`");
    return at + 1;
  }
  add(open, { type: "code", text: inside });
  return end + 1;
}

/** `](https://…)` ends a link if one was begun, leads somewhere safe, and does not claim to lead elsewhere. */
function linkEnd(text: string, at: number, open: Open[]): number {
  const index = indexOf(open, "[");
  const target = index > 0 && text.charAt(at + 1) === "(" ? targetAt(text, at + 2) : null;
  const href = target && safeHref(target);
  if (index > 0) giveUp(open, index + 1);
  const words = index > 0 ? (open[index]?.children ?? []) : [];
  if (!target || !href || words.some(holdsLink) || inlineText(words).trim() === "" || pretends(inlineText(words), href)) {
    if (index > 0) giveUp(open, index);
    addText(open, "]");
    return at + 1;
  }
  open.splice(index);
  add(open, { type: "link", href, children: words });
  return at + 2 + target.length + 1;
}

/** The text up to the closing bracket, or null. It stops at square brackets, so that no stretch is read for two links. */
function targetAt(text: string, start: number): string | null {
  let depth = 0;
  for (let end = start; end < text.length && end - start <= MAX_HREF; end++) {
    const character = text.charAt(end);
    if (/[\s<>"[\]]/.test(character)) return null;
    if (character === ")" && depth-- === 0) return text.slice(start, end);
    if (character === "(") depth++;
  }
  return null;
}

function bareLink(text: string, at: number, open: Open[]): number {
  const starts = text.startsWith("http://", at) || text.startsWith("https://", at);
  if (!starts || IN_WORD.test(characterBefore(text, at))) {
    addText(open, "h");
    return at + 1;
  }
  const end = bareLinkEnd(text, at);
  const written = text.slice(at, end);
  const href = safeHref(written);
  if (href) add(open, { type: "link", href, children: [{ type: "text", text: written }] });
  else addText(open, written);
  return end;
}

function holdsLink(node: InlineNode): boolean {
  return node.type === "link" || (node.type !== "text" && "children" in node && node.children.some(holdsLink));
}

function characterBefore(text: string, at: number): string {
  const low = text.charAt(at - 1);
  return /[\udc00-\udfff]/.test(low) ? text.slice(Math.max(0, at - 2), at) : low;
}

function characterAt(text: string, at: number): string {
  const point = text.codePointAt(at);
  return point === undefined ? "" : String.fromCodePoint(point);
}
