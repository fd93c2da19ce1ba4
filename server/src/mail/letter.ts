import { assertNever } from "@turnout/contract/assert-never";
import type { Mood } from "./dyes.ts";

/** What a mail says, before it is set as HTML and as text. */
export interface Letter {
  subject: string;
  locale: string;
  /** What the list of mails shows after the subject. */
  preview: string;
  /** Above the title: what kind of news this is. */
  eyebrow?: string;
  title: string;
  /** Whose colours it wears. */
  mood: Mood;
  /** The event's cover, of the size of `COVER_PICTURE`. Left out: the letter is the product's own, and wears its band. */
  cover?: { src: string; alt: string };
  blocks: Block[];
  footer: { text: string; href?: string | undefined }[];
}

export type Block =
  | { type: "text"; text: string; quiet?: true }
  | { type: "question"; text: string }
  | { type: "quote"; text: string; by: string }
  | { type: "facts"; facts: Fact[] }
  | { type: "buttons"; buttons: Button[] }
  /** A choice in which the letter takes no side. */
  | { type: "choice"; buttons: Button[] }
  | { type: "code"; code: string };

export interface Button {
  label: string;
  href: string;
}

export interface Fact {
  name: string;
  lines: string[];
  /** What the reader was told before, if it is not what stands now. */
  was?: string | null;
}

/** Plain text, for readers and for those who distrust HTML. */
export function letterText({ eyebrow, title, blocks, footer }: Letter): string {
  const head = eyebrow ? `${eyebrow}\n${title}` : title;
  const foot = footer.map(({ text, href }) => (href ? `${text}: ${href}` : text)).join("\n");
  return `${[head, ...blocks.map(blockText), `-- \n${foot}`].join("\n\n")}\n`;
}

function blockText(block: Block): string {
  switch (block.type) {
    case "text":
    case "question":
      return block.text;
    case "quote":
      return [...block.text.split("\n"), `– ${block.by}`].map((line) => `> ${line}`).join("\n");
    case "facts":
      return block.facts.map(({ name, lines, was }) => `${name}: ${lines.join(", ")}${was ? ` (${was})` : ""}`).join("\n");
    case "buttons":
    case "choice":
      return block.buttons.map(({ label, href }) => `${label}: ${href}`).join("\n");
    case "code":
      return block.code;
    default:
      return assertNever(block);
  }
}
