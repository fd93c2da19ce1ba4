import { z } from "zod";
import { MAX_PLUS_ONES } from "./events.ts";
import { CommandId } from "./ids.ts";
import { cleanWords, OneLine } from "./text.ts";

/** Most questions that an event asks at once, and most that it keeps with those that are no longer asked. */
export const MAX_QUESTIONS = 20;
export const MAX_QUESTIONS_KEPT = 40;
/** Most options that a question offers, and most that it keeps. */
export const MAX_OPTIONS = 20;
export const MAX_OPTIONS_KEPT = 40;
export const MAX_QUESTION = 200;
export const MAX_OPTION = 80;
/** Most characters of an event's questions as JSON: every answer is decided on them. */
export const MAX_QUESTIONS_SIZE = 16_000;
export const MAX_SHORT_ANSWER = 200;
export const MAX_LONG_ANSWER = 1_000;
/** The largest number that answers a question; the smallest is zero. */
export const MAX_NUMBER_ANSWER = 100_000;
/** Most characters of a party's answers to questions as JSON. */
export const MAX_ANSWERS_SIZE = 8_000;

export const QuestionKind = z.enum(["shortText", "longText", "oneOf", "someOf", "number", "yesNo"]);
export type QuestionKind = z.infer<typeof QuestionKind>;

/** Made by the client. Short, since each answer names it; unique within an event, an option's within its question. */
export const ShortId = z.string().regex(/^[0-9a-f]{8}$/);

const Archived = z.literal(true).exactOptional();

/** `archived`: no longer offered. It stays, so that answers that chose it can be read. */
export const QuestionOption = z.strictObject({ id: ShortId, text: OneLine.min(1).max(MAX_OPTION), archived: Archived });
export type QuestionOption = z.infer<typeof QuestionOption>;

export const Question = z.strictObject({
  id: ShortId,
  kind: QuestionKind,
  text: OneLine.min(1).max(MAX_QUESTION),
  /** Of `oneOf` and `someOf`; empty for the others. */
  options: z.array(QuestionOption).max(MAX_OPTIONS_KEPT),
  required: z.boolean(),
  /** Asked for each person of a party instead of once. */
  perPerson: z.boolean(),
  /** Asked with "maybe" too, not with "going" alone. */
  asksMaybe: z.boolean(),
  /** No longer asked. It stays, so that its answers can be read. */
  archived: Archived,
});
export type Question = z.infer<typeof Question>;

/**
 * Questions as a host edits them, in their order. Those that it does not mention, and options that it does not, stay as and where they are:
 * another host may have added them meanwhile. None is lost; `archived` takes one out of the form.
 */
export const EditQuestions = z.strictObject({
  commandId: CommandId,
  questions: z
    .array(Question.refine(hasItsOptions))
    .max(MAX_QUESTIONS_KEPT)
    .refine((questions) => areApart(questions)),
});
export type EditQuestions = z.infer<typeof EditQuestions>;

/** A question to choose in offers something, any other nothing. */
function hasItsOptions({ kind, options, archived }: Question): boolean {
  if (!isChoice(kind)) return options.length === 0;
  return areApart(options) && (archived === true || options.some((option) => !option.archived));
}

export const isChoice = (kind: QuestionKind): boolean => kind === "oneOf" || kind === "someOf";

const areApart = (all: readonly { id: string }[]): boolean => new Set(all.map(({ id }) => id)).size === all.length;

/** What one person answers to a question: words, an option's id or several, a number, yes or no. */
export const AnswerValue = z.union([
  z.string().overwrite(cleanWords).max(MAX_LONG_ANSWER),
  z.array(ShortId).max(MAX_OPTIONS_KEPT),
  z.int().min(0).max(MAX_NUMBER_ANSWER),
  z.boolean(),
]);
export type AnswerValue = z.infer<typeof AnswerValue>;

/** By question: a value for each person that it is asked for, the guest first. Null: not answered. */
export const QuestionAnswers = z.record(ShortId, z.array(AnswerValue.nullable()).max(1 + MAX_PLUS_ONES));
export type QuestionAnswers = z.infer<typeof QuestionAnswers>;

/** `Answer`, whose module needs this one. */
type Given = "going" | "maybe" | "declined";

/** The questions that come with an answer, in their order. */
export function askedWith(questions: readonly Question[], answer: Given): Question[] {
  return questions.filter(({ archived, asksMaybe }) => !archived && (answer === "going" || (answer === "maybe" && asksMaybe)));
}

/** For how many people of a party a question is asked. */
export const peopleAsked = ({ perPerson }: Question, partySize: number): number => (perPerson ? partySize : 1);

export const isAnswered = (value: AnswerValue | null | undefined): boolean =>
  value !== null && value !== undefined && value !== "" && !(Array.isArray(value) && value.length === 0);

const isChosen = (value: AnswerValue | null | undefined, id: string) => value === id || (Array.isArray(value) && value.includes(id));

/** The options that a person can choose: one that is no longer offered only if they have chosen it. */
export const optionsFor = ({ options }: Question, value: AnswerValue | null | undefined): QuestionOption[] =>
  options.filter(({ id, archived }) => !archived || isChosen(value, id));

/** A question, and which person of the party is asked, from 0. */
export interface Asked {
  question: Question;
  person: number;
}

/** The first required question that comes with this answer and has none, or null. */
export function firstUnanswered(
  questions: readonly Question[],
  { answer, partySize, answers }: { answer: Given; partySize: number; answers: QuestionAnswers },
): Asked | null {
  for (const question of askedWith(questions, answer)) {
    if (!question.required) continue;
    for (let person = 0; person < peopleAsked(question, partySize); person++)
      if (!isAnswered(answers[question.id]?.[person])) return { question, person };
  }
  return null;
}

/** The questions as guests get them: those that are asked. */
export const questionsForGuests = (questions: Question[]): Question[] => questions.filter(({ archived }) => !archived);
