import { formatEventTime } from "@turnout/contract/event-time";
import type { Cover, Place } from "@turnout/contract/events";
import type { EventRow } from "../log/event-row.ts";
import type { GuestRow } from "../guests/tables.ts";
import type { Block, Letter } from "../mail/letter.ts";
import { mailTexts, type MailTexts } from "../mail/texts.ts";
import type { GuestMailKind } from "./jobs.ts";

/** The colour each cover theme lends to its mails. */
const accents: Record<Cover["theme"], string> = {
  confetti: "#ffc72e", sunrise: "#ff8f5a", waves: "#3aa6c9", grid: "#6b5cff", botanical: "#3f9b6a", night: "#4b3f8f", paper: "#d9b48f", bloom: "#e2679c",
};

export interface GuestLetterFacts {
  event: EventRow;
  guest: GuestRow;
  host: string;
  /** The place in line; null for who is not in it. */
  place: number | null;
  message: string;
  /** The guest's own link, made for this mail. */
  link: string;
  unsubscribe: { event: string; all: string };
}

/** What a guest is told, in their language. */
export function guestLetter(kind: GuestMailKind, facts: GuestLetterFacts): Letter {
  const { event, guest, host, unsubscribe } = facts;
  const locale = guest.locale ?? "en";
  const texts = mailTexts(locale);
  const about = { host, title: event.title };
  return {
    subject: texts[kind].subject(about),
    locale,
    title: event.title,
    accent: accents[event.cover_theme],
    blocks: [{ type: "text", text: texts.hello(guest.name) }, ...blocksOf(kind, facts, texts)],
    footer: [
      { text: texts.why(about) },
      { text: texts.unsubscribe, href: unsubscribe.event },
      ...(kind === "invitation" ? [{ text: texts.neverAgain, href: unsubscribe.all }] : []),
    ],
  };
}

function blocksOf(kind: GuestMailKind, facts: GuestLetterFacts, texts: MailTexts): Block[] {
  const { event, guest, host, place, message, link } = facts;
  const when = whenAndWhere(event, guest.locale ?? "en", texts);
  const open = (label: string): Block => ({ type: "buttons", buttons: [{ label, href: link }] });
  const text = (line: string): Block => ({ type: "text", text: line });
  switch (kind) {
    case "invitation":
      return [
        text(texts.invitation.lead({ host, title: event.title })),
        ...(message ? [{ type: "quote" as const, text: message }] : []),
        when,
        text(texts.invitation.ask),
        { type: "buttons", buttons: (["going", "maybe", "declined"] as const).map((answer) => ({ label: texts.answers[answer], href: `${link}?answer=${answer}` })) },
        text(texts.invitation.noAccount),
      ];
    case "confirmation":
      return [text(answerLine(guest, texts)), when, open(texts.confirmation.change)];
    case "waitlisted":
      return [text(texts.waitlisted.lead(place ?? 1, guest.ticket ?? 0)), text(texts.waitlisted.next), when, open(texts.open)];
    case "promoted":
      return [text(texts.promoted.lead(guest.party_size)), when, text(texts.promoted.next), open(texts.open)];
    case "changed":
      return [text(texts.changed.lead), when, text(texts.changed.next), open(texts.open)];
    case "cancelled":
      return [text(texts.cancelled.lead({ host, title: event.title })), ...(event.cancel_note ? [{ type: "quote" as const, text: event.cancel_note }] : []), when];
  }
}

function answerLine(guest: GuestRow, texts: MailTexts): string {
  if (guest.standing === "going") return texts.confirmation.going(guest.party_size);
  return guest.standing === "maybe" ? texts.confirmation.maybe : texts.confirmation.declined;
}

function whenAndWhere(event: EventRow, locale: string, texts: MailTexts): Block {
  const facts: [string, string][] = [];
  if (event.starts_at) {
    const { start, city } = formatEventTime({ start: new Date(event.starts_at).toISOString(), end: null, zone: event.zone, locale });
    facts.push([texts.when, `${start.weekday}, ${start.date}, ${start.time} (${city})`]);
  }
  facts.push([texts.where, placeLine(event.place, texts)]);
  return { type: "facts", facts };
}

function placeLine(place: Place, texts: MailTexts): string {
  if (place.kind === "place") return [place.name, place.address].filter(Boolean).join(", ");
  return place.kind === "online" ? [texts.online, place.url].filter(Boolean).join(": ") : texts.placeLater;
}
