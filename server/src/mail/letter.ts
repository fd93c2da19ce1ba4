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
  /** Whose colours and pattern it wears; the seed makes the pattern one event's own. */
  mood: Mood;
  seed: string;
  blocks: Block[];
  footer: { text: string; href?: string | undefined }[];
}

export type Block =
  | { type: "text"; text: string; quiet?: true }
  | { type: "question"; text: string }
  | { type: "quote"; text: string; by: string }
  | { type: "facts"; facts: { name: string; lines: string[] }[] }
  | { type: "buttons"; buttons: { label: string; href: string }[] }
  | { type: "code"; code: string };

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
      return block.facts.map(({ name, lines }) => `${name}: ${lines.join(", ")}`).join("\n");
    case "buttons":
      return block.buttons.map(({ label, href }) => `${label}: ${href}`).join("\n");
    case "code":
      return block.code;
    default:
      return assertNever(block);
  }
}
