import { noneChanged, type AnswerForGuests, type ChangedGuests, type LeftOut, type RemoveGuests } from "@turnout/contract/bulk-guests";
import { Refusal } from "@turnout/contract/refusals";
import { callersHostRow, requireHost, requireOpen } from "../events/policy.ts";
import type { Caller } from "../log/caller.ts";
import { command } from "../log/command.ts";
import { rowsById, rowsWhere } from "../log/event-table.ts";
import type { EventState } from "../log/working-set.ts";
import { isSameAnswer, type Party } from "./answering.ts";
import { answerFor, takeOff } from "./commands.ts";
import { stillTaken } from "./question-answers.ts";
import { promoteWaiting } from "./seats.ts";
import { guestsTable, waitlist, type GuestRow } from "./tables.ts";

/** Takes guests off the list; the seats of all of them together go to the waitlist. */
export const removeGuests = command({
  name: "removeGuests",

  needs: ({ guestIds }: RemoveGuests, caller: Caller) => [callersHostRow(caller), rowsById(guestsTable, guestIds), rowsWhere(waitlist)],

  decide(state, { guestIds }, caller, now): ChangedGuests {
    requireHost(state, caller);
    const result = changeEach(state, guestIds, (before) => {
      if (before.removed_at) return "missing";
      takeOff(state, before, now);
      return null;
    });
    promoteWaiting(state, now);
    return withWaiting(state, result);
  },
});

/** A host answers for guests; those for whom there are no seats, and no waitlist, are left as they are. */
export const answerForGuests = command({
  name: "answerForGuests",

  needs: ({ guests }: AnswerForGuests, caller: Caller) => [
    callersHostRow(caller),
    rowsById(
      guestsTable,
      guests.map(({ guestId }) => guestId),
    ),
    rowsWhere(waitlist),
  ],

  decide(state, { guests }, caller, now): ChangedGuests {
    requireHost(state, caller);
    requireOpen(state);
    const answers = new Map(guests.map(({ guestId, ...given }) => [guestId, given]));
    const result = changeEach(state, answers.keys(), (before) => {
      const { plusOnes = before.plus_ones, questionAnswers = {}, ...given } = answers.get(before.id)!;
      const taken = stillTaken(state.event.questions, questionAnswers, before.question_answers);
      return answerOne(state, before, { ...given, plusOnes, questionAnswers: taken }, now);
    });
    promoteWaiting(state, now);
    return withWaiting(state, result);
  },
});

function answerOne(state: EventState, before: GuestRow, party: Party, now: Date): LeftOut | null {
  if (before.removed_at) return "missing";
  if (isSameAnswer(state, before, party)) return "same";
  try {
    answerFor(state, before, party, now);
    return null;
  } catch (error) {
    if (error instanceof Refusal && error.code === "event_full") return "full";
    throw error;
  }
}

/** Does something with each guest once; `change` says why one is left out. */
export function changeEach(state: EventState, guestIds: Iterable<string>, change: (before: GuestRow) => LeftOut | null): ChangedGuests {
  const result = noneChanged();
  for (const guestId of new Set(guestIds)) {
    const before = state.rows(guestsTable).get(guestId);
    const why = before ? change(before) : "missing";
    result[why ?? "changed"].push(guestId);
  }
  return result;
}

/** Says who of them waits, once free seats are given. */
export function withWaiting(state: EventState, result: ChangedGuests): ChangedGuests {
  const waits = (guestId: string) => state.rows(guestsTable).get(guestId)?.standing === "waiting";
  return { ...result, waiting: result.changed.filter(waits) };
}
