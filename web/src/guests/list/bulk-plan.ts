import { answerOf } from "@turnout/contract/answer-of";
import type { Answer, ListedGuest, Tally } from "@turnout/contract/guests";

/** What hosts do with several guests at once, beside tagging. */
export type BulkAction = { kind: "remove" } | { kind: "resend" } | { kind: "answer"; answer: Answer };

/** What an action would do, before it is done. The server decides by the same rules, on the list as it is then. */
export interface BulkPlan {
  /** Those that it would change. */
  guests: ListedGuest[];
  /** Already have that answer. */
  same: number;
  /** Have no address. */
  noEmail: number;
  /** Links were revoked: all of a selection gets none back by that. */
  revoked: number;
  /** Have answered, and would be emailed all the same. */
  answered: number;
  /** People who would ask for a seat. */
  seatsWanted: number;
  /** Would lose their seat to the waitlist, or their place on it, also where it is undone. */
  lost: number;
  /** Had no answer, which no undo brings back. */
  silent: number;
}

/** Whether a seat that is given up may be gone: somebody waits for it, or more come than there are seats for. */
export const seatsMayGo = (capacity: number | null, tally: Pick<Tally, "going" | "waiting">): boolean =>
  tally.waiting > 0 || (capacity !== null && tally.going > capacity);

export function planBulk(selected: Iterable<ListedGuest>, action: BulkAction, mayLoseSeats: boolean): BulkPlan {
  const plan: BulkPlan = { guests: [], same: 0, noEmail: 0, revoked: 0, answered: 0, seatsWanted: 0, lost: 0, silent: 0 };
  for (const guest of selected) {
    if (action.kind === "resend" && guest.email === null) plan.noEmail += 1;
    else if (action.kind === "resend" && guest.delivery === "revoked") plan.revoked += 1;
    else if (action.kind === "answer" && answerOf(guest.standing) === action.answer) plan.same += 1;
    else count(plan, guest, { action, mayLoseSeats });
  }
  return plan;
}

function count(plan: BulkPlan, guest: ListedGuest, { action, mayLoseSeats }: { action: BulkAction; mayLoseSeats: boolean }): void {
  plan.guests.push(guest);
  const leaves = action.kind !== "resend" && (guest.ticket !== null || (guest.standing === "going" && mayLoseSeats));
  plan.lost += leaves ? 1 : 0;
  plan.silent += guest.standing === "none" ? 1 : 0;
  plan.answered += guest.standing === "none" ? 0 : 1;
  plan.seatsWanted += action.kind === "answer" && action.answer === "going" ? guest.partySize : 0;
}
