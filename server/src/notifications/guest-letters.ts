import { assertNever } from "@turnout/contract/assert-never";
import type { EventRow } from "../log/event-row.ts";
import type { Block, Letter } from "../mail/letter.ts";
import { mailTexts, type About, type MailTexts } from "../mail/texts.ts";
import type { GuestMailKind } from "./jobs.ts";
import type { GuestToTell } from "./queries.ts";
import { whenAndWhere } from "./when-and-where.ts";

export interface GuestLetterFacts {
  event: EventRow;
  guest: GuestToTell;
  locale: string;
  host: string;
  /** The host's personal words; empty for none. */
  message: string;
  /** The guest's own link, made for this mail. */
  link: string;
  unsubscribe: { event: string; all: string };
}

/** What a guest is told, in their language. */
export function guestLetter(kind: GuestMailKind, facts: GuestLetterFacts): Letter {
  const { event, host, locale, unsubscribe } = facts;
  const texts = mailTexts(locale);
  const about = { host, title: event.title };
  const news = kind === "invitation" ? texts.invitation.news(host) : texts[kind].news;
  const lead = leadOf(kind, facts, texts, about);
  return {
    subject: texts.subject(news, event.title),
    locale,
    preview: lead,
    eyebrow: news,
    title: event.title,
    mood: event.cover_theme,
    seed: event.id,
    blocks: [{ type: "text", text: `${texts.hello(facts.guest.name)}\n${lead}` }, ...blocksOf(kind, facts, texts)],
    footer: [
      { text: texts.why(about) },
      { text: texts.unsubscribe, href: unsubscribe.event },
      ...(kind === "invitation" ? [{ text: texts.neverAgain, href: unsubscribe.all }] : []),
    ],
  };
}

function leadOf(kind: GuestMailKind, { guest }: GuestLetterFacts, texts: MailTexts, about: About): string {
  switch (kind) {
    case "invitation":
      return texts.invitation.lead(about);
    case "confirmation":
      return answerLine(guest, texts);
    case "waitlisted":
      return texts.waitlisted.lead(guest.place ?? 1, guest.ticket ?? 1);
    case "promoted":
      return texts.promoted.lead(guest.party_size);
    case "changed":
      return texts.changed.lead;
    case "cancelled":
      return texts.cancelled.lead(about);
    default:
      return assertNever(kind);
  }
}

function answerLine({ standing, party_size }: GuestToTell, { confirmation }: MailTexts): string {
  if (standing === "going") return confirmation.going(party_size);
  return standing === "maybe" ? confirmation.maybe : confirmation.declined;
}

function blocksOf(kind: GuestMailKind, { event, locale, host, message, link }: GuestLetterFacts, texts: MailTexts): Block[] {
  const facts = whenAndWhere(event, locale, texts);
  const open = (label: string): Block => ({ type: "buttons", buttons: [{ label, href: link }] });
  const quote = (text: string): Block[] => (text ? [{ type: "quote", text, by: host }] : []);
  const text = (line: string): Block => ({ type: "text", text: line });
  switch (kind) {
    case "invitation":
      return [
        ...quote(message),
        facts,
        { type: "question", text: texts.invitation.ask },
        answers(link, texts),
        quiet(texts.invitation.noAccount),
      ];
    case "confirmation":
      return [facts, open(texts.confirmation.change)];
    case "waitlisted":
      return [text(texts.waitlisted.next), facts, open(texts.open)];
    case "promoted":
      return [facts, text(texts.promoted.next), open(texts.open)];
    case "changed":
      return [facts, text(texts.changed.next), open(texts.open)];
    case "cancelled":
      return [...quote(event.cancel_note), facts];
    default:
      return assertNever(kind);
  }
}

const quiet = (text: string): Block => ({ type: "text", text, quiet: true });

/** Each opens the page with that answer chosen; nothing is answered before a human confirms it there. */
function answers(link: string, texts: MailTexts): Block {
  const buttons = (["going", "maybe", "declined"] as const).map((answer) => ({
    label: texts.answers[answer],
    href: `${link}?answer=${answer}`,
  }));
  return { type: "buttons", buttons };
}
