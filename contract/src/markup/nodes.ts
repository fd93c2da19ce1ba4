/** Parsed markup, never HTML: pages make elements of it, and nothing in it can be executed. */
export type InlineNode =
  | { type: "text"; text: string }
  | { type: "break" }
  | { type: "bold" | "italic"; children: InlineNode[] }
  | { type: "code"; text: string }
  /** `href` is http, https or mailto, and safe to follow as far as its form goes. */
  | { type: "link"; href: string; children: InlineNode[] };

/** `number` is what was written, so that "19. June" stays the 19th; null in a list without numbers. */
export interface ListItem {
  number: number | null;
  children: InlineNode[];
}

export type MarkupNode =
  | { type: "paragraph"; children: InlineNode[] }
  | { type: "heading"; level: 2 | 3; children: InlineNode[] }
  | { type: "list"; ordered: boolean; items: ListItem[] }
  | { type: "quote"; children: MarkupNode[] };
