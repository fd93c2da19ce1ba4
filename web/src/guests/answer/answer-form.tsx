import { Trans, useLingui } from "@lingui/react/macro";
import { type SubmitEvent, Suspense, useLayoutEffect, useRef, useState } from "react";
import { MAX_NOTE } from "@turnout/contract/guests";
import { questionField } from "@turnout/contract/question-fields";
import { firstUnanswered } from "@turnout/contract/questions";
import { EventBrief } from "../../events/event-brief.tsx";
import { onDemand } from "../../on-demand.ts";
import { useEventSnapshot } from "../../live/use-event.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { TextArea } from "../../ui/input.tsx";
import { focusLike, type ServerForm } from "./server-form.ts";
import { AnswerChoice } from "./answer-choice.tsx";
import { AnswerDeadline } from "./answer-deadline.tsx";
import { bringsOthers, givenOf, questionsOf, withoutCompanion, type Draft } from "./answer-draft.ts";
import { FitNote } from "./fit-note.tsx";
import { partyFit, plusOnesFor } from "@turnout/contract/party-fit";
import { QuestionFields, type WrongAnswer } from "./question-fields.tsx";
import { PlusOnes } from "./plus-ones.tsx";
import type { GivenAnswer } from "./shown-answer.ts";
import { useChangedMeanwhile } from "./use-changed-meanwhile.ts";
import { VisitorFields } from "./visitor-fields.tsx";

const ChangedNote = onDemand(() => import("./changed-note.tsx"), "ChangedNote");

type FormProps = {
  draft: Draft;
  onChange: (draft: Draft) => void;
  onSend: (answer: GivenAnswer) => void;
  onCancel: () => void;
  refused: { refusal: string | null; facts?: Record<string, string | number> | undefined } | null;
  onlyNo: boolean;
  /** An earlier answer that this page has sent and not yet seen in the log. */
  onItsWay: GivenAnswer | null;
  /** The element that had the focus before this form was rendered. */
  focus: ServerForm["focus"];
};

/** The form for an answer with companions and a note, sent by one button. */
export function AnswerForm({ draft, onChange, onSend, onCancel, refused, onlyNo, onItsWay, focus }: FormProps) {
  const { t } = useLingui();
  const snapshot = useEventSnapshot();
  const { me, viewer, details } = snapshot;
  const refusedCode = refused?.refusal ?? null;
  const [tried, setTried] = useState(refusedCode === "name_required" || refusedCode === "question_unanswered");
  const [badEmail, setBadEmail] = useState(false);
  const [noteOpen, setNoteOpen] = useState(draft.note !== "");
  const meanwhile = useChangedMeanwhile(me, onItsWay);
  const form = useRef<HTMLFormElement>(null);
  const keep = useRef<HTMLButtonElement>(null);
  const isVisitor = me === null && viewer.class !== "host";
  const brings = bringsOthers(draft, snapshot);

  const size = 1 + (brings ? draft.plusOnes.length : 0);
  const questions = questionsOf(snapshot, draft.answer);
  const unanswered = firstUnanswered(questions, { answer: draft.answer, partySize: size, answers: draft.questionAnswers });

  const [focused] = useState(focus);
  useLayoutEffect(() => {
    if (focused && focusLike(focused, form.current!)) return;
    const refusedField = form.current?.querySelector<HTMLElement>("[name][aria-invalid]");
    if (refusedField) return refusedField.focus();
    form.current?.querySelector<HTMLElement>("input, .answer[aria-pressed=true]")?.focus({ preventScroll: true });
  }, [focused]);

  const send = (event: SubmitEvent) => {
    event.preventDefault();
    setTried(true);
    if (meanwhile.changed) return keep.current?.focus();
    if (isVisitor && draft.name.trim() === "") return form.current?.querySelector<HTMLElement>("input[autocomplete=name]")?.focus();
    const address = form.current?.querySelector<HTMLInputElement>("input[type=email]");
    setBadEmail(address?.validity.valid === false);
    if (address?.validity.valid === false) return address.focus();
    if (unanswered)
      return form.current?.querySelector<HTMLElement>(`[name^="${questionField(unanswered.question, unanswered.person)}"]`)?.focus();
    onSend(givenOf(draft, snapshot));
  };

  const fit = draft.answer === "going" ? partyFit(snapshot, size) : "seated";
  const going =
    me?.standing === "going" || me?.standing === "waiting"
      ? t`Save my answer`
      : fit === "waiting"
        ? t`Join the waitlist`
        : t`Yes, I'm going`;
  const label = { going, maybe: t`Say maybe`, declined: t`I can't make it` }[draft.answer];
  return (
    <form ref={form} className="answer-form" onSubmit={send} noValidate onKeyDown={(event) => event.key === "Escape" && onCancel()}>
      <Suspense fallback={null}>{meanwhile.changed && <ChangedNote keep={keep} onKeep={onCancel} onReplace={meanwhile.accept} />}</Suspense>
      <p className="answer-about muted">
        <EventBrief />
      </p>
      <AnswerChoice value={draft.answer} onChoose={(answer) => onChange({ ...draft, answer })} closed={onlyNo} />
      {!onlyNo && <AnswerDeadline details={details} />}
      {isVisitor && (
        <VisitorFields
          draft={draft}
          onChange={onChange}
          nameMissing={tried && draft.name.trim() === ""}
          badEmail={badEmail || refusedCode === "email_invalid" || refusedCode === "invalid_input"}
        />
      )}
      {brings && (
        <PlusOnes
          names={draft.plusOnes}
          max={plusOnesFor(snapshot)}
          onChange={(plusOnes) => onChange({ ...draft, plusOnes })}
          onRemove={(at) => onChange(withoutCompanion(draft, at))}
        />
      )}
      <QuestionFields
        questions={questions}
        people={size}
        companions={draft.plusOnes}
        named={size > 1 || plusOnesFor(snapshot) > 0}
        answers={draft.questionAnswers}
        wrong={wrong()}
        onChange={(questionAnswers) => onChange({ ...draft, questionAnswers })}
      />
      {noteOpen ? (
        <Field label={t`Note for the host`} optional={t`(optional)`}>
          <TextArea
            name="note"
            rows={2}
            maxLength={MAX_NOTE}
            value={draft.note}
            onChange={(event) => onChange({ ...draft, note: event.target.value })}
          />
        </Field>
      ) : (
        <Button look="plain" size="sm" icon="pencil" className="answer-note-button" onClick={() => setNoteOpen(true)}>
          <Trans>Add a note for the host</Trans>
        </Button>
      )}
      {fit !== "seated" && <FitNote fit={fit} size={size} waits={me?.standing === "waiting"} />}
      <div className="answer-form-end">
        <Button look="plain" onClick={onCancel}>
          <Trans>Back</Trans>
        </Button>
        <Button look="primary" type="submit" wide>
          {label}
        </Button>
      </div>
    </form>
  );

  function wrong(): WrongAnswer | null {
    if (unanswered && tried) return { question: unanswered.question.id, person: unanswered.person, words: t`Please answer this question.` };
    if (refusedCode !== "question_answer_invalid") return null;
    const { question, person } = refused!.facts!;
    return { question: String(question), person: Number(person), words: t`This answer doesn't fit the question.` };
  }
}
