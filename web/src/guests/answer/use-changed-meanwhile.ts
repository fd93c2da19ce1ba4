import { useState } from "react";
import { answerOf } from "@turnout/contract/answer-of";
import type { Me } from "@turnout/contract/guests";
import type { GivenAnswer } from "./shown-answer.ts";

/** A guest's own answer as a comparable text. A seat given from the waitlist does not change it. */
export function answerKey(me: Me | null): string {
  return JSON.stringify([answerOf(me?.standing), me?.plusOnes ?? [], me?.note ?? ""]);
}

const keyOf = ({ answer, plusOnes, note }: GivenAnswer) => JSON.stringify([answer, answer === "declined" ? [] : plusOnes, note]);

/** What a guest has answered to questions, as a comparable text: the server's snapshots and entries have them in different orders. */
export function questionsKey(me: Me | null): string {
  return JSON.stringify(Object.entries(me?.questionAnswers ?? {}).toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

/**
 * Whether the answer was changed elsewhere since the form was opened, until that is accepted. One that this page had sent
 * before (`onItsWay`) is no change; what it answers to questions is known once the server has taken it.
 */
export function useChangedMeanwhile(me: Me | null, onItsWay: GivenAnswer | null): { changed: boolean; accept: () => void } {
  const [current, answered] = [answerKey(me), questionsKey(me)];
  const [known, setKnown] = useState(() => [current, ...(onItsWay ? [keyOf(onItsWay)] : [])]);
  const [knownAnswered, setKnownAnswered] = useState(onItsWay ? null : answered);
  return {
    changed: !known.includes(current) || (knownAnswered !== null && knownAnswered !== answered),
    accept: () => (setKnown([current]), setKnownAnswered(answered)),
  };
}
