import { useState } from "react";
import type { Me } from "@turnout/contract/guests";
import { answerOf } from "./shown-answer.ts";

/** What somebody said, whatever has come of it: a seat that comes to whoever waits changes nothing about that. */
export function saidBy(me: Me | null): string {
  return JSON.stringify([answerOf(me?.standing), me?.plusOnes ?? [], me?.note ?? ""]);
}

/** Whether the answer on the list has become another one since the form was opened, until that has been seen and accepted. */
export function useChangedMeanwhile(me: Me | null): { changed: boolean; accept: () => void } {
  const said = saidBy(me);
  const [known, setKnown] = useState(said);
  return { changed: said !== known, accept: () => setKnown(said) };
}
