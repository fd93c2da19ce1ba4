import { answerOf, owesAnswers } from "@turnout/contract/answer-of";
import { phaseOf, type EventPhase } from "@turnout/contract/event-phase";
import type { Me } from "@turnout/contract/guests";
import { isStillAsked } from "@turnout/contract/still-asked";
import { html, type Html } from "../http/html.ts";
import { answerForm } from "./answer-form.ts";
import type { AnswerCardContent } from "./answer-content.ts";
import type { TypedAnswer } from "./answer-input.ts";
import { refusalWords, type AnswerRefusal } from "./answer-refusals.ts";
import { answerStatus } from "./answer-status.ts";
import { answerWords } from "./answer-words.ts";
import { refusedNote } from "./refused-note.ts";

/**
 * The answer card as HTML that works without scripts, the same as `web/src/guests/answer/answer-card.tsx` renders. The app
 * replaces it in place and keeps what is chosen and typed. Null: there is nothing to answer.
 */
export function answerCard(content: AnswerCardContent): Html | null {
  const { snapshot, locale, dates, now, refused } = content;
  const { me, details, viewer } = snapshot;
  const words = answerWords(locale);
  const phase = phaseOf(details, now);
  // Guests on the list can still decline after the deadline.
  const onlyNo = phase === "closed" && me !== null;
  if (viewer.wasRemoved && phase === "open")
    return html`<section id="server-form" class="answer-card before-scripts"><p>${refusalWords(locale, { code: "removed_from_list" })}</p></section>`;
  const takesAnswers = phase === "open" || onlyNo;
  const answered = me && me.standing !== "none" ? me : null;
  const draft = takesAnswers ? draftOf(content, phase) : null;
  const inside =
    draft || (takesAnswers && !answered)
      ? answerForm({ ...content, draft, onlyNo })
      : answered && (phase === "open" || phase === "closed" || phase === "over")
        ? answerStatus({
            me: answered,
            asks: phase !== "over" && isStillAsked(answered, details, now) ? details.starts!.slice(0, 10) : null,
            eventId: snapshot.eventId,
            past: phase === "over",
            mayChange: mayChange(answered, phase),
            owes: phase === "open" && owesAnswers(answered, snapshot.questions),
            locale,
            dates,
          })
        : null;
  if (!inside && !refused) return null;
  const isInline = viewer.class === "host" || phase === "over";
  const mode = draft ? "form" : answered && inside ? "status" : "asking";
  return html`<section id="server-form" class="answer-card before-scripts${isInline && " answer-card-inline"}" data-mode="${mode}" aria-label="${
    words.yourAnswer
  }" tabindex="-1"${refused && html` data-refusal="${refusalData(refused.refusal, locale)}"`}>${draft && enterSends}${
    refused &&
    refusedNote(refused.refusal, locale, {
      action: refusalAction(content),
      question: snapshot.questions.find(({ id }) => id === refused.refusal.facts?.["question"])?.text,
    })
  }${inside}</section>`;
}

/** Enter presses a form's first button: this one sends what is chosen, where the next would send another answer. */
const enterSends = html`<button class="visually-hidden" form="answer-form" tabindex="-1" aria-hidden="true"></button>`;

/** Read by the app, which shows the refusal itself once it has taken over. */
function refusalData({ code, facts }: AnswerRefusal, locale: string): string {
  return JSON.stringify({ code, facts, words: refusalWords(locale, { code, facts }) });
}

/** A button that resolves the refusal in one press, if there is one. */
function refusalAction({ snapshot: { eventId }, refused, locale }: AnswerCardContent): Html | null {
  const words = answerWords(locale);
  if (refused?.refusal.code === "email_on_list")
    return html`<a class="button button-primary button-sm" href="/e/${eventId}/recover"><span>${words.getLink}</span></a>`;
  if (refused?.refusal.code !== "event_full" || Number(refused.refusal.facts?.["seatsLeft"] ?? 0) > 0) return null;
  return html`<button class="button button-quiet button-sm" form="answer-form" name="now" value="maybe"><span>${words.sayMaybe}</span></button>`;
}

function mayChange({ standing }: Me, phase: EventPhase): boolean {
  return phase === "open" || (phase === "closed" && standing !== "declined");
}

/** What the form is filled with: the refused answer, or the one that the page's address names. Null: nothing is chosen yet. */
function draftOf({ snapshot: { me }, asked, refused, form, accountName }: AnswerCardContent, phase: EventPhase): TypedAnswer | null {
  if (refused) return { ...refused.typed, form };
  const stands = answerOf(me?.standing);
  const answer = asked === "change" ? me && (phase === "open" ? (stands ?? "going") : "declined") : asked;
  if (answer === null || (asked !== "change" && answer === stands)) return null;
  if (phase !== "open" && answer !== "declined") return null;
  if (asked === "change" && (stands === null || !mayChange(me!, phase))) return null;
  return {
    form,
    answer,
    party: me?.plusOnes.length ?? 0,
    companions: me?.plusOnes ?? [],
    note: me?.note ?? "",
    name: me?.name ?? accountName,
    email: "",
    questionAnswers: me?.questionAnswers ?? {},
  };
}
