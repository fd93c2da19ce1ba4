import { questionField } from "@turnout/contract/question-fields";
import { askedWith, MAX_LONG_ANSWER, MAX_SHORT_ANSWER, optionsFor, type AnswerValue, type Question } from "@turnout/contract/questions";
import { plusOnesFor } from "@turnout/contract/party-fit";
import { html, type Html } from "../http/html.ts";
import type { AnswerFormContent } from "./answer-content.ts";
import { problemOf } from "./answer-fields.ts";
import { fieldOfQuestion } from "./answer-refusals.ts";
import type { AnswerWords } from "./answer-words.ts";
import { icon } from "./icons.ts";

/**
 * What hosts ask beside the answer. CSS shows what comes with the chosen answer, and as many people as are chosen. The browser
 * checks nothing in it, neither what is `required` nor numbers: it would not send a form for a field that it does not show.
 */
export function questionFields(content: AnswerFormContent, words: AnswerWords): Html[] {
  return askedWith(content.snapshot.questions, "going").map((question) => {
    const shownWith = question.asksMaybe ? "with-yes-or-maybe" : "if-going";
    const asking = { content, words, question };
    if (!question.perPerson) return html`<div class="question ${shownWith}">${personField(asking, 0, label(asking))}</div>`;
    const most = Math.max(plusOnesFor(content.snapshot), content.draft?.party ?? 0);
    if (most === 0) return html`<div class="question ${shownWith}">${personField(asking, 0, label(asking))}</div>`;
    const people = Array.from({ length: most + 1 }, (_, person) => personField(asking, person, html`${nameOf(asking, person)} `));
    return html`<fieldset class="question ${shownWith}"><legend class="field-label">${label(asking)}</legend><div class="each-person people">${people}</div></fieldset>`;
  });
}

interface Asking {
  content: AnswerFormContent;
  words: AnswerWords;
  question: Question;
}

function label({ question, words }: Asking): Html {
  return html`<span dir="auto">${question.text}</span> ${!question.required && html`<span class="field-optional">${words.optional}</span>`}`;
}

function nameOf({ content, words }: Asking, person: number): Html {
  const name = person > 0 && content.draft?.companions[person - 1]?.trim();
  return name ? html`<span dir="auto">${name}</span>` : html`${person === 0 ? words.you : words.person(person + 1)}`;
}

function personField(asking: Asking, person: number, caption: Html): Html {
  const { content, question } = asking;
  const problem = problemOf(content, fieldOfQuestion(question.id, person));
  const isCompanion = person > 0 && html` companion`;
  const value = content.draft?.questionAnswers[question.id]?.[person];
  if (question.kind === "someOf")
    return html`<div class="field${isCompanion}" id="${problem.id}" role="group" aria-labelledby="${problem.id}-label"${problem.error && html` aria-describedby="${problem.id}-error"`} tabindex="-1"><span class="field-label" id="${problem.id}-label">${caption}</span>${checkboxes(
      asking,
      person,
      value,
    )}${problem.error}</div>`;
  return html`<div class="field${isCompanion}"><label class="field-label" for="${problem.id}">${caption}</label>${control(
    asking,
    html`${problem.wiring(false)} name="${questionField(question, person)}"`,
    value,
  )}${problem.error}</div>`;
}

function control(asking: Asking, wiring: Html, value: AnswerValue | null | undefined): Html {
  const { question, words } = asking;
  const typed = value === null || value === undefined ? "" : String(value);
  switch (question.kind) {
    case "shortText":
      return html`<input ${wiring} class="input" type="text" dir="auto" maxlength="${MAX_SHORT_ANSWER}" value="${typed}">`;
    case "number":
      return html`<input ${wiring} class="input" type="text" inputmode="numeric" maxlength="${MAX_SHORT_ANSWER}" value="${typed}">`;
    case "yesNo":
      return select(wiring, [
        { value: "yes", text: words.yes, isChosen: value === true },
        { value: "no", text: words.no, isChosen: value === false },
      ]);
    case "oneOf":
      return select(
        wiring,
        optionsFor(question, value).map(({ id, text }) => ({ value: id, text, isChosen: id === value })),
      );
    default:
      // HTML drops a line break right after the tag: this one protects words that begin with one.
      return html`<textarea ${wiring} class="input input-area" rows="2" dir="auto" maxlength="${MAX_LONG_ANSWER}">
${typed}</textarea>`;
  }
}

function select(wiring: Html, options: { value: string; text: string; isChosen: boolean }[]): Html {
  const all = options.map(({ value, text, isChosen }) => html`<option value="${value}"${isChosen && html` selected`}>${text}</option>`);
  return html`<span class="select"><select ${wiring} class="input"><option value="">–</option>${all}</select>${icon("chevron-down")}</span>`;
}

/** Beside the boxes a field that is always sent: none that is checked is an answer too. */
function checkboxes({ question }: Asking, person: number, value: AnswerValue | null | undefined): Html {
  const boxes = optionsFor(question, value).map(({ id, text }) => {
    const isChosen = Array.isArray(value) && value.includes(id);
    const name = questionField(question, person, id);
    return html`<label class="question-option"><input type="checkbox" name="${name}"${isChosen && html` checked`}><span dir="auto">${text}</span></label>`;
  });
  return html`<input type="hidden" name="${questionField(question, person)}" value="">${boxes}`;
}
