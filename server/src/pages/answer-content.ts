import type { Answer } from "@turnout/contract/guests";
import type { EventSnapshot } from "@turnout/contract/snapshot";
import type { TypedAnswer } from "./answer-input.ts";
import type { AnswerRefusal } from "./answer-refusals.ts";

/** From the page's address: an answer chosen in an email, or `change` for the form of a guest who has answered. */
export type Asked = Answer | "change" | null;

export interface AnswerCardContent {
  snapshot: EventSnapshot;
  locale: string;
  /** The variant of this language that dates are written in. */
  dates: string;
  now: number;
  asked: Asked;
  /** The form's name: sending the same form twice gives one answer. */
  form: string;
  /** The account's name, which fills in a visitor's name; empty when nobody is signed in. */
  accountName: string;
  /** A form that was refused, with what was typed in it. */
  refused: { typed: TypedAnswer; refusal: AnswerRefusal } | null;
}

export interface AnswerFormContent extends AnswerCardContent {
  /** What is chosen and typed already. */
  draft: TypedAnswer | null;
  /** The deadline has passed: guests can only decline. */
  onlyNo: boolean;
}
