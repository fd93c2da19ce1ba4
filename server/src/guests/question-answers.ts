import type { Answer } from "@turnout/contract/guests";
import {
  askedWith,
  isAnswered,
  isChoice,
  MAX_ANSWERS_SIZE,
  MAX_SHORT_ANSWER,
  optionsFor,
  peopleAsked,
  type AnswerValue,
  type Question,
  type QuestionAnswers,
} from "@turnout/contract/questions";
import { refuse } from "@turnout/contract/refusals";
import { cleanLine } from "@turnout/contract/text";

interface Answering {
  answer: Answer;
  before: QuestionAnswers;
  given: QuestionAnswers;
  partySize: number;
}

/**
 * A party's answers to questions after it gave some. What is given replaces what was answered; nothing else changes, but that people who no
 * longer come have no answers. Of questions that do not come with this answer, or are no longer asked, earlier answers are kept and no new
 * ones taken.
 */
export function answersAfter(questions: readonly Question[], { answer, before, given, partySize }: Answering): QuestionAnswers {
  const known = new Set(questions.map(({ id }) => id));
  for (const id of Object.keys(given)) if (!known.has(id)) refuse("question_answer_invalid", { question: id, person: 0 });
  const asked = new Set(askedWith(questions, answer));
  const after: QuestionAnswers = {};
  for (const question of questions) {
    const { id } = question;
    const earlier = before[id] ?? [];
    const answers = asked.has(question) && given[id] ? fitted(question, given[id], earlier) : earlier;
    const kept = answers.slice(0, peopleAsked(question, partySize));
    if (kept.some(isAnswered)) after[id] = kept;
  }
  if (JSON.stringify(after).length > MAX_ANSWERS_SIZE) refuse("question_answers_long");
  return after;
}

/** Of answers that are to be given back, what the questions still take: some may ask something else by now, or offer less. */
export function stillTaken(questions: readonly Question[], given: QuestionAnswers, before: QuestionAnswers): QuestionAnswers {
  const taken = questions.flatMap((question): [string, Values][] => {
    const values = given[question.id];
    return values ? [[question.id, values.map((value, person) => takenOf(question, value, before[question.id]?.[person]))]] : [];
  });
  return Object.fromEntries(taken);
}

function takenOf(question: Question, value: AnswerValue | null, earlier: AnswerValue | null | undefined): AnswerValue | null {
  if (value === null) return null;
  const offered = new Set(optionsFor(question, earlier).map(({ id }) => id));
  const left = Array.isArray(value) ? value.filter((id) => offered.has(id)) : value;
  return fittedValue(question, left, earlier) ?? null;
}

export function areSameAnswers(some: QuestionAnswers, others: QuestionAnswers): boolean {
  const ids = Object.keys(some);
  return ids.length === Object.keys(others).length && ids.every((id) => JSON.stringify(some[id]) === JSON.stringify(others[id]));
}

type Values = QuestionAnswers[string];

function fitted(question: Question, given: Values, earlier: Values): Values {
  return given.map((value, person) => {
    const fit = value === null ? null : fittedValue(question, value, earlier[person]);
    return fit === undefined ? refuse("question_answer_invalid", { question: question.id, person }) : isAnswered(fit) ? fit : null;
  });
}

/** The value as it is kept; undefined: it does not answer this question. */
function fittedValue(question: Question, value: AnswerValue, earlier: AnswerValue | null | undefined): AnswerValue | undefined {
  if (isChoice(question.kind)) return chosen(question, value, earlier);
  if (question.kind === "number") return typeof value === "number" ? value : undefined;
  if (question.kind === "yesNo") return typeof value === "boolean" ? value : undefined;
  if (typeof value !== "string") return undefined;
  if (question.kind === "longText") return value.trim();
  const line = cleanLine(value);
  return line.length > MAX_SHORT_ANSWER ? undefined : line;
}

/** Options in the question's order, each once. An empty text chooses nothing. */
function chosen(question: Question, value: AnswerValue, earlier: AnswerValue | null | undefined): AnswerValue | undefined {
  const offered = optionsFor(question, earlier).map(({ id }) => id);
  if (question.kind === "oneOf") return typeof value === "string" && (value === "" || offered.includes(value)) ? value : undefined;
  if (!Array.isArray(value) || !value.every((id) => offered.includes(id))) return undefined;
  return offered.filter((id) => value.includes(id));
}
