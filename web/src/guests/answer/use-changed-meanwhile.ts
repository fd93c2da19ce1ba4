import { useState } from "react";
import { answerOf } from "@turnout/contract/questions";
import type { Me } from "@turnout/contract/guests";
import type { GivenAnswer } from "./shown-answer.ts";

/** A guest's own answer as a comparable text. A seat given from the waitlist does not change it. */
export function answerKey(me: Me | null): string {
  return JSON.stringify([answerOf(me?.standing), me?.plusOnes ?? [], me?.note ?? ""]);
}

const keyOf = ({ answer, plusOnes, note }: GivenAnswer) => JSON.stringify([answer, answer === "declined" ? [] : plusOnes, note]);

/**
 * Whether the answer was changed elsewhere since the form was opened, until that is accepted. One that this page had sent
 * before (`onItsWay`) is no change.
 */
export function useChangedMeanwhile(me: Me | null, onItsWay: GivenAnswer | null): { changed: boolean; accept: () => void } {
  const current = answerKey(me);
  const [known, setKnown] = useState(() => [current, ...(onItsWay ? [keyOf(onItsWay)] : [])]);
  return { changed: !known.includes(current), accept: () => setKnown([current]) };
}
