import type { Standing } from "@turnout/contract/guests";
import { isolated } from "@turnout/contract/isolated";
import type { WhenAndWhere } from "@turnout/contract/events";
import { formatEventTime } from "@turnout/contract/event-time";
import { presentDetails, whenAndWhereOf } from "../events/present.ts";
import type { BulletinRow } from "../invitations/bulletins-table.ts";
import type { EventRow } from "../log/event-row.ts";
import { mailTexts } from "../mail/texts.ts";
import { inShort, whatMoved, type Reading } from "./when-and-where.ts";

/** Most characters of a title, and of what stands under it. */
export const MAX_PUSH_TITLE = 100;
export const MAX_PUSH_BODY = 300;

export interface PushWords {
  title: string;
  body: string;
}

/** What the words are made of, by kind. */
export type PushFacts =
  | { kind: "changed"; was: WhenAndWhere }
  | { kind: "cancelled"; host: string }
  | { kind: "promoted"; people: number }
  /** `place`: on the waitlist; null for whoever comes. `asks`: whether they still do. */
  | { kind: "reminder"; daysAhead: number; place: number | null; asks: boolean }
  | { kind: "bulletin"; host: string; bulletin: BulletinRow }
  | { kind: "announced" | "replied" | "mentioned"; name: string; excerpt: string }
  | { kind: "answered"; name: string; answer: Exclude<Standing, "none"> }
  | { kind: "seatGiven" | "undelivered" | "wrote" | "replyHeld"; name: string };

/** What a notification says of an event. Null: a change that leaves all as it was. */
export function pushWords(event: EventRow, facts: PushFacts, locale: string): PushWords | null {
  const reading: Reading = { texts: mailTexts(locale), locale };
  const title = event.title || reading.texts.untitled;
  const body = bodyOf(event, facts, reading);
  return body === null ? null : { title: cut(title, MAX_PUSH_TITLE), body: cut(body, MAX_PUSH_BODY) };
}

/** For whoever wants no details on the screen: not even which event. */
export function hiddenWords(locale: string): PushWords {
  return { title: "Turnout", body: locale.startsWith("de") ? "Es gibt etwas Neues." : "There is something new." };
}

function bodyOf(event: EventRow, facts: PushFacts, reading: Reading): string | null {
  const { texts } = reading;
  switch (facts.kind) {
    case "changed": {
      const now = whenAndWhereOf(presentDetails(event));
      const moved = whatMoved(facts.was, now);
      const short = moved && inShort(moved, facts.was, now, reading);
      if (!moved) return null;
      return short ? texts.changed.subject(texts.changed[moved].news, short.now, short.was) : texts.changed[moved].news;
    }
    case "cancelled":
      return texts.cancelled.lead({ host: isolated(facts.host), title: isolated(event.title || texts.untitled) });
    case "promoted":
      return texts.promoted.lead(facts.people);
    case "reminder": {
      const start = formatEventTime(presentDetails(event), { locale: reading.locale })?.start;
      const time = start?.time ? texts.timeOfDay(start.time) : null;
      const when = texts.reminder.when({ days: facts.daysAhead, weekday: start?.weekday ?? "", time });
      if (facts.asks) return `${when}. ${texts.reminder.asked.news}`;
      return facts.place === null ? when : `${when}. ${texts.reminder.waiting.lead(facts.place)}`;
    }
    case "bulletin":
      return `${isolated(facts.host)}: ${facts.bulletin.kind === "nudge" ? texts.nudge.news : facts.bulletin.subject}`;
    case "announced":
    case "replied":
    case "mentioned":
      return `${isolated(facts.name)}: ${facts.excerpt}`;
    case "answered":
      return texts.notified.answered[facts.answer](isolated(facts.name));
    case "seatGiven":
    case "undelivered":
      return texts.notified[facts.kind](isolated(facts.name));
    case "wrote":
      return `${texts.guestWrote.news(isolated(facts.name))}.`;
    case "replyHeld":
      return `${texts.replyHeld.news(isolated(facts.name))}.`;
  }
}

function cut(text: string, most: number): string {
  const characters = [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment);
  return characters.length > most
    ? `${characters
        .slice(0, most - 1)
        .join("")
        .trimEnd()}…`
    : text;
}
