import { Answer, AnswerInvitation } from "@turnout/contract/guests";
import { MAX_PLUS_ONES } from "@turnout/contract/events";
import { uuidFrom } from "../db/uuid.ts";
import type { AnswerField, AnswerRefusal } from "./answer-refusals.ts";

/**
 * Bytes of a form with an answer. Enough for the longest note and eleven names in the widest script, where each
 * character takes nine bytes of a form; all fields together have room for twice that.
 */
export const MAX_ANSWER_FORM = 32 * 1024;
/** Characters of the name of a form: an id, or a position of the log. */
const MAX_FORM_NAME = 40;

/** What was chosen and typed, as it was: a refused form shows it again. */
export interface TypedAnswer {
  /** Which form this is, as the page named it. */
  form: string;
  answer: Answer | null;
  /** How many people come along. */
  party: number;
  companions: string[];
  note: string;
  name: string;
  email: string;
}

export const companionField = (at: number): string => `companion${at + 1}`;

/** Reads an answer's form. A button that says all by itself (`now`) counts before what is chosen. */
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
  };
}

/**
 * The command that a form asks for, or what to mend first. The same form, sent again with the same words from the same
 * browser, is the same command: pressed twice, it is one answer.
 */
export function answerInput(typed: TypedAnswer, visitId: string): { input: AnswerInvitation } | { refusal: AnswerRefusal } {
  const { answer, note } = typed;
  if (answer === null) return { refusal: { code: "answer_missing", fields: ["answer"] } };
  const plusOnes = answer === "declined" ? [] : typed.companions.slice(0, typed.party);
  const [name, email] = [typed.name.trim(), typed.email.trim()];
  const words = { answer, plusOnes, note, ...(name && { name }), ...(email && { email }) };
  const commandId = uuidFrom(JSON.stringify(["answer", visitId, typed.form, words]));
  const parsed = AnswerInvitation.safeParse({ commandId, ...words });
  if (parsed.success) return { input: parsed.data };
  return { refusal: mendable(String(parsed.error.issues[0]?.path[0])) };
}

const mending: Record<string, [code: string, field: AnswerField]> = {
  email: ["email_invalid", "email"],
  name: ["name_invalid", "name"],
  note: ["note_long", "note"],
  plusOnes: ["companion_long", "party"],
};

function mendable(path: string): AnswerRefusal {
  const [code, field] = mending[path] ?? ["invalid_input", "answer"];
  return { code, fields: [field] };
}
