import { Trans, useLingui } from "@lingui/react/macro";
import { type SubmitEvent, useId, useRef, useState } from "react";
import { isChoice, MAX_OPTION, MAX_OPTIONS, MAX_QUESTION, type Question, type QuestionKind } from "@turnout/contract/questions";
import { Button, IconButton } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { Select, TextInput } from "../../ui/input.tsx";
import { Checkbox } from "../../ui/toggle.tsx";
import { asksNothing, finished, isAsked, newOption, ofKind } from "./draft-question.ts";
import { useKindWords } from "./use-question-words.ts";

type DialogProps = {
  /** What it begins with. */
  question: Question;
  /** As it is asked now; null: it is new. */
  before: Question | null;
  /** Guests may have answered it, so that its kind stays. */
  isFixed: boolean;
  pending: boolean;
  onSave: (question: Question) => void;
  onClose: () => void;
};

/** One question: its words, what can be chosen, and who is asked. */
export function QuestionDialog({ question: first, before, isFixed, pending, onSave, onClose }: DialogProps) {
  const { t } = useLingui();
  const kinds = useKindWords();
  const form = useId();
  const [question, setQuestion] = useState(first);
  const [tried, setTried] = useState(false);
  const change = (fields: Partial<Question>) => setQuestion({ ...question, ...fields });
  const save = (event: SubmitEvent) => {
    event.preventDefault();
    setTried(true);
    if (!asksNothing(question)) onSave(finished(question, before));
  };
  const isWordless = question.text.trim() === "";
  return (
    <Dialog
      open
      onClose={onClose}
      title={before ? t`Edit the question` : t`Add a question`}
      actions={
        <>
          <Button onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button look="primary" type="submit" form={form} pending={pending}>
            <Trans>Save</Trans>
          </Button>
        </>
      }
    >
      <form id={form} className="question-form" onSubmit={save} noValidate>
        <Field label={t`Question`} required error={tried && isWordless ? t`Write what you want to ask.` : undefined}>
          <TextInput value={question.text} maxLength={MAX_QUESTION} onChange={({ target }) => change({ text: target.value })} />
        </Field>
        <Field
          label={t`Kind of answer`}
          hint={isFixed ? t`Guests may have answered, so this stays. Add another question instead.` : undefined}
        >
          <Select
            value={question.kind}
            disabled={isFixed}
            onChange={({ target }) => setQuestion(ofKind(question, target.value as QuestionKind))}
          >
            {Object.entries(kinds).map(([kind, words]) => (
              <option key={kind} value={kind}>
                {words}
              </option>
            ))}
          </Select>
        </Field>
        {isChoice(question.kind) && (
          <Options question={question} onChange={setQuestion} error={tried && !isWordless && asksNothing(question)} />
        )}
        <Checkbox
          label={t`Ask for each person`}
          hint={t`Guests who bring others answer for each of them.`}
          checked={question.perPerson}
          disabled={isFixed}
          onChange={(perPerson) => change({ perPerson })}
        />
        <Checkbox label={t`An answer is needed`} checked={question.required} onChange={(required) => change({ required })} />
        <Checkbox label={t`Ask those who say maybe, too`} checked={question.asksMaybe} onChange={(asksMaybe) => change({ asksMaybe })} />
      </form>
    </Dialog>
  );
}

type OptionsProps = { question: Question; onChange: (question: Question) => void; error: boolean };

function Options({ question, onChange, error }: OptionsProps) {
  const { t } = useLingui();
  const list = useRef<HTMLFieldSetElement>(null);
  const { options } = question;
  const offered = options.filter(isAsked);
  const change = (next: Question["options"]) => onChange({ ...question, options: next });
  const move = (id: string, by: 1 | -1) => {
    const at = options.findIndex((option) => option.id === id);
    const other = options.indexOf(offered[offered.findIndex((option) => option.id === id) + by]!);
    change(options.with(at, options[other]!).with(other, options[at]!));
  };
  const add = () => {
    change([...options, newOption()]);
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>("li:last-child input")?.focus());
  };
  return (
    <fieldset className="question-options" ref={list} aria-invalid={error || undefined}>
      <legend className="field-label">
        <Trans>Options</Trans>
      </legend>
      <ol role="list">
        {offered.map(({ id, text }, at) => (
          <li key={id}>
            <TextInput
              aria-label={t`Option ${at + 1}`}
              maxLength={MAX_OPTION}
              value={text}
              onChange={({ target }) => change(options.map((option) => (option.id === id ? { ...option, text: target.value } : option)))}
            />
            <IconButton icon="chevron-up" label={t`Move option ${at + 1} up`} disabled={at === 0} onClick={() => move(id, -1)} />
            <IconButton
              icon="chevron-down"
              label={t`Move option ${at + 1} down`}
              disabled={at === offered.length - 1}
              onClick={() => move(id, 1)}
            />
            <IconButton
              icon="trash"
              label={t`Remove option ${at + 1}`}
              disabled={offered.length === 1}
              onClick={() => change(options.filter((option) => option.id !== id))}
            />
          </li>
        ))}
      </ol>
      {error && (
        <p className="field-error" role="alert">
          <Trans>Write at least one option.</Trans>
        </p>
      )}
      <Button size="sm" icon="plus" disabled={offered.length >= MAX_OPTIONS} onClick={add}>
        <Trans>Add an option</Trans>
      </Button>
    </fieldset>
  );
}
