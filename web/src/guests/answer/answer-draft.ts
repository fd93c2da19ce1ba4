import type { Answer, Me } from "@turnout/contract/guests";
import { answerOf } from "./shown-answer.ts";

export interface Draft {
  answer: Answer;
  plusOnes: string[];
  note: string;
  name: string;
  email: string;
}

const answers: readonly string[] = ["going", "maybe", "declined"] satisfies Answer[];

/** A form for changing to `answer`, filled with what is known of the guest, or of whoever is signed in. */
export function draftOf(me: Me | null, answer: Answer, accountName = ""): Draft {
  return { answer, plusOnes: me?.plusOnes ?? [], note: me?.note ?? "", name: me?.name ?? accountName, email: "" };
}

/** The answer that a link in a mail asks about (`?answer=going`): chosen already, and sent only by a press (mail scanners follow links). */
export function draftFromAddress(me: Me | null, search: string): Draft | null {
  const asked = new URLSearchParams(search).get("answer");
  if (asked === null || !answers.includes(asked) || answerOf(me?.standing) === asked) return null;
  return draftOf(me, asked as Answer);
}
