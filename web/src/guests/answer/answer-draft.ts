import type { Answer, Me } from "@turnout/contract/guests";
import { answersIn } from "@turnout/contract/question-fields";
import { answerOf } from "@turnout/contract/answer-of";
import { askedWith, peopleAsked, type QuestionAnswers } from "@turnout/contract/questions";
import { plusOnesFor } from "@turnout/contract/party-fit";
import type { EventSnapshot } from "@turnout/contract/snapshot";
import type { ServerForm } from "./server-form.ts";
import type { GivenAnswer } from "./shown-answer.ts";

export interface Draft {
  answer: Answer;
  plusOnes: string[];
  note: string;
  name: string;
  email: string;
  questionAnswers: QuestionAnswers;
}

const answers: readonly string[] = ["going", "maybe", "declined"] satisfies Answer[];

/** One companion fewer, with what was answered for them: what was answered for others stays theirs. */
export function withoutCompanion(draft: Draft, at: number): Draft {
  const answers = Object.entries(draft.questionAnswers).map(([id, values]) => [id, values.toSpliced(at + 1, 1)] as const);
  return { ...draft, plusOnes: draft.plusOnes.toSpliced(at, 1), questionAnswers: Object.fromEntries(answers) };
}

/** A form for changing to `answer`, filled with the guest's data, or the account's. */
export function draftOf(me: Me | null, answer: Answer, accountName = ""): Draft {
  const known: Partial<Me> = me ?? {};
  const { plusOnes = [], note = "", name = accountName, questionAnswers = {} } = known;
  return { answer, plusOnes, note, name, email: "", questionAnswers };
}

/** A form for changing an answer that has not arrived yet, filled with that answer. */
export function draftAgain({ answer, plusOnes, note, name, email, questionAnswers }: GivenAnswer, me: Me | null): Draft {
  const answered = { ...me?.questionAnswers, ...questionAnswers };
  return { answer, plusOnes, note, name: name ?? me?.name ?? "", email: email ?? "", questionAnswers: answered };
}

/** The draft from the server's form, before the app replaced it; null where no answer is chosen in it. */
export function draftBegun(form: ServerForm | null): Draft | null {
  const field = (name: string) => form?.fields.get(name) ?? "";
  if (!answers.includes(field("answer"))) return null;
  const plusOnes = Array.from({ length: Number(field("party")) }, (_, at) => field(`companion${at + 1}`));
  const questionAnswers = answersIn(form?.fields ?? []);
  return { answer: field("answer") as Answer, plusOnes, note: field("note"), name: field("name"), email: field("email"), questionAnswers };
}

/** Whether there are companions to ask for. */
export const bringsOthers = ({ answer }: Draft, snapshot: EventSnapshot) => answer !== "declined" && plusOnesFor(snapshot) > 0;

/** What is sent of a draft: without the spaces around names, and with a name and an address from visitors only. */
export function givenOf(draft: Draft, snapshot: EventSnapshot): GivenAnswer {
  const { me, viewer } = snapshot;
  const [name, email] = [draft.name.trim(), draft.email.trim()];
  return {
    answer: draft.answer,
    plusOnes: bringsOthers(draft, snapshot) ? draft.plusOnes.map((one) => one.trim()) : [],
    note: draft.note.trim(),
    ...answeredIn(draft, snapshot),
    ...(me === null && viewer.class !== "host" && { name, ...(email && { email }) }),
  };
}

/** What is answered to the questions that come with a draft's answer, for as many people as come. */
function answeredIn(draft: Draft, snapshot: EventSnapshot): Pick<GivenAnswer, "questionAnswers"> {
  const people = 1 + (bringsOthers(draft, snapshot) ? draft.plusOnes.length : 0);
  const answers = questionsOf(snapshot, draft.answer).map((question) => [
    question.id,
    Array.from({ length: peopleAsked(question, people) }, (_, person) => draft.questionAnswers[question.id]?.[person] ?? null),
  ]);
  return answers.length === 0 ? {} : { questionAnswers: Object.fromEntries(answers) as QuestionAnswers };
}

/** The questions that come with an answer. A server of an earlier version asks none. */
export const questionsOf = ({ questions }: Partial<Pick<EventSnapshot, "questions">>, answer: Answer) => askedWith(questions ?? [], answer);

/** The answer that a link in an email asks about (`?answer=going`), or `?answer=change` for the current one: preselected, and sent only on a click (mail scanners follow links). */
export function draftFromAddress(me: Me | null, search: string, onlyNo = false): Draft | null {
  const asked = new URLSearchParams(search).get("answer");
  const stands = answerOf(me?.standing);
  if (asked === "change" && stands) return draftOf(me, onlyNo ? "declined" : stands);
  if (asked === null || !answers.includes(asked) || stands === asked) return null;
  return draftOf(me, asked as Answer);
}
