import { assertNever } from "@turnout/contract/assert-never";
import { formatEventTime } from "@turnout/contract/event-time";
import type { WhenAndWhere } from "@turnout/contract/events";
import { greetingName } from "@turnout/contract/person-name";
import { presentDetails, whenAndWhereOf } from "../events/present.ts";
import type { EventRow } from "../log/event-row.ts";
import type { Block, Button, EmailContent } from "../mail/email-content.ts";
import { isolated } from "@turnout/contract/isolated";
import { mailTexts } from "../mail/texts.ts";
import type { ReplyNews } from "../mail/inbound/reply-news.ts";
import type { Moved } from "../mail/texts-shape.ts";
import type { GuestMailKind } from "./mail-kinds.ts";
import type { GuestToTell } from "./queries.ts";
import { inShort, whatMoved, whenAndWhere, type Reading } from "./when-and-where.ts";

export interface GuestEmailFacts {
  event: EventRow;
  guest: Pick<GuestToTell, "standing" | "party_size" | "place">;
  /** How the email greets its recipient: see `greetedAs`. */
  greeted: string;
  /** BCP 47, with the region that dates are written for: `en`, `en-GB`. */
  locale: string;
  /** The name of the host in whose name it is sent. */
  host: string;
  /** Whether a reply to this email reaches the host. */
  takesReplies: boolean;
  /** What hosts have written for this email, in order. */
  words: Quoted[];
  /** The guest who was on the list before with the address of this answer, and their personal link. Absent: nobody. */
  listed?: { name: string; link: string } | null;
  /** What became of a reply of the guest's calendar. */
  reply?: ReplyNews;
  /** Whether the guest has yet to answer a question that hosts need an answer to. */
  owesAnswers?: boolean;
  /** The subject that a host wrote. */
  subject?: string;
  /** How many days after today the event starts, on its own clock, when a reminder is written. */
  daysAhead?: number;
  /** Whether a reminder asks if they still come. */
  asks?: boolean;
  /** The time and place that the guest was last sent; null: unknown. */
  was: WhenAndWhere | null;
  /** URL of the cover as a JPEG. */
  cover: string;
  /** The guest's personal link, made for this email. */
  link: string;
  unsubscribe: { event: string; all: string };
  /** The URL of an invitation's image, whose loading says that it was probably opened. Absent: it has none. */
  openImage?: string | undefined;
}

/** Somebody's words, as they typed them. */
export interface Quoted {
  text: string;
  by: string;
}

/** What differs from kind to kind. */
interface Own {
  subject: string;
  news: string;
  lead: string;
  blocks: Block[];
}

export const greetedAs = (name: string): string => isolated(greetingName(name));

/** An email to a guest, in the guest's language. */
export function guestEmail(kind: GuestMailKind, facts: GuestEmailFacts): EmailContent {
  const { event, unsubscribe } = facts;
  const { texts } = readingOf(facts);
  const host = isolated(facts.host);
  const title = isolated(event.title || texts.untitled);
  const { subject, news, lead, blocks } = ownOf(kind, facts, title);
  const openImage = kind === "invitation" ? facts.openImage : undefined;
  return {
    subject,
    locale: languageOf(facts),
    preview: lead,
    eyebrow: news,
    title: event.title || texts.untitled,
    // Filters count addresses (docs/mail-scores.md): with an image more in the HTML, the text has one less of the same.
    ...(!openImage && { link: facts.listed?.link ?? facts.link }),
    theme: event.cover_theme,
    cover: coverOf(event, facts.cover, texts.coverOf(title)),
    openImage,
    blocks: [
      {
        type: "text",
        text: `${texts.hello(facts.greeted)}
${lead}`,
      },
      ...blocks,
    ],
    footer: [
      ...(facts.takesReplies ? [{ text: texts.reply(host) }] : []),
      { text: texts.why({ host, title }) },
      { text: texts.unsubscribe, href: unsubscribe.event },
      ...(kind === "invitation" || kind === "nudge" ? [{ text: texts.neverAgain, href: unsubscribe.all }] : []),
    ],
  };
}

export type RemovedEmailFacts = Pick<GuestEmailFacts, "event" | "host" | "greeted" | "locale" | "cover"> & { unsubscribe: string };

