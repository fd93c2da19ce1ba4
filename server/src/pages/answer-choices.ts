import { seatsFree } from "@turnout/contract/event-phase";
import type { Answer } from "@turnout/contract/guests";
import { html, type Html } from "../http/html.ts";
import type { AnswerFormContent } from "./answer-content.ts";
import { answerWords } from "./answer-words.ts";
import { icon, type IconName } from "./icons.ts";

/** Below this many free seats the card says how many there are. */
const FEW_SEATS = 10;

interface Choice {
  value: Answer;
  label: string;
  icon: IconName;
  tone: "going" | "maybe" | "declined" | "waiting";
  hint?: string | null;
  disabled?: boolean;
}

/** The three answers: radio buttons, or submit buttons where an answer needs no other field. */
export function answerChoices(content: AnswerFormContent, sendsAtOnce: (answer: Answer) => boolean): Html {
  const words = answerWords(content.locale);
  const pieces = choicesOf(content).map((choice) =>
    sendsAtOnce(choice.value) ? button(choice) : radio(choice, content.draft?.answer === choice.value),
  );
  return html`<fieldset class="answers" id="answer-answer"><legend class="visually-hidden">${words.ask}</legend>${pieces}</fieldset>`;
}

function choicesOf({ snapshot, locale, onlyNo }: AnswerFormContent): Choice[] {
  const words = answerWords(locale);
  const others: Choice[] = [
    { value: "maybe", label: words.maybe, icon: "question", tone: "maybe", disabled: onlyNo },
    { value: "declined", label: words.declined, icon: "x", tone: "declined" },
  ];
  return [{ ...going({ snapshot, locale }), ...(onlyNo && { disabled: true }) }, ...others];
}

/** The button says what "going" leads to: a seat, the waitlist, or nothing when the event is full. */
function going({ snapshot: { details, tally, me }, locale }: Pick<AnswerFormContent, "snapshot" | "locale">): Choice {
  const words = answerWords(locale);
  if (me?.standing === "waiting") return { value: "going", label: words.onWaitlist, icon: "clock", tone: "waiting" };
  const free = me?.standing === "going" ? null : seatsFree(details, tally);
  if (free === 0 && details.waitlist) return { value: "going", label: words.fullWaitlist, icon: "clock", tone: "waiting" };
  if (free === 0) return { value: "going", label: words.full, icon: "x", tone: "declined", disabled: true };
  const hint = free !== null && free <= FEW_SEATS ? words.seatsLeft(free) : null;
  return { value: "going", label: words.going, icon: "check", tone: "going", hint };
}

function button(choice: Choice): Html {
  const state = choice.disabled ? html` disabled` : null;
  return html`<button class="answer tone-${choice.tone}" name="now" value="${choice.value}"${state}>${face(choice)}</button>`;
}

function radio(choice: Choice, isChosen: boolean): Html {
  const state = html`${isChosen && html` checked`}${choice.disabled && html` disabled`}`;
  return html`<label class="answer tone-${choice.tone}"><input class="visually-hidden" type="radio" name="answer" value="${choice.value}"${state}>${face(choice)}</label>`;
}

function face({ icon: name, label, hint }: Choice): Html {
  return html`<span class="answer-icon">${icon(name, 24)}</span><span class="answer-label">${label}</span>${
    hint && html`<span class="answer-hint">${hint}</span>`
  }`;
}
