import { html, type Html } from "../http/html.ts";
import type { AnswerFormContent } from "./answer-content.ts";
import { companionField } from "./answer-input.ts";
import { refusalWords, type AnswerField } from "./answer-refusals.ts";
import type { AnswerWords } from "./answer-words.ts";
import { icon } from "./icons.ts";
import { plusOnesFor } from "@turnout/contract/party-fit";
import { MAX_PERSON_NAME } from "@turnout/contract/person-name";

/** A field's error, if the form was refused for it, and the attributes that connect the field with it. */
export function problemOf({ refused, locale }: AnswerFormContent, field: AnswerField) {
  const isWrong = refused?.refusal.fields.includes(field) ?? false;
  const id = `answer-${field}`;
  return {
    id,
    /** `hint`: whether the field has one. */
    wiring: (hint: boolean) => {
      const ids = [hint && `${id}-hint`, isWrong && `${id}-error`].filter(Boolean).join(" ");
      return html`id="${id}"${ids && html` aria-describedby="${ids}"`}${isWrong && html` aria-invalid="true"`}`;
    },
    error: isWrong
      ? html`<p id="${id}-error" class="field-error">${icon("alert", 18)} <span>${refusalWords(locale, refused!.refusal)}</span></p>`
      : null,
  };
}

/** Name and address of a visitor who is not on the guest list yet. */
export function visitorFields(content: AnswerFormContent, words: AnswerWords): Html {
  const { draft, accountName } = content;
  const [name, email] = [problemOf(content, "name"), problemOf(content, "email")];
  return html`<div class="answer-visitor"><div class="field"><label class="field-label" for="${name.id}">${words.name} </label><input ${name.wiring(
    false,
  )} class="input" type="text" dir="auto" name="name" required autocomplete="name" maxlength="${MAX_PERSON_NAME}" value="${
    draft?.name ?? accountName
  }">${name.error}</div><div class="field"><label class="field-label" for="${email.id}">${words.email} <span class="field-optional">${
    words.optional
  }</span></label><input ${email.wiring(true)} class="input" type="email" dir="auto" name="email" autocomplete="email" inputmode="email" value="${
    draft?.email ?? ""
  }"><p id="${email.id}-hint" class="field-hint">${words.emailHint}</p>${email.error}</div></div>`;
}

/** How many companions come along, and their names. CSS shows as many name fields as are chosen. */
export function companionFields(content: AnswerFormContent, words: AnswerWords): Html {
  const { draft, snapshot } = content;
  const most = plusOnesFor(snapshot);
  const chosen = draft?.party ?? 0;
  const party = problemOf(content, "party");
  const counts = Array.from(
    { length: Math.max(most, chosen) + 1 },
    (_, n) => html`<option${n === chosen && html` selected`}>${n}</option>`,
  );
  const names = Array.from(
    { length: Math.max(most, chosen) },
    (_, at) =>
      html`<div class="field companion"><label class="visually-hidden" for="${companionField(at)}">${words.companion(
        at + 2,
      )}</label><span class="input-with-icon">${icon("user")}<input id="${companionField(at)}" class="input" type="text" dir="auto" name="${companionField(
        at,
      )}" placeholder="${words.companionHint}" maxlength="${MAX_PERSON_NAME}" value="${draft?.companions[at] ?? ""}"></span></div>`,
  );
  return html`<div class="plus-ones people"><div class="plus-ones-count"><div class="field"><label class="field-label" for="${party.id}">${
    words.companions
  } </label><span class="stepper"><select ${party.wiring(true)} class="tabular" name="party">${counts}</select></span><p id="${
    party.id
  }-hint" class="field-hint">${words.companionsHint(most)}</p>${party.error}</div></div>${names}</div>`;
}

export function noteField(content: AnswerFormContent, words: AnswerWords, most: number): Html {
  const note = problemOf(content, "note");
  const typed = content.draft?.note ?? "";
  // HTML drops a line break right after the tag: this one protects a note that begins with one.
  const field = html`<div class="field"><label class="field-label" for="${note.id}">${words.note} <span class="field-optional">${
    words.optional
  }</span></label><textarea ${note.wiring(false)} class="input input-area" rows="2" dir="auto" name="note" maxlength="${most}">
${typed}</textarea>${note.error}</div>`;
  return html`<details class="answer-note"${typed !== "" && html` open`}><summary class="button button-plain button-sm answer-note-button">${icon(
    "pencil",
  )}<span>${words.addNote}</span></summary>${field}</details>`;
}
