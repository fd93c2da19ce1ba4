import { parseUrl } from "./links.ts";
import type { InlineNode, ListItem, MarkupNode } from "./nodes.ts";

/** The words of inline nodes. A link that does not show where it leads says so in brackets. */
export function inlineText(nodes: readonly InlineNode[], showTargets = false): string {
  return nodes.map((node) => textOf(node, showTargets)).join("");
}

function textOf(node: InlineNode, showTargets: boolean): string {
  if (node.type === "break") return "\n";
  if (node.type === "text" || node.type === "code") return node.text;
  const words = inlineText(node.children, showTargets);
  if (node.type !== "link" || !showTargets || isSameAddress(words, node.href)) return words;
  return `${words} (${node.href.replace(/^mailto:/, "")})`;
}

function isSameAddress(words: string, href: string): boolean {
  return `mailto:${words}` === href || parseUrl(words)?.href === href;
}

/** Blocks as plain text, a blank line between them. */
export function blockText(nodes: readonly MarkupNode[]): string {
  return nodes.map(textOfBlock).join("\n\n");
}

function textOfBlock(node: MarkupNode): string {
  if (node.type === "list") return node.items.map(textOfItem).join("\n");
  if (node.type === "quote")
    return blockText(node.children)
      .split("\n")
      .map((line) => `> ${line}`.trimEnd())
      .join("\n");
  return inlineText(node.children, true);
}

function textOfItem(item: ListItem): string {
  const marker = item.number === null ? "-" : `${item.number}.`;
  return `${marker} ${inlineText(item.children, true)}`;
}