/** An email to somebody who is no longer a guest: it has no link to the event. */
export function removedEmail({ event, greeted, locale, cover, unsubscribe, ...facts }: RemovedEmailFacts): EmailContent {
  const texts = mailTexts(locale);
  const about = { host: isolated(facts.host), title: isolated(event.title || texts.untitled) };
  const { subject, news, lead, why } = texts.removed;
  return {
    subject: subject(about.title),
    locale: locale.slice(0, 2),
    preview: lead(about),
    eyebrow: news,
    title: event.title || texts.untitled,
    theme: event.cover_theme,
    cover: coverOf(event, cover, texts.coverOf(about.title)),
    blocks: [{ type: "text", text: `${texts.hello(greeted)}\n${lead(about)}` }],
    footer: [{ text: why(about) }, { text: texts.unsubscribe, href: unsubscribe }],
  };
}

const languageOf = ({ locale }: GuestEmailFacts) => locale.slice(0, 2);
const readingOf = ({ locale }: GuestEmailFacts): Reading => ({ texts: mailTexts(locale), locale });

/** A drawn cover is decoration and has an empty alternative text; an uploaded picture has `words`. */
export function coverOf(event: Pick<EventRow, "cover_image_id">, src: string, words: string): { src: string; alt: string } {
  return { src, alt: event.cover_image_id ? words : "" };
}

function ownOf(kind: GuestMailKind, facts: GuestEmailFacts, title: string): Own {
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
      const change: Block = { type: "buttons", buttons: [...doorCode(facts), { label: texts.changeAnswer, href: link }] };
      return { ...answerNews(facts, title), blocks: [...owed(facts), whenWhere, change] };
    }
    case "waitlisted": {
      if (facts.listed) return listedNews(facts, title, whenWhere);
      const { subject, news, lead, next } = texts.waitlisted;
      return { subject: subject(title), news, lead: lead(guest.place ?? 1), blocks: [line(next), ...owed(facts), whenWhere, open] };
    }
    case "promoted": {
      const { subject, news, lead, next, othersWait } = texts.promoted;
      const bow = line(event.waiting_parties > 0 ? othersWait : next);
      const buttons: Block = { type: "buttons", buttons: [{ label: texts.open, href: link }, ...doorCode(facts)] };
      return { subject: subject(title), news, lead: lead(guest.party_size), blocks: [...owed(facts), whenWhere, bow, buttons] };
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
    case "readmitted": {
      const { subject, news, lead } = texts.readmitted;
      return { subject: subject(title), news, lead: lead(host), blocks: [whenWhere, open] };
    }
    case "reminder":
      return reminder(facts, title, whenWhere);
    case "bulletin":
      return {
        subject: facts.subject ?? title,
        news: texts.bulletin.news(host),
        lead: texts.bulletin.lead(host),
        blocks: [...words.map(quote), whenWhere, open],
      };
    case "nudge":
      return {
        subject: texts.nudge.subject(about),
        news: texts.nudge.news,
        lead: texts.nudge.lead(about),
        blocks: [whenWhere, answers(facts), { type: "text", text: texts.invitation.noAccount, quiet: true }],
      };
    case "proposalDeclined": {
      const { subject, news, lead } = texts.proposalDeclined;
      return { subject: subject(title), news, lead: lead(host), blocks: [whenWhere, answers(facts)] };
    }
    case "replyNews": {
      const { subject, news, lead, next } = texts.replyNews[facts.reply ?? "unreadable"];
      const mayAnswer = facts.reply !== "closed";
      return {
        subject: subject(title),
        news,
        lead,
        blocks: [...(next ? [line(next)] : []), whenWhere, ...(mayAnswer ? [answers(facts)] : [open])],
      };
    }
    default:
      return assertNever(kind);
  }
}

const line = (text: string): Block => ({ type: "text", text });
const quote = ({ text, by }: Quoted): Block => ({ type: "quote", text, by });

/** Asks for what the answer lacks: a calendar cannot say it, and hosts may have asked it since. */
function owed(facts: GuestEmailFacts): Block[] {
  if (!facts.owesAnswers) return [];
  const { ask, answer } = readingOf(facts).texts.questions;
  return [line(ask), { type: "buttons", buttons: [{ label: answer, href: `${facts.link}?answer=change` }] }];
}

