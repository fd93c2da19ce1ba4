import { CODE_DIGITS } from "@turnout/contract/code-digits";
import type { Locale } from "@turnout/contract/locale";
import { html, type Html } from "../http/html.ts";
import { brand } from "../mail/plain-page.ts";
import { icon } from "./icons.ts";
import { recoveryWords, type RecoveryWords } from "./recovery-words.ts";

/** Why the form was refused. */
export type RecoveryProblem = "emailMissing" | "emailInvalid" | "codeShort" | "codeInvalid" | "cookiesNeeded";

export interface RecoveryForm {
  eventId: string;
  locale: Locale;
  /** Asked for: an address, or the code that was sent to it. */
  step: "email" | "code";
  /** As typed, or the address that the code was sent to. */
  email: string;
  /** As typed. */
  code: string;
  problem: RecoveryProblem | null;
}

/** The cover beside the forms: the one that the app draws there (`EntryPage`). */
export const ENTRY_COVER = { id: "welcome", cover_theme: "botanical", cover_image_id: null } as const;

/**
 * The page on which guests ask for their link again, as `web/src/pages/recover-page.tsx` renders it, working before any
 * script has run. The app puts its own in the same place and goes on with what is typed.
 */
export function recoveryForm(form: RecoveryForm, coverUrl: string): Html {
  const words = recoveryWords(form.locale);
  const said = form.problem && problemWords(words, form.problem);
  return html`<div id="server-form" class="entry-before"${said && html` data-refusal="${JSON.stringify({ code: form.problem, words: said })}"`}>
<header class="app-bar">${brand()}</header><main class="page page-full"><div class="entry"><div class="entry-art"><img class="cover" src="${coverUrl}" alt=""></div><div class="entry-matter">${
    form.step === "email" ? askEmail(form, words, said) : askCode(form, words, said)
  }</div></div></main></div>`;
}

function problemWords(words: RecoveryWords, problem: RecoveryProblem): string {
  return problem === "codeShort" ? words.codeShort(CODE_DIGITS) : words[problem];
}

function askEmail({ eventId, email }: RecoveryForm, words: RecoveryWords, said: string | null): Html {
  const input = html`<input class="input" type="email" name="email" dir="auto" required inputmode="email" autocomplete="email" autocapitalize="none" spellcheck="false" maxlength="254" value="${email}" ${wiring(false, said)}>`;
  return html`<header class="entry-head"><h1>${words.heading}</h1><p class="muted">${words.lead}</p></header>
<form class="entry-form" method="post" action="/e/${eventId}/recover">${field(words.email, input, null, said)}${button(html`${icon("mail")}<span>${words.sendCode}</span>`)}</form>
<p class="entry-foot">${words.hosting} <a href="/sign-in?next=${encodeURIComponent(`/e/${eventId}`)}">${words.signIn}</a></p>`;
}

/** Looks the same whether or not the address is on the list. */
function askCode({ eventId, email, code }: RecoveryForm, words: RecoveryWords, said: string | null): Html {
  const [before, address, after] = words.sentTo(email);
  const input = html`<input class="input code-input tabular" type="text" name="code" dir="auto" required autofocus inputmode="numeric" autocomplete="one-time-code" spellcheck="false" value="${code}" ${wiring(true, said)}>`;
  return html`<section class="mail-sent"><span class="mail-sent-icon">${icon("mail", 32)}</span><h1>${words.sent}</h1><div class="mail-sent-text"><p>${before}<strong>${address}</strong>${after}</p>
<form class="entry-form" method="post" action="/e/${eventId}/recover/code"><input type="hidden" name="email" value="${email}">${field(
    words.code,
    input,
    words.codeHint(CODE_DIGITS),
    said,
  )}${button(html`<span>${words.openEvent}</span>`)}</form></div>
<div class="entry-more"><form method="post" action="/e/${eventId}/recover"><input type="hidden" name="email" value="${email}"><button class="button button-quiet button-md">${icon(
    "refresh",
  )}<span>${words.again}</span></button></form><a class="button button-plain button-md" href="/e/${eventId}/recover"><span>${words.otherEmail}</span></a></div>
<p class="muted entry-small">${words.patience}</p></section>`;
}

const button = (face: Html): Html => html`<button class="button button-primary button-lg button-wide" type="submit">${face}</button>`;

function wiring(hasHint: boolean, said: string | null): Html {
  const ids = [hasHint && "recovery-hint", said && "recovery-error"].filter(Boolean).join(" ");
  return html`id="recovery-field"${ids && html` aria-describedby="${ids}"`}${said && html` aria-invalid="true" autofocus`}`;
}

function field(label: string, input: Html, hint: string | null, said: string | null): Html {
  return html`<div class="field"><label class="field-label" for="recovery-field">${label} </label>${input}${
    hint && html`<p id="recovery-hint" class="field-hint">${hint}</p>`
  }${said && html`<p id="recovery-error" class="field-error" role="alert">${icon("alert", 18)} <span>${said}</span></p>`}</div>`;
}
