import { Trans, useLingui } from "@lingui/react/macro";
import { type SubmitEvent, useLayoutEffect, useRef, useState } from "react";
import { MAX_NOTE } from "@turnout/contract/guests";
import { EventBrief } from "../../events/event-brief.tsx";
import { useEventSnapshot } from "../../live/use-event.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { TextArea } from "../../ui/input.tsx";
import { focusLike, type ServerForm } from "./server-form.ts";
import { AnswerChoice } from "./answer-choice.tsx";
import { AnswerDeadline } from "./answer-deadline.tsx";
import { bringsOthers, givenOf, type Draft } from "./answer-draft.ts";
import { ChangedNote } from "./changed-note.tsx";
import { FitNote } from "./fit-note.tsx";
import { partyFit, plusOnesFor } from "@turnout/contract/party-fit";
import { PlusOnes } from "./plus-ones.tsx";
import type { GivenAnswer } from "./shown-answer.ts";
import { useChangedMeanwhile } from "./use-changed-meanwhile.ts";
import { VisitorFields } from "./visitor-fields.tsx";

type FormProps = {
  draft: Draft;
  onChange: (draft: Draft) => void;
  onSend: (answer: GivenAnswer) => void;
  onCancel: () => void;
  refusedCode: string | null;
  onlyNo: boolean;
  /** An earlier answer that this page has sent and not yet seen in the log. */
  onItsWay: GivenAnswer | null;
  /** The element that had the focus before this form was rendered. */
  focus: ServerForm["focus"];
};

/** The form for an answer with companions and a note, sent by one button. */
export function AnswerForm({ draft, onChange, onSend, onCancel, refusedCode, onlyNo, onItsWay, focus }: FormProps) {
  const { t } = useLingui();
  const snapshot = useEventSnapshot();
  const { me, viewer, details } = snapshot;
  const [tried, setTried] = useState(refusedCode === "name_required");
  const [badEmail, setBadEmail] = useState(false);
  const [noteOpen, setNoteOpen] = useState(draft.note !== "");
  const meanwhile = useChangedMeanwhile(me, onItsWay);
  const form = useRef<HTMLFormElement>(null);
  const keep = useRef<HTMLButtonElement>(null);
  const isVisitor = me === null && viewer.class !== "host";
  const brings = bringsOthers(draft, snapshot);

  const [focused] = useState(focus);
  useLayoutEffect(() => {
    if (focused && focusLike(focused, form.current!)) return;
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
    onSend(givenOf(draft, snapshot));
  };

  const size = 1 + (brings ? draft.plusOnes.length : 0);
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
      {meanwhile.changed && <ChangedNote keep={keep} onKeep={onCancel} onReplace={meanwhile.accept} />}
      <p className="answer-about muted">
        <EventBrief />
      </p>
      <AnswerChoice value={draft.answer} onChoose={(answer) => onChange({ ...draft, answer })} closed={onlyNo} />
      {!onlyNo && details.answersCloseAt && <AnswerDeadline at={details.answersCloseAt} />}
      {isVisitor && (
        <VisitorFields
          draft={draft}
          onChange={onChange}
          nameMissing={tried && draft.name.trim() === ""}
          badEmail={badEmail || refusedCode === "email_invalid" || refusedCode === "invalid_input"}
        />
      )}
      {brings && <PlusOnes names={draft.plusOnes} max={plusOnesFor(snapshot)} onChange={(plusOnes) => onChange({ ...draft, plusOnes })} />}
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
}