/** True words for whoever gets it: someone on the waitlist has no seat yet. */
function reminder(facts: GuestEmailFacts, title: string, whenWhere: Block): Own {
  const { event, guest, link, daysAhead = 0 } = facts;
  const { texts, locale } = readingOf(facts);
  const { when, going, waiting } = texts.reminder;
  const start = formatEventTime(presentDetails(event), { locale })?.start;
  const time = start?.time ? texts.timeOfDay(start.time) : null;
  const news = when({ days: daysAhead, weekday: start?.weekday ?? "", time });
  const open: Block = { type: "buttons", buttons: [{ label: texts.open, href: link }, ...doorCode(facts)] };
  if (guest.standing === "waiting") {
    const blocks = [line(waiting.next), whenWhere, open];
    return { subject: waiting.subject(title, news), news, lead: waiting.lead(guest.place ?? 1), blocks };
  }
  const bow = line(event.waiting_parties > 0 ? texts.promoted.othersWait : texts.promoted.next);
  if (facts.asks) {
    const { asked } = texts.reminder;
    const lead = asked.lead({ host: isolated(facts.host), people: guest.party_size });
    const code = doorCode(facts);
    const blocks = [whenWhere, stillComing(facts), bow, ...(code.length > 0 ? [{ type: "buttons", buttons: code } as const] : [])];
    return { subject: asked.subject(title, news), news: `${news}. ${asked.news}`, lead, blocks };
  }
  return { subject: going.subject(title, news), news, lead: going.lead(guest.party_size), blocks: [whenWhere, bow, open] };
}

function answerNews(facts: GuestEmailFacts, title: string): Omit<Own, "blocks"> {
  const { texts } = readingOf(facts);
  const { standing, party_size } = facts.guest;
  if (standing === "going") return { subject: texts.going.subject(title), news: texts.going.news, lead: texts.going.lead(party_size) };
  const { subject, news, lead } = texts[standing === "maybe" ? "maybe" : "declined"];
  return { subject: subject(title), news, lead };
}

/** For a guest who is on the list already: an unknown browser has answered with their address. */
function listedNews(facts: GuestEmailFacts, title: string, whenWhere: Block): Own {
  const { subject, news, lead, next, open, takeBack } = readingOf(facts).texts.listedBefore;
  const own = { label: open, href: facts.listed!.link };
  const isTakenBack = facts.guest.standing === "declined";
  const buttons = isTakenBack ? [own] : [own, { label: takeBack, href: `${facts.link}?answer=declined` }];
  return { subject: subject(title), news, lead, blocks: [...(isTakenBack ? [] : [line(next)]), whenWhere, { type: "buttons", buttons }] };
}

/** Most characters of a title in a subject that says more than the title. */
const SHORT_TITLE = 60;

/** From the time and place that this guest was last sent to the current ones. */
function changeNews(facts: GuestEmailFacts, after: Block[]): Own {
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
  const characters = [...title];
  return characters.length > SHORT_TITLE
    ? `${characters
        .slice(0, SHORT_TITLE - 1)
        .join("")
        .trimEnd()}…`
    : title;
}

/**
 * A link to what a guest shows at the door, and not the code itself: mail programs drop images that are part of the text, hold back those that are
 * loaded, which would tell who opens an email, and list attached ones as files.
 */
function doorCode(facts: GuestEmailFacts): Button[] {
  const { guest, event, link } = facts;
  if (guest.standing !== "going" || event.place.kind === "online") return [];
  return [{ label: readingOf(facts).texts.doorCode, href: `${link}?code` }];
}

/** Both open the page, where one press more says it, since scanners open links too. */
function stillComing({ link, ...facts }: GuestEmailFacts): Block {
  const { yes, no } = readingOf({ link, ...facts }).texts.reminder.asked;
  return {
    type: "choice",
    buttons: [
      { label: yes, href: link },
      { label: no, href: `${link}?answer=declined` },
    ],
  };
}

/** Each link opens the page with that answer chosen; nothing is recorded until somebody confirms it there, since scanners open links too. */
function answers(facts: GuestEmailFacts): Block {
  const { texts } = readingOf(facts);
  const buttons = (["going", "maybe", "declined"] as const).map((answer) => ({
    label: texts.answers[answer],
    href: `${facts.link}?answer=${answer}`,
  }));
  return { type: "choice", buttons };
}
