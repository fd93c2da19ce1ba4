import type { Answer } from "@turnout/contract/guests";
import type { EventSnapshot } from "@turnout/contract/snapshot";
import type { TypedAnswer } from "./answer-input.ts";
import type { AnswerRefusal } from "./answer-refusals.ts";

/** What a page's address asks of the card: the answer that a mail's button names, or the form of whoever has answered. */
export type Asked = Answer | "change" | null;

export interface AnswerCardContent {
  snapshot: EventSnapshot;
  locale: string;
  now: number;
  asked: Asked;
  /** The form's name: what makes two presses of it one answer. */
  form: string;
  /** Of whoever is signed in: what a visitor is probably called. */
  accountName: string;
  /** A form that was refused, with what was typed in it. */
  refused: { typed: TypedAnswer; refusal: AnswerRefusal } | null;
}

export interface AnswerFormContent extends AnswerCardContent {
  /** What is chosen and typed already. */
  draft: TypedAnswer | null;
  /** Only "no" is still taken. */
  onlyNo: boolean;
}
