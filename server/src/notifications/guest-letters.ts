import { assertNever } from "@turnout/contract/assert-never";
import type { WhenAndWhere } from "@turnout/contract/events";
import { greetingName } from "@turnout/contract/person-name";
import { presentDetails, whenAndWhereOf } from "../events/present.ts";
import type { EventRow } from "../log/event-row.ts";
import type { Block, Letter } from "../mail/letter.ts";
import { isolated } from "@turnout/contract/isolated";
import { mailTexts } from "../mail/texts.ts";
import type { Moved } from "../mail/texts-shape.ts";
import type { GuestMailKind } from "./mail-kinds.ts";
import type { GuestToTell } from "./queries.ts";
import { inShort, whatMoved, whenAndWhere, type Reading } from "./when-and-where.ts";

export interface GuestLetterFacts {
  event: EventRow;
  guest: Pick<GuestToTell, "name" | "standing" | "party_size" | "place">;
  /** The language, and how its dates are written: `en`, `en-GB`. */
  locale: string;
  /** Who writes. */
  host: string;
  /** Whether an answer to this mail reaches them. */
  takesReplies: boolean;
  /** What hosts have written for this letter, in that order. */
  words: Quoted[];
  /** Who was on the list before with the address that an answer came with, and their own link. Absent: nobody. */
  listed?: { name: string; link: string } | null;
  /** When and where the guest knows of; null: nobody can tell. */
  was: WhenAndWhere | null;
  /** Where the cover is read as a JPEG. */
  cover: string;
  /** The guest's own link, made for this mail. */
  link: string;
  unsubscribe: { event: string; all: string };
}

/** Somebody's words, as they typed them. */
export interface Quoted {
  text: string;
  by: string;
}

/** What a letter says of its own, beside what all letters to guests say. */
interface Own {
  subject: string;
  news: string;
  lead: string;
  blocks: Block[];
}

/** What a guest is told, in their language. */
export function guestLetter(kind: GuestMailKind, facts: GuestLetterFacts): Letter {
  const { event, unsubscribe } = facts;
  const { texts } = readingOf(facts);
  const host = isolated(facts.host);
  const title = isolated(event.title || texts.untitled);
  const { subject, news, lead, blocks } = ownOf(kind, facts, title);
  return {
    subject,
    locale: languageOf(facts),
    preview: lead,
    eyebrow: news,
    title: event.title || texts.untitled,
    mood: event.cover_theme,
    cover: coverOf(event, facts.cover, texts.coverOf(title)),
    blocks: [
      {
        type: "text",
        text: `${texts.hello(isolated(greetingName((facts.listed ?? facts.guest).name)))}
${lead}`,
      },
      ...blocks,
    ],
    footer: [
      ...(facts.takesReplies ? [{ text: texts.reply(host) }] : []),
      { text: texts.why({ host, title }) },
      { text: texts.unsubscribe, href: unsubscribe.event },
      ...(kind === "invitation" ? [{ text: texts.neverAgain, href: unsubscribe.all }] : []),
    ],
  };
}

const languageOf = ({ locale }: GuestLetterFacts) => locale.slice(0, 2);
const readingOf = ({ locale }: GuestLetterFacts): Reading => ({ texts: mailTexts(locale), locale });

/** A print is a decoration and has no words; somebody's picture has. */
export function coverOf(event: Pick<EventRow, "cover_image_id">, src: string, words: string): { src: string; alt: string } {
  return { src, alt: event.cover_image_id ? words : "" };
}

