import { MAX_NOTE, type Answer } from "@turnout/contract/guests";
import { partyFit } from "@turnout/contract/party-fit";
import { zoneCity } from "@turnout/contract/zone-city";
import { html, type Html } from "../http/html.ts";
import { answerChoices } from "./answer-choices.ts";
import { companionFields, noteField, visitorFields } from "./answer-fields.ts";
import type { AnswerFormContent } from "./answer-content.ts";
import { answerWords, type AnswerWords } from "./answer-words.ts";
import { deadlineOf, whenOf } from "./dates.ts";
import { icon } from "./icons.ts";
import { pageWords } from "./words.ts";

/**
 * The form of an answer. While nothing is chosen, only the three answers are seen; choosing one shows the rest by styles
 * alone. Where an answer needs nothing else, its button sends it.
 */
export function answerForm(content: AnswerFormContent): Html {
  const { snapshot, locale, draft, form } = content;
  const { me, eventId } = snapshot;
  const words = answerWords(locale);
  const hasMore = needsMore(content);
  return html`<form class="answer-form" id="answer-form" method="post" action="/e/${eventId}"><input type="hidden" name="form" value="${form}">${!draft && question(content, words)}${hasMore && html`<p class="answer-about muted answer-rest">${brief(content)}</p>`}${answerChoices(
    content,
    (answer) => sendsAtOnce(content, answer),
  )}${hasMore ? more(content, words) : me?.note && html`<input type="hidden" name="note" value="${me.note}">`}</form>`;
}

/** Whoever is on the list and brings nobody has nothing to add. */
function sendsAtOnce({ snapshot: { me, details }, draft }: AnswerFormContent, answer: Answer): boolean {
  return me !== null && !draft && (answer === "declined" || details.plusOnesAllowed === 0);
}

function needsMore(content: AnswerFormContent): boolean {
  return content.onlyNo ? content.draft !== null : !sendsAtOnce(content, "going");
}

function question(content: AnswerFormContent, words: AnswerWords): Html {
  const { me, viewer } = content.snapshot;
  const guest = me && html`<bdi>${me.name}</bdi>${words.askGuest}`;
  const asked = viewer.class === "host" ? html`${words.askHost}` : (guest ?? html`${words.ask}`);
  return html`<header class="answer-ask"><h2>${asked}</h2>${deadline(content, words)}</header>`;
}

function brief({ snapshot: { details }, locale }: AnswerFormContent): Html {
  const start = whenOf(details, locale)?.start;
  const day = start && html`<span>${start.weekday}, ${start.date} · </span>`;
  return html`${day}<b dir="auto">${details.title || pageWords(locale).untitled}</b>`;
}

/** By when to answer, on the event's clock: nothing tells which one the reader has. */
function deadline({ snapshot: { details }, locale, onlyNo }: AnswerFormContent, words: AnswerWords): Html | null {
  const day = onlyNo ? null : deadlineOf(details, locale);
  if (!day) return null;
  return html`<p class="muted answer-deadline">${words.answerBy} <time datetime="${details.answersCloseAt}">${day}</time> (${zoneCity(details.zone, locale)})</p>`;
}

function more(content: AnswerFormContent, words: AnswerWords): Html {
  const { snapshot, onlyNo } = content;
  const { me, details, viewer, eventId } = snapshot;
  const isVisitor = me === null && viewer.class !== "host";
  return html`<div class="answer-rest answer-more">${deadline(content, words)}${isVisitor && visitorFields(content, words)}${
    details.plusOnesAllowed > 0 && !onlyNo && companionFields(content, words)
  }${noteField(content, words, MAX_NOTE)}${fitNote(content, words)}<div class="answer-form-end">${
    content.draft
      ? html`<a class="button button-plain button-md" href="/e/${eventId}"><span>${words.back}</span></a>`
      : html`<button class="button button-plain button-md" type="reset"><span>${words.back}</span></button>`
  }<button class="button button-primary button-md button-wide" type="submit">${sayings(content, words)}</button></div></div>`;
}

/** What to expect where the house is full, said before the answer is sent. */
function fitNote({ snapshot, onlyNo }: AnswerFormContent, words: AnswerWords): Html | null {
  const { me, tally } = snapshot;
  if (onlyNo || me?.standing === "waiting" || partyFit(snapshot, 1) !== "waiting") return null;
  const said = tally.waiting > 0 ? words.behind(tally.waiting) : words.firstInLine;
  return html`<div class="notice notice-info if-going">${icon("info")}<div class="notice-text"><p>${said}</p></div></div>`;
}

/** What the button that sends says, by what is chosen; styles show the one that holds. */
function sayings({ snapshot }: AnswerFormContent, words: AnswerWords): Html {
  const { me } = snapshot;
  const hasSeat = me?.standing === "going" || me?.standing === "waiting";
  const going = hasSeat ? words.saySame : partyFit(snapshot, 1) === "waiting" ? words.sayWaiting : words.sayGoing;
  return html`<span class="if-going">${going}</span><span class="if-maybe">${words.sayMaybe}</span><span class="if-declined">${words.sayDeclined}</span>`;
}
