import { MAX_NOTE, type Answer } from "@turnout/contract/guests";
import { askedWith } from "@turnout/contract/questions";
import { partyFit, plusOnesFor } from "@turnout/contract/party-fit";
import { zoneCity } from "@turnout/contract/zone-city";
import { PERSON_FIELD } from "../guests/same-viewer.ts";
import { html, type Html } from "../http/html.ts";
import { answerChoices } from "./answer-choices.ts";
import { companionFields, noteField, visitorFields } from "./answer-fields.ts";
import type { AnswerFormContent } from "./answer-content.ts";
import { questionFields } from "./answer-questions.ts";
import { answerWords, type AnswerWords } from "./answer-words.ts";
import { deadlineOf, whenOf } from "./dates.ts";
import { icon } from "./icons.ts";
import { pageWords } from "./words.ts";

/**
 * The form of an answer. At first only the three answers are visible; CSS shows the other fields once one is chosen. An
 * answer that needs no other field is sent by its button.
 */
export function answerForm(content: AnswerFormContent): Html {
  const { snapshot, locale, draft, form } = content;
  const { me, eventId } = snapshot;
  const words = answerWords(locale);
  const hasMore = needsMore(content);
  return html`<form class="answer-form" id="answer-form" method="post" action="/e/${eventId}"><input type="hidden" name="form" value="${form}">${me && html`<input type="hidden" name="${PERSON_FIELD}" value="${me.guestId}">`}${!draft && question(content, words)}${hasMore && html`<p class="answer-about muted answer-rest">${brief(content)}</p>`}${answerChoices(
    content,
    (answer) => sendsAtOnce(content, answer),
  )}${hasMore ? more(content, words) : me?.note && html`<input type="hidden" name="note" value="${me.note}">`}</form>`;
}

/** Guests on the list who bring nobody, and are asked nothing else, have no other field to fill in. */
function sendsAtOnce({ snapshot, draft }: AnswerFormContent, answer: Answer): boolean {
  const asksMore = plusOnesFor(snapshot) > 0 || askedWith(snapshot.questions, answer).length > 0;
  return snapshot.me !== null && !draft && (answer === "declined" || !asksMore);
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

function brief({ snapshot: { details }, locale, dates }: AnswerFormContent): Html {
  const start = whenOf(details, dates)?.start;
  const day = start && html`<span>${start.weekday}, ${start.date} · </span>`;
  return html`${day}<b dir="auto">${details.title || pageWords(locale).untitled}</b>`;
}

/** The deadline in the event's time zone: the server does not know the reader's. */
function deadline({ snapshot: { details }, locale, dates, onlyNo }: AnswerFormContent, words: AnswerWords): Html | null {
  const day = onlyNo ? null : deadlineOf(details, dates);
  if (!day) return null;
  return html`<p class="muted answer-deadline">${words.answerBy} <time datetime="${details.answersCloseAt}">${day}</time> (${zoneCity(details.zone, locale)})</p>`;
}

function more(content: AnswerFormContent, words: AnswerWords): Html {
  const { snapshot, onlyNo } = content;
  const { me, viewer, eventId } = snapshot;
  const isVisitor = me === null && viewer.class !== "host";
  return html`<div class="answer-rest answer-more">${deadline(content, words)}${isVisitor && visitorFields(content, words)}${
    plusOnesFor(snapshot) > 0 && !onlyNo && companionFields(content, words)
  }${!onlyNo && questionFields(content, words)}${noteField(content, words, MAX_NOTE)}${fitNote(content, words)}<div class="answer-form-end">${
    content.draft
      ? html`<a class="button button-plain button-md" href="/e/${eventId}"><span>${words.back}</span></a>`
      : html`<button class="button button-plain button-md" type="reset"><span>${words.back}</span></button>`
  }<button class="button button-primary button-md button-wide" type="submit">${sendLabels(content, words)}</button></div></div>`;
}

/** Says before the answer is sent that it would join the waitlist. */
function fitNote({ snapshot, onlyNo }: AnswerFormContent, words: AnswerWords): Html | null {
  const { me, tally } = snapshot;
  if (onlyNo || me?.standing === "waiting" || partyFit(snapshot, 1) !== "waiting") return null;
  const text = tally.waiting > 0 ? words.behind(tally.waiting) : words.firstInLine;
  return html`<div class="notice notice-info if-going">${icon("info")}<div class="notice-text"><p>${text}</p></div></div>`;
}

/** The submit button's labels, one for each answer; CSS shows that of the chosen one. */
function sendLabels({ snapshot }: AnswerFormContent, words: AnswerWords): Html {
  const { me } = snapshot;
  const hasSeat = me?.standing === "going" || me?.standing === "waiting";
  const going = hasSeat ? words.saySame : partyFit(snapshot, 1) === "waiting" ? words.sayWaiting : words.sayGoing;
  return html`<span class="if-going">${going}</span><span class="if-maybe">${words.sayMaybe}</span><span class="if-declined">${words.sayDeclined}</span>`;
}
