import type { InlineNode } from "./nodes.ts";

export type Marker = "*" | "**" | "[";

/** A marker that is not closed yet. If it never is, it is ordinary text. */
export interface Open {
  marker: Marker | null;
  children: InlineNode[];
}

/** Gives up all markers from `index` on: they become text in their place. */
export function giveUp(open: Open[], index: number): void {
  for (const { marker, children } of open.splice(index)) {
    addText(open, marker ?? "");
    for (const child of children) {
      if (child.type === "text") addText(open, child.text);
      else add(open, child);
    }
  }
}

/** The index of an open marker in the stack, or -1. */
export function indexOf(open: Open[], marker: Marker): number {
  return open.findIndex((one) => one.marker === marker);
}

/** Appends a node to the innermost open marker. */
export function add(open: Open[], node: InlineNode): void {
  open.at(-1)?.children.push(node);
}

/** Text next to text is one node. */
export function addText(open: Open[], text: string): void {
  const children = open.at(-1)?.children;
  const last = children?.at(-1);
  if (text === "") return;
  if (last?.type === "text") last.text += text;
  else children?.push({ type: "text", text });
}
