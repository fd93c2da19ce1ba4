import { Answer, AnswerInvitation } from "@turnout/contract/guests";
import { MAX_PLUS_ONES } from "@turnout/contract/events";
import { answersIn, answersOfParty } from "@turnout/contract/question-fields";
import type { QuestionAnswers } from "@turnout/contract/questions";
import { uuidFrom } from "../db/uuid.ts";
import { answerRefusal, type AnswerField, type AnswerRefusal } from "./answer-refusals.ts";

/**
 * Largest form (bytes): the longest note, eleven names and all that may be answered to questions, in a script whose characters take nine
 * bytes each when percent-encoded, and as much again.
 */
export const MAX_ANSWER_FORM = 192 * 1024;
/** Most characters in a form's name, which is a UUID or a position in the log. */
const MAX_FORM_NAME = 40;

/** What was chosen and typed, unchanged: a refused form shows it again. */
export interface TypedAnswer {
  /** The form's name, from its hidden field. */
  form: string;
  answer: Answer | null;
  /** How many people come along. */
  party: number;
  companions: string[];
  note: string;
  name: string;
  email: string;
  /** Of all questions in the form. */
  questionAnswers: QuestionAnswers;
}

export const companionField = (at: number): string => `companion${at + 1}`;

/** Reads the form. A button that sends an answer by itself (`now`) takes precedence over the chosen one. */
export function typedAnswer(fields: ReadonlyMap<string, string>): TypedAnswer {
  const field = (name: string) => fields.get(name) ?? "";
  const answer = Answer.safeParse(fields.get("now") ?? fields.get("answer"));
  const party = /^\d{1,2}$/.test(field("party")) ? Math.min(Number(field("party")), MAX_PLUS_ONES) : 0;
  return {
    form: field("form").slice(0, MAX_FORM_NAME),
    answer: answer.success ? answer.data : null,
    party,
    companions: Array.from({ length: MAX_PLUS_ONES }, (_, at) => field(companionField(at))),
    note: field("note"),
    name: field("name"),
    email: field("email"),
    questionAnswers: answersIn(fields),
  };
}

/**
 * The form's command, or why it is refused. The command id derives from the browser, the form and its content: sending the
 * same form twice is one command.
 */
export function answerInput(typed: TypedAnswer, visitId: string): { input: AnswerInvitation } | { refusal: AnswerRefusal } {
  const { answer, note } = typed;
  if (answer === null) return { refusal: { code: "answer_missing", fields: ["answer"] } };
  const plusOnes = answer === "declined" ? [] : typed.companions.slice(0, typed.party);
  const [name, email] = [typed.name.trim(), typed.email.trim()];
  const answered = answer !== "declined" && Object.keys(typed.questionAnswers).length > 0;
  const questionAnswers = answersOfParty(typed.questionAnswers, 1 + plusOnes.length);
  const words = { answer, plusOnes, note, ...(name && { name }), ...(email && { email }), ...(answered && { questionAnswers }) };
  const commandId = uuidFrom(JSON.stringify(["answer", visitId, typed.form, words]));
  const parsed = AnswerInvitation.safeParse({ commandId, ...words });
  if (parsed.success) return { input: parsed.data };
  const [path, question, person] = parsed.error.issues[0]?.path ?? [];
  if (path !== "questionAnswers") return { refusal: invalidInput(String(path)) };
  return {
    refusal: answerRefusal({ code: "question_answer_invalid", facts: { question: String(question), person: Number(person ?? 0) } }),
  };
}

const refusalFor: Record<string, [code: string, field: AnswerField]> = {
  email: ["email_invalid", "email"],
  name: ["name_invalid", "name"],
  note: ["note_long", "note"],
  plusOnes: ["companion_long", "party"],
};

function invalidInput(path: string): AnswerRefusal {
  const [code, field] = refusalFor[path] ?? ["invalid_input", "answer"];
  return { code, fields: [field] };
}
