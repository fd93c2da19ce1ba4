import { MAX_NUMBER_ANSWER, type AnswerValue, type Question, type QuestionAnswers } from "./questions.ts";

/**
 * The names of fields that answer questions, in the server's form and the app's: the kind, the question, the person from 0, and of a
 * checkbox the option. Kinds, since the form is read without the event.
 */
export function questionField({ id, kind }: Pick<Question, "id" | "kind">, person: number, option?: string): string {
  return [fieldKinds[kind], id, person, ...(option === undefined ? [] : [option])].join("-");
}

const fieldKinds = { shortText: "text", longText: "text", oneOf: "text", someOf: "some", number: "number", yesNo: "yes" } as const;

const NAME = /^(text|some|number|yes)-([0-9a-f]{8})-(10|\d)(?:-([0-9a-f]{8}))?$/;

/** The answers in a form. A question that it does not ask is not among them. */
export function answersIn(fields: Iterable<readonly [string, string]>): QuestionAnswers {
  const answers: QuestionAnswers = {};
  for (const [name, typed] of fields) {
    const [, kind, id, person, option] = NAME.exec(name) ?? [];
    if (!kind || !id) continue;
    const values = (answers[id] ??= []);
    const at = Number(person);
    while (values.length <= at) values.push(null);
    if (kind === "some") values[at] = [...(Array.isArray(values[at]) ? values[at] : []), ...(option ? [option] : [])];
    else values[at] = valueOf(kind, typed);
  }
  return answers;
}

function valueOf(kind: string, typed: string): AnswerValue | null {
  if (kind === "number") return numberTyped(typed);
  if (kind === "yes") return typed === "yes" ? true : typed === "no" ? false : null;
  return typed === "" ? null : typed;
}

/** What does not read as a number that answers stays as it was typed, and is refused. */
export function numberTyped(typed: string): AnswerValue | null {
  if (typed === "") return null;
  return /^\s*\d+\s*$/.test(typed) && Number(typed) <= MAX_NUMBER_ANSWER ? Number(typed) : typed;
}

/** Those of a party of this size. */
export const answersOfParty = (answers: QuestionAnswers, partySize: number): QuestionAnswers =>
  Object.fromEntries(Object.entries(answers).map(([id, values]) => [id, values.slice(0, partySize)]));
