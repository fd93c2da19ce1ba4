import type { InlineNode } from "./nodes.ts";

export type Marker = "*" | "**" | "[";

/** Something begun whose end has not come yet. Without an end its marker is ordinary text. */
export interface Open {
  marker: Marker | null;
  children: InlineNode[];
}

/** Takes back everything begun from `index` on: markers become text, in the place where they stood. */
export function giveUp(open: Open[], index: number): void {
  for (const { marker, children } of open.splice(index)) {
    addText(open, marker ?? "");
    for (const child of children) {
      if (child.type === "text") addText(open, child.text);
      else add(open, child);
    }
  }
}

/** Where in the stack a marker was begun; -1 if it was not. */
export function indexOf(open: Open[], marker: Marker): number {
  return open.findIndex((one) => one.marker === marker);
}

/** Puts a node into whatever was begun last. */
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
