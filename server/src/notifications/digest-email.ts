import type { Standing } from "@turnout/contract/guests";
import { isolated } from "@turnout/contract/isolated";
import type { EventRow } from "../log/event-row.ts";
import type { Block, EmailContent } from "../mail/email-content.ts";
import { mailTexts } from "../mail/texts.ts";
import type { MailTexts } from "../mail/texts-shape.ts";
import { coverOf } from "./guest-emails.ts";
import type { Unread } from "./notification-list.ts";

/** Lines that one event has in an email, and events that have lines. */
export const LINES_AN_EVENT = 8;
export const EVENTS_A_DIGEST = 12;
/** So many of a kind are listed each by itself; more are counted. */
export const LISTED_ALONE = 3;

/** What is new at one event, in the order in which it came. */
export interface EventNews {
  event: EventRow;
  news: Unread[];
  /** The event's page. */
  link: string;
  /** URL of the cover. */
  cover: string;
}

export interface DigestFacts {
  events: EventNews[];
  greeted: string;
  locale: string;
  unsubscribe: { label: string; href: string };
  /** Where an account chooses what is emailed. Null: a guest without one. */
  settings: string | null;
  /** Why its reader gets it. */
  why: string;
}

/** What is new for one person, at one event or several. */
export function digestEmail({ greeted, locale, unsubscribe, settings, why, ...facts }: DigestFacts): EmailContent {
  const texts = mailTexts(locale);
  const events = facts.events.map((one) => ({ ...one, news: lastOfEach(one.news) }));
  const lines = events.map((one) => linesOf(one.news, texts));
  const [first] = events;
  const [only] = events.length === 1 && first ? [first] : [];
  const count = events.reduce((sum, { news }) => sum + news.length, 0);
  const opening: Block = { type: "text", text: `${texts.hello(greeted)}\n${texts.digest.lead(count)}` };
  const shown = events.slice(0, EVENTS_A_DIGEST);
  const more = events.length - shown.length;
  const sections = shown.flatMap(({ event, link }, at): Block[] => [
    ...(only ? [] : [{ type: "question" as const, text: titleOf(event, texts) }]),
    ...lines[at]!.flatMap(({ blocks }) => blocks),
    { type: "buttons", buttons: [{ label: texts.open, href: link }] },
  ]);
  const footer = [
    { text: why },
    ...(settings === null ? [] : [{ text: texts.digest.settings, href: settings }]),
    { text: unsubscribe.label, href: unsubscribe.href },
  ];
  return {
    subject: subjectOf(only, lines.flat(), texts),
    locale: locale.slice(0, 2),
    preview: lines
      .flat()
      .map(({ inShort }) => inShort)
      .join(" ")
      .slice(0, PREVIEW)
      .toWellFormed(),
    eyebrow: texts.digest.news,
    title: only ? titleOf(only.event, texts) : texts.digest.subject.several,
    ...(only && { link: only.link, cover: coverOf(only.event, only.cover, texts.coverOf(isolated(titleOf(only.event, texts)))) }),
    theme: only?.event.cover_theme ?? "sun",
    blocks: [opening, ...sections, ...(more > 0 ? [{ type: "text" as const, text: texts.digest.more(more), quiet: true as const }] : [])],
    footer,
  };
}

/** Most characters that email programs list after a subject. */
const PREVIEW = 150;

const titleOf = (event: EventRow, texts: MailTexts) => event.title || texts.untitled;

function subjectOf(only: EventNews | undefined, lines: Line[], { digest, ...texts }: MailTexts): string {
  if (!only) return digest.subject.several;
  const title = isolated(only.event.title || texts.untitled);
  const [first, ...others] = lines;
  return first && others.length === 0 ? digest.subject.one(title, first.inShort) : digest.subject.event(title);
}

interface Line {
  /** In words without a line break, for the subject and the preview. */
  inShort: string;
  blocks: Block[];
}

const said = (text: string): Line => ({ inShort: text, blocks: [{ type: "text", text }] });

/** Of much of one kind only how much it is; the newest are left out where there is too much. */
function linesOf(news: Unread[], texts: MailTexts): Line[] {
  const byKind = Map.groupBy(news, ({ kind }) => kind);
  const lines = [...byKind].flatMap(([kind, some]) => {
    const alone = () => some.flatMap((one, at) => lineOf(one, some[at - 1], texts) ?? []);
    if (some.length <= LISTED_ALONE) return alone();
    if (kind === "answered") return [said(countedAnswers(some, texts))];
    if (kind === "seatGiven") return [said(texts.digest.seats(some.length))];
    if (kind === "undelivered") return [said(texts.digest.undelivered(some.length))];
    return alone();
  });
  const left = lines.length - LINES_AN_EVENT;
  return left > 0 ? [...lines.slice(0, LINES_AN_EVENT), said(texts.digest.more(left))] : lines;
}

/** Of a guest who has answered more than once the last answer. */
function lastOfEach(news: Unread[]): Unread[] {
  const keyOf = ({ kind, aboutId, id }: Unread) => (kind === "answered" && aboutId !== null ? `${kind} ${aboutId}` : id);
  return [...new Map(news.map((one) => [keyOf(one), one])).values()];
}

function countedAnswers(answers: Unread[], { digest }: MailTexts): string {
  const counts = (["going", "maybe", "declined", "waiting"] as const).flatMap((answer) => {
    const people = answers.filter((one) => one.answer === answer).length;
    return people === 0 ? [] : [digest.counted[answer](people)];
  });
  return `${digest.answers(answers.length)}: ${counts.join(", ")}`;
}

/** After another of the same kind by the same person it is not said again who that is. Null: one that has lost what it was about. */
function lineOf({ kind, name, answer, excerpt }: Unread, before: Unread | undefined, texts: MailTexts): Line | null {
  if (name === null) return null;
  const who = isolated(name);
  switch (kind) {
    case "answered":
      return isSaid(answer) ? said(texts.notified.answered[answer](who)) : null;
    case "seatGiven":
    case "undelivered":
      return said(texts.notified[kind](who));
    case "announced":
    case "replied":
    case "mentioned": {
      if (excerpt === null) return null;
      const lead: Block[] = before?.name === name ? [] : [{ type: "text", text: texts.digest[kind](who) }];
      return { inShort: `${who}: ${excerpt}`, blocks: [...lead, { type: "quote", text: excerpt, by: name }] };
    }
    default:
      return null;
  }
}

const isSaid = (answer: Standing | null): answer is Exclude<Standing, "none"> => answer !== null && answer !== "none";
