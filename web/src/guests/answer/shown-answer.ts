import type { Answer, Me, Standing } from "@turnout/contract/guests";
import type { QuestionAnswers } from "@turnout/contract/questions";

/** What a guest answers. */
export interface GivenAnswer {
  answer: Answer;
  plusOnes: string[];
  note: string;
  name?: string;
  email?: string;
  questionAnswers?: QuestionAnswers;
}

/** A guest's answer as the page shows it. */
export interface ShownAnswer {
  standing: Standing;
  partySize: number;
  plusOnes: string[];
  note: string;
  ticket: number | null;
  place: number | null;
}

/**
 * The committed answer, or the pending one. A waiting guest keeps waiting with their ticket until the log gives a seat,
 * which only the server can promise.
 */
export function shownAnswer(me: Me | null, onItsWay: GivenAnswer | null): ShownAnswer | null {
  if (!onItsWay) return me && me.standing !== "none" ? me : null;
  const { answer, plusOnes, note } = onItsWay;
  const waits = me?.standing === "waiting" && answer === "going";
  const party = answer === "declined" ? [] : plusOnes;
  return {
    standing: waits ? "waiting" : answer,
    partySize: 1 + party.length,
    plusOnes: party,
    note,
    ticket: waits ? me.ticket : null,
    place: waits ? me.place : null,
  };
}
