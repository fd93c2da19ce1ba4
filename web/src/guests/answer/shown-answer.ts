import type { Answer, Me, Standing } from "@turnout/contract/guests";

/** What somebody says about coming. */
export interface GivenAnswer {
  answer: Answer;
  plusOnes: string[];
  note: string;
  name?: string | undefined;
  email?: string | undefined;
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
 * The answer on the list, or the one that is on its way there. Somebody in line stays in line with their ticket
 * until the log says otherwise: a seat is not ours to promise.
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

/** The answer somebody would change: waiting people said that they come. */
export function answerOf(standing: Standing | undefined): Answer | null {
  if (standing === "waiting") return "going";
  return standing === "none" || standing === undefined ? null : standing;
}