function ownOf(kind: GuestMailKind, facts: GuestLetterFacts, title: string): Own {
  const { event, guest, words, link } = facts;
  const host = isolated(facts.host);
  const reading = readingOf(facts);
  const { texts } = reading;
  const about = { host, title };
  const whenWhere = whenAndWhere(whenAndWhereOf(presentDetails(event)), reading);
  const open: Block = { type: "buttons", buttons: [{ label: texts.open, href: link }] };
  switch (kind) {
    case "invitation":
      return {
        subject: texts.invitation.subject(about),
        news: texts.invitation.news(host),
        lead: texts.invitation.lead(about),
        blocks: [
          ...words.map(quote),
          whenWhere,
          { type: "question", text: texts.invitation.ask },
          answers(facts),
          { type: "text", text: texts.invitation.noAccount, quiet: true },
        ],
      };
    case "confirmation": {
      if (facts.listed) return listedNews(facts, title, whenWhere);
      const change: Block = { type: "buttons", buttons: [{ label: texts.changeAnswer, href: link }] };
      return { ...answerNews(facts, title), blocks: [whenWhere, change] };
    }
    case "waitlisted": {
      if (facts.listed) return listedNews(facts, title, whenWhere);
      const { subject, news, lead, next } = texts.waitlisted;
      return { subject: subject(title), news, lead: lead(guest.place ?? 1), blocks: [line(next), whenWhere, open] };
    }
    case "promoted": {
      const { subject, news, lead, next, othersWait } = texts.promoted;
      const bow = line(event.waiting_parties > 0 ? othersWait : next);
      return { subject: subject(title), news, lead: lead(guest.party_size), blocks: [whenWhere, bow, open] };
    }
    case "changed":
      return changeNews(facts, [line(texts.changed.next), open]);
    case "cancelled": {
      const { subject, news, lead } = texts.cancelled;
      return {
        subject: subject(title),
        news,
        lead: lead(about),
        blocks: [...(event.cancel_note ? [quote({ text: event.cancel_note, by: facts.host })] : []), whenWhere],
      };
    }
    default:
      return assertNever(kind);
  }
}

const line = (text: string): Block => ({ type: "text", text });
const quote = ({ text, by }: Quoted): Block => ({ type: "quote", text, by });

function answerNews(facts: GuestLetterFacts, title: string): Omit<Own, "blocks"> {
  const { texts } = readingOf(facts);
  const { standing, party_size } = facts.guest;
  if (standing === "going") return { subject: texts.going.subject(title), news: texts.going.news, lead: texts.going.lead(party_size) };
  const { subject, news, lead } = texts[standing === "maybe" ? "maybe" : "declined"];
  return { subject: subject(title), news, lead };
}

/** To whoever is on the list already, about an answer that came with their address from a browser nobody knows. */
function listedNews(facts: GuestLetterFacts, title: string, whenWhere: Block): Own {
  const { subject, news, lead, next, open, takeBack } = readingOf(facts).texts.listedBefore;
  const own = { label: open, href: facts.listed!.link };
  const isTakenBack = facts.guest.standing === "declined";
  const buttons = isTakenBack ? [own] : [own, { label: takeBack, href: `${facts.link}?answer=declined` }];
  return { subject: subject(title), news, lead, blocks: [...(isTakenBack ? [] : [line(next)]), whenWhere, { type: "buttons", buttons }] };
}

/** Letters of a title in a subject that has more to say. */
const SHORT_TITLE = 60;

/** From what this guest was last told to what stands now. */
function changeNews(facts: GuestLetterFacts, after: Block[]): Own {
  const reading = readingOf(facts);
  const { changed } = reading.texts;
  const now = whenAndWhereOf(presentDetails(facts.event));
  const moved: Moved = (facts.was && whatMoved(facts.was, now)) ?? "details";
  const { subject, news, lead } = changed[moved];
  const short = facts.was && inShort(moved, facts.was, now, reading);
  const named = subject(isolated(shortened(facts.event.title || reading.texts.untitled)));
  return {
    subject: short ? changed.subject(named, short.now, short.was) : named,
    news,
    lead,
    blocks: [whenAndWhere(now, reading, facts.was), ...facts.words.map(quote), ...after],
  };
}

function shortened(title: string): string {
  const letters = [...title];
  return letters.length > SHORT_TITLE
    ? `${letters
        .slice(0, SHORT_TITLE - 1)
        .join("")
        .trimEnd()}…`
    : title;
}

/** Each opens the page with that answer chosen; nothing is answered before a human confirms it there. */
function answers(facts: GuestLetterFacts): Block {
  const { texts } = readingOf(facts);
  const buttons = (["going", "maybe", "declined"] as const).map((answer) => ({
    label: texts.answers[answer],
    href: `${facts.link}?answer=${answer}`,
  }));
  return { type: "choice", buttons };
}
