import { randomBytes } from "node:crypto";
import { escapeHtml } from "../http/html.ts";
import { emailText, type EmailContent } from "../mail/email-content.ts";
import { emailHtml } from "../mail/email-html.ts";

/** An email that is laid out. */
export interface LaidOutEmail {
  subject: string;
  html: string;
  text: string;
  /** The same for all that differ in their values alone. */
  layoutKey?: object;
}

/** What each guest's own email has of its own. */
export interface OwnValues {
  greeted: string;
  link: string;
  unsubscribeEvent: string;
  unsubscribeAll: string;
  /** The URL of the image by which an invitation tells that it was opened; empty: it has none. */
  openImage: string;
}
const names = ["greeted", "link", "unsubscribeEvent", "unsubscribeAll", "openImage"] as const satisfies (keyof OwnValues)[];

export type Layout = (values: OwnValues) => LaidOutEmail;

/**
 * Lays out an email for many: once with marks in place of what each has of its own, which are then filled in. What
 * cannot be done so, because a value is more than put in its place, is laid out for each.
 */
export function layoutForMany(contentOf: (values: OwnValues) => EmailContent): Layout {
  const marks = Object.fromEntries(names.map((name) => [name, `Mark${randomBytes(12).toString("hex")}`])) as unknown as OwnValues;
  const marked = laidOut(contentOf(marks));
  if (names.some((name) => marked.subject.includes(marks[name]))) return (values) => laidOut(contentOf(values));
  const layoutKey = {};
  const html = piecesOf(marked.html, marks);
  const text = piecesOf(marked.text, marks);
  return (values) =>
    values.greeted.includes("\n")
      ? laidOut(contentOf(values)) // its lines would be paragraphs
      : {
          subject: marked.subject,
          html: filled(html, (name) => escapeHtml(values[name])),
          text: filled(text, (name) => values[name]),
          layoutKey,
        };
}

export function laidOut(content: EmailContent): LaidOutEmail {
  return { subject: content.subject, html: emailHtml(content), text: emailText(content) };
}

/** Fixed texts, each but the last with the value that follows it. */
type Pieces = { fixed: string; next: keyof OwnValues | null }[];

function piecesOf(text: string, marks: OwnValues): Pieces {
  const nameOf = new Map(names.map((name) => [marks[name], name]));
  const parts = text.split(new RegExp(`(${[...nameOf.keys()].join("|")})`));
  return parts.flatMap((part, index) => (index % 2 === 0 ? [{ fixed: part, next: nameOf.get(parts[index + 1] ?? "") ?? null }] : []));
}

function filled(pieces: Pieces, valueOf: (name: keyof OwnValues) => string): string {
  let text = "";
  for (const { fixed, next } of pieces) text += fixed + (next === null ? "" : valueOf(next));
  return text;
}
