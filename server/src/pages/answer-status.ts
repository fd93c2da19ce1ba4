import type { Me } from "@turnout/contract/guests";
import { isolated } from "@turnout/contract/isolated";
import { PERSON_FIELD } from "../guests/same-viewer.ts";
import { html, type Html } from "../http/html.ts";
import { answerWords, type AnswerWords } from "./answer-words.ts";
import { icon, type IconName } from "./icons.ts";

interface StatusContent {
  me: Me;
  eventId: string;
  past: boolean;
  /** The day for which they are asked whether they still come; null: they are not. */
  asks: string | null;
  mayChange: boolean;
  /** Something that hosts have to know is not answered yet. */
  owes: boolean;
  locale: string;
  /** The variant of this language that names are listed in. */
  dates: string;
}

const icons = { going: "check", maybe: "question", declined: "x", waiting: "clock", none: "question" } as const satisfies Record<
  Me["standing"],
  IconName
>;

/** A guest's standing, with a link to change it. */
export function answerStatus(content: StatusContent): Html {
  const { me, eventId, past, asks, mayChange, owes, locale, dates } = content;
  const words = answerWords(locale);
  return html`<div class="answer-status answer-settled tone-${me.standing}"><span class="answer-status-icon">${icon(
    icons[me.standing],
    22,
  )}</span><div class="answer-status-text"><p class="answer-status-head">${headline(me, past, words)}</p><p class="answer-status-more">${owes ? words.questionsOpen : more(me, { past, words, dates })}</p></div>${mayChange && html`<a class="button ${owes ? "button-primary" : "button-quiet"} button-sm" href="/e/${eventId}?answer=change"><span>${owes ? words.answerQuestions : words.change}</span></a>`}</div>${asks !== null && stillComing({ eventId, guestId: me.guestId, day: asks }, words)}`;
}

/** A form, since a program that opens links must not answer. */
function stillComing({ eventId, guestId, day }: { eventId: string; guestId: string; day: string }, words: AnswerWords): Html {
  return html`<form class="next-steps still-coming" method="post" action="/e/${eventId}"><input type="hidden" name="confirm" value="${day}"><input type="hidden" name="${PERSON_FIELD}" value="${guestId}"><h2>${words.stillComing}</h2><button class="button button-primary"><span>${words.sayStill}</span></button><a class="button button-quiet" href="/e/${eventId}?answer=declined"><span>${words.declined}</span></a></form>`;
}

function headline({ standing, place }: Me, past: boolean, words: AnswerWords): string {
  switch (standing) {
    case "going":
      return past ? words.wasGoing : words.isGoing;
    case "maybe":
      return words.isMaybe;
    case "declined":
      return past ? words.wasDeclined : words.isDeclined;
    case "waiting":
      if (past) return words.wasWaiting;
      return place === null ? words.isWaiting : words.isWaitingAt(place);
    case "none":
      return "";
  }
}

interface MoreAbout {
  past: boolean;
  words: AnswerWords;
  dates: string;
}

function more({ standing, partySize, plusOnes }: Me, { past, words, dates }: MoreAbout): string {
  if (past && (standing === "waiting" || plusOnes.length === 0)) return ""; // the rest is of what is to come
  if (standing === "waiting") return partySize > 1 ? words.partyMovesUp(partySize) : words.movesUp;
  if (standing === "declined") return words.thanks;
  if (plusOnes.length === 0) return standing === "maybe" ? words.decideLater : words.seeYou;
  const named = plusOnes.filter(Boolean);
  const unnamed = plusOnes.length - named.length;
  const list = new Intl.ListFormat(dates, { type: "conjunction" });
  return words.withThem(list.format((unnamed > 0 ? [...named, words.others(unnamed)] : named).map(isolated)));
}
