import type { Answer, Standing } from "./guests.ts";
import { firstUnanswered, type Question, type QuestionAnswers } from "./questions.ts";

/** The answer behind a standing: guests on the waitlist have answered "going". */
export function answerOf(standing: Standing | undefined): Answer | null {
  if (standing === "waiting") return "going";
  return standing === "none" || standing === undefined ? null : standing;
}

interface Answered {
  standing: Standing;
  partySize: number;
  questionAnswers?: QuestionAnswers | undefined;
}

/** Whether a guest has yet to answer something that hosts have to know: asked since their answer, or where a calendar gave it. */
export function owesAnswers({ standing, partySize, questionAnswers: answers = {} }: Answered, questions: readonly Question[]): boolean {
  const answer = answerOf(standing);
  return answer !== null && firstUnanswered(questions, { answer, partySize, answers }) !== null;
}
