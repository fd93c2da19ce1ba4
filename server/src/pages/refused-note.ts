import { html, type Html } from "../http/html.ts";
import { refusalWords, type AnswerRefusal } from "./answer-refusals.ts";
import { icon } from "./icons.ts";

/** What stands beside the words: a button that resolves the refusal, and the question that they are about. */
interface Beside {
  action?: Html | null;
  question?: string | undefined;
}

/** Why an answer was refused, with a link to the field to correct. Takes the focus, so that screen readers read it first. */
export function refusedNote(refusal: AnswerRefusal, locale: string, { action = null, question }: Beside = {}): Html {
  const words = html`${question && html`<span dir="auto">${question}</span> – `}${refusalWords(locale, refusal)}`;
  const [first] = refusal.fields;
  const text = first ? html`<a href="#answer-${first}">${words}</a>` : words;
  return html`<div class="notice notice-danger" role="alert" id="refusal" tabindex="-1" autofocus>${icon("alert")}<div class="notice-text"><p>${text}</p></div>${
    action && html`<div class="notice-action">${action}</div>`
  }</div>`;
}
