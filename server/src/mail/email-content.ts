import { assertNever } from "@turnout/contract/assert-never";
import type { EmailTheme } from "./theme-colours.ts";

/** What an email says, before it is laid out as HTML and as text. */
export interface EmailContent {
  subject: string;
  locale: string;
  /** The preview text that email programs list after the subject. */
  preview: string;
  /** The small line above the title: what kind of news this is. */
  eyebrow?: string;
  title: string;
  /** Where it leads, which the text names under its title. */
  link?: string;
  /** The theme whose colours it has. */
  theme: EmailTheme;
  /** The event's cover, of the size of `COVER_PICTURE`. Left out: the email is the product's own, and has its header art. */
  cover?: { src: string; alt: string };
  /** The URL of an image that nobody sees, whose loading says that the email was probably opened. Absent: it has none. */
  openImage?: string | undefined;
  blocks: Block[];
  footer: { text: string; href?: string | undefined }[];
}

export type Block =
  | { type: "text"; text: string; quiet?: true }
  | { type: "question"; text: string }
  | { type: "quote"; text: string; by: string }
  | { type: "facts"; facts: Fact[] }
  | { type: "buttons"; buttons: Button[] }
  /** Buttons of equal weight: no choice is suggested. */
  | { type: "choice"; buttons: Button[] }
  | { type: "code"; code: string };

export interface Button {
  label: string;
  href: string;
}

export interface Fact {
  name: string;
  lines: string[];
  /** What the recipient knew before, if it differs. */
  was?: string | null;
}

/** The plain-text alternative. */
export function emailText({ eyebrow, title, link, blocks, footer }: EmailContent): string {
  const head = [eyebrow, title, link].filter(Boolean).join("\n");
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
