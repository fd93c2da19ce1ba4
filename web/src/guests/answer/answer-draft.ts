import type { Answer, Me } from "@turnout/contract/guests";
import type { ServerForm } from "./server-form.ts";
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

/** What was begun in the form that came with the page, before the app took its place; null where no answer is chosen in it. */
export function draftBegun(form: ServerForm | null): Draft | null {
  const field = (name: string) => form?.fields.get(name) ?? "";
  if (!answers.includes(field("answer"))) return null;
  const plusOnes = Array.from({ length: Number(field("party")) }, (_, at) => field(`companion${at + 1}`));
  return { answer: field("answer") as Answer, plusOnes, note: field("note"), name: field("name"), email: field("email") };
}

/** The answer that a link in a mail asks about (`?answer=going`), or that whoever has answered changes (`?answer=change`): chosen already, and sent only by a press (mail scanners follow links). */
export function draftFromAddress(me: Me | null, search: string, onlyNo = false): Draft | null {
  const asked = new URLSearchParams(search).get("answer");
  const stands = answerOf(me?.standing);
  if (asked === "change" && stands) return draftOf(me, onlyNo ? "declined" : stands);
  if (asked === null || !answers.includes(asked) || stands === asked) return null;
  return draftOf(me, asked as Answer);
}
