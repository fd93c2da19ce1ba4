import { useLingui } from "@lingui/react/macro";
import { type ReactNode, useId } from "react";
import { numberTyped, questionField } from "@turnout/contract/question-fields";
import {
  MAX_LONG_ANSWER,
  MAX_SHORT_ANSWER,
  optionsFor,
  type AnswerValue,
  type Question,
  type QuestionAnswers,
} from "@turnout/contract/questions";
import { Field, FieldError } from "../../ui/field.tsx";
import { Select, TextArea, TextInput } from "../../ui/input.tsx";
import "./question-fields.css";

type Value = AnswerValue | null;

/** A question that must be answered and is not, or whose answer was refused, and what to say of it. */
export interface WrongAnswer {
  question: string;
  person: number;
  words: string;
}

type FieldsProps = {
  questions: Question[];
  people: number;
  /** Of those whom the guest brings; empty where they are not known. */
  companions: string[];
  /** The party may be larger than one, so that each person's field has a name. */
  named: boolean;
  answers: QuestionAnswers;
  wrong: WrongAnswer | null;
  onChange: (answers: QuestionAnswers) => void;
};

/** What hosts ask beside the answer. The server's form has the same fields (`server/src/pages/answer-questions.ts`). */
export function QuestionFields({ questions, people, companions, named, answers, wrong, onChange }: FieldsProps) {
  const { t } = useLingui();
  return questions.map((question) => {
    const { id, text, required, perPerson } = question;
    const values = answers[id] ?? [];
    const field = (person: number, label: ReactNode, optional?: string) => (
      <PersonField
        key={person}
        question={question}
        person={person}
        label={label}
        optional={optional}
        value={values[person] ?? null}
        error={wrong?.question === id && wrong.person === person ? wrong.words : undefined}
        onChange={(value) => {
          const length = Math.max(values.length, person + 1);
          onChange({ ...answers, [id]: Array.from({ length }, (_, at) => (at === person ? value : (values[at] ?? null))) });
        }}
      />
    );
    const asked = <span dir="auto">{text}</span>;
    const optional = required ? undefined : t`(optional)`;
    if (!perPerson || !named)
      return (
        <div key={id} className="question">
          {field(0, asked, optional)}
        </div>
      );
    return (
      <fieldset key={id} className="question">
        <legend className="field-label">
          {asked} {optional && <span className="field-optional">{optional}</span>}
        </legend>
        <div className="each-person">
          {Array.from({ length: people }, (_, person) =>
            field(person, person === 0 ? t`You` : companions[person - 1]?.trim() || t`Person ${person + 1}`),
          )}
        </div>
      </fieldset>
    );
  });
}

type PersonProps = {
  question: Question;
  person: number;
  label: ReactNode;
  optional: string | undefined;
  value: Value;
  error: string | undefined;
  onChange: (value: Value) => void;
};

function PersonField({ label, optional, error, ...rest }: PersonProps) {
  if (rest.question.kind === "someOf") return <Boxes label={label} optional={optional} error={error} {...rest} />;
  return (
    <Field label={label} optional={optional} error={error}>
      <Control {...rest} />
    </Field>
  );
}

type ControlProps = Pick<PersonProps, "question" | "person" | "value" | "onChange">;

function Control({ question, person, value, onChange }: ControlProps) {
  const { t } = useLingui();
  const name = questionField(question, person);
  const typed = value === null ? "" : String(value);
  switch (question.kind) {
    case "shortText":
      return <TextInput name={name} maxLength={MAX_SHORT_ANSWER} value={typed} onChange={({ target }) => onChange(target.value)} />;
    case "number":
      return (
        <TextInput
          name={name}
          dir={undefined}
          inputMode="numeric"
          maxLength={MAX_SHORT_ANSWER}
          value={typed}
          onChange={({ target }) => onChange(numberTyped(target.value))}
        />
      );
    case "yesNo":
      return (
        <Select
          name={name}
          value={value === null ? "" : value ? "yes" : "no"}
          onChange={({ target }) => onChange(target.value === "" ? null : target.value === "yes")}
        >
          <option value="">–</option>
          <option value="yes">{t`Yes`}</option>
          <option value="no">{t`No`}</option>
        </Select>
      );
    case "oneOf":
      return (
        <Select name={name} value={typed} onChange={({ target }) => onChange(target.value || null)}>
          <option value="">–</option>
          {optionsFor(question, value).map(({ id, text }) => (
            <option key={id} value={id}>
              {text}
            </option>
          ))}
        </Select>
      );
    default:
      return <TextArea name={name} rows={2} maxLength={MAX_LONG_ANSWER} value={typed} onChange={({ target }) => onChange(target.value)} />;
  }
}

function Boxes({ question, person, label, optional, value, error, onChange }: PersonProps) {
  const id = useId();
  const chosen = Array.isArray(value) ? value : [];
  return (
    <div className="field" role="group" aria-labelledby={`${id}-label`} aria-describedby={error && `${id}-error`} tabIndex={-1}>
      <span className="field-label" id={`${id}-label`}>
        {label} {optional && <span className="field-optional">{optional}</span>}
      </span>
      {optionsFor(question, value).map((option) => (
        <label key={option.id} className="question-option">
          <input
            type="checkbox"
            name={questionField(question, person, option.id)}
            checked={chosen.includes(option.id)}
            onChange={({ target }) => onChange(target.checked ? [...chosen, option.id] : chosen.filter((one) => one !== option.id))}
          />
          <span dir="auto">{option.text}</span>
        </label>
      ))}
      {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
    </div>
  );
}
