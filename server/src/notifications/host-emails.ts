import { formatSpan } from "@turnout/contract/format-span";
import type { GuestWrote, Proposal, ReplyHeld } from "@turnout/contract/guest-mail-entries";
import { isolated } from "@turnout/contract/isolated";
import { cleanLine } from "@turnout/contract/text";
import type { EventRow } from "../log/event-row.ts";
import type { Block, EmailContent } from "../mail/email-content.ts";
import { mailTexts } from "../mail/texts.ts";
import { coverOf } from "./guest-emails.ts";

/** Most characters that email programs list after a subject. */
const PREVIEW = 150;

export interface HostEmailFacts {
  event: EventRow;
  /** The guest's name. */
  guest: string;
  /** What the guest's email said. */
  said: Omit<GuestWrote, "guestId"> | Omit<ReplyHeld, "guestId">;
  locale: string;
  cover: string;
  /** The guest on the guest list. */
  url: string;
  /** Where the host switches these emails off. */
  settings: string;
}

/** To a host: what a guest wrote, or a reply that waits for a host's word. */
export function hostEmail(facts: HostEmailFacts): EmailContent {
  const { event, guest, said, locale, cover, url, settings } = facts;
  const texts = mailTexts(locale);
  const title = isolated(event.title || texts.untitled);
  const { subject, news, blocks, open, preview } = said.type === "guest.wrote" ? wordsNews(said, facts) : heldNews(said, facts);
  return {
    subject: subject({ guest, title }),
    locale: locale.slice(0, 2),
    preview: cleanLine(preview).slice(0, PREVIEW).toWellFormed(),
    eyebrow: news(guest),
    title: event.title || texts.untitled,
    theme: event.cover_theme,
    cover: coverOf(event, cover, texts.coverOf(title)),
    blocks: [...blocks, { type: "buttons", buttons: [{ label: open, href: url }] }],
    footer: [{ text: texts.replyToGuest(guest) }, { text: texts.whyReplies(title), href: settings }],
  };
}

interface News {
  subject: (about: { guest: string; title: string }) => string;
  news: (guest: string) => string;
  blocks: Block[];
  open: string;
  preview: string;
}

function wordsNews({ text, from, files }: Pick<GuestWrote, "text" | "from" | "files">, { guest, locale }: HostEmailFacts): News {
  const texts = mailTexts(locale).guestWrote;
  const notes = [from === null ? "" : texts.from(isolated(from)), files === 0 ? "" : texts.files(files)].filter(Boolean);
  const blocks: Block[] = [
    { type: "text", text: texts.lead(guest) },
    { type: "quote", text, by: guest },
    ...notes.map((note): Block => ({ type: "text", text: note, quiet: true })),
  ];
  return { ...texts, blocks, preview: text };
}

function heldNews({ from, answer, note, proposal, delegates = [] }: Omit<ReplyHeld, "guestId">, { guest, locale }: HostEmailFacts): News {
  const texts = mailTexts(locale);
  const lines = [
    ...(from !== null && answer !== null ? [texts.replyHeld.other({ guest, from: isolated(from), answer: texts.answers[answer] })] : []),
    ...(delegates.length > 0 ? [texts.replyHeld.delegates(guest, delegates.map(isolated).join(", "))] : []),
    ...(proposal ? [texts.replyHeld.proposal(guest, proposalWords(proposal, locale))] : []),
  ];
  const blocks: Block[] = [
    ...lines.map((text): Block => ({ type: "text", text })),
    ...(note ? [{ type: "quote" as const, text: note, by: isolated(from ?? guest) }] : []),
  ];
  return { ...texts.replyHeld, blocks, preview: lines.join(" ") };
}

function proposalWords({ starts, ends, zone }: Proposal, locale: string): string {
  const span = formatSpan(starts, ends, locale);
  return zone === null ? span : `${span} (${isolated(zone)})`;
}
