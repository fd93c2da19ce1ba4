import {
  type EditQuestions,
  MAX_OPTIONS,
  MAX_OPTIONS_KEPT,
  MAX_QUESTIONS,
  MAX_QUESTIONS_KEPT,
  MAX_QUESTIONS_SIZE,
  type Question,
} from "@turnout/contract/questions";
import { refuse } from "@turnout/contract/refusals";
import type { Caller } from "../log/caller.ts";
import { command } from "../log/command.ts";
import { callersHostRow, requireHost } from "./policy.ts";

/**
 * Changes what guests are asked beside the answer. No question and no option that guests may have answered is lost: one that is taken out
 * is archived. What a host does not mention stays, since another host may have added it meanwhile. A draft has no answers, so that what is
 * taken out of it is gone.
 */
export const editQuestions = command({
  name: "editQuestions",

  needs: (_input: EditQuestions, caller: Caller) => [callersHostRow(caller)],

  decide(state, { questions: given }, caller) {
    requireHost(state, caller);
    const { status, questions: before } = state.event;
    if (status === "cancelled") refuse("event_cancelled");
    const edited = merged(before, given, status === "draft");
    requireRoom(edited);
    if (textOf(edited) === textOf(before)) return;
    state.changeEvent({ questions: edited });
    state.append({ type: "questions.edited", questions: edited });
  },
});

/** Questions of a copy: those that are asked, with the options that are offered. */
export function copiedQuestions(questions: readonly Question[]): Question[] {
  return withoutArchived(questions).map((question) => ({ ...question, options: withoutArchived(question.options) }));
}

function merged(before: readonly Question[], given: readonly Question[], isDraft: boolean): Question[] {
  const edited = arranged(given, before).map((question) => {
    const earlier = before.find(({ id }) => id === question.id);
    if (!earlier || earlier === question) return question;
    const isSameKind = earlier.kind === question.kind && earlier.perPerson === question.perPerson;
    if (!isSameKind && !isDraft) refuse("question_fixed", { question: question.id });
    return isSameKind ? { ...question, options: arranged(question.options, earlier.options) } : question;
  });
  return isDraft ? copiedQuestions(edited) : edited;
}

/** In the order given. What it leaves out keeps its place: the others share theirs, and new ones come last. */
function arranged<Part extends { id: string }>(given: readonly Part[], before: readonly Part[]): Part[] {
  const mentioned = new Set(given.map(({ id }) => id));
  if (before.every(({ id }) => mentioned.has(id))) return [...given];
  const known = new Set(before.map(({ id }) => id));
  const inTurn = given.filter(({ id }) => known.has(id));
  const kept = before.map((part) => (mentioned.has(part.id) ? inTurn.shift()! : part));
  return [...kept, ...given.filter(({ id }) => !known.has(id))];
}

/** Independent of the order of keys. */
function textOf(questions: readonly Question[]): string {
  return JSON.stringify(
    questions.map(({ id, kind, text, options, required, perPerson, asksMaybe, archived }) => {
      const offers = options.map((option) => [option.id, option.text, option.archived]);
      return [id, kind, text, offers, required, perPerson, asksMaybe, archived];
    }),
  );
}

const withoutArchived = <Part extends { archived?: true | undefined }>(parts: readonly Part[]): Part[] =>
  parts.filter(({ archived }) => !archived);

function requireRoom(questions: readonly Question[]): void {
  const asked = withoutArchived(questions);
  if (asked.length > MAX_QUESTIONS || questions.length > MAX_QUESTIONS_KEPT) refuse("too_many_questions", { most: MAX_QUESTIONS });
  for (const { options } of questions)
    if (withoutArchived(options).length > MAX_OPTIONS || options.length > MAX_OPTIONS_KEPT)
      refuse("too_many_questions", { most: MAX_OPTIONS });
  if (textOf(questions).length > MAX_QUESTIONS_SIZE) refuse("too_many_questions", { size: MAX_QUESTIONS_SIZE });
}
