import { MAX_NOTE, type Answer } from "@turnout/contract/guests";
import type { Suggestion } from "../mail/inbound/calendar-reply.ts";
import type { Caller } from "../log/caller.ts";
import { command } from "../log/command.ts";
import { rowsById, rowsWhere } from "../log/event-table.ts";
import type { EventState } from "../log/working-set.ts";
import { requireOpen } from "../events/policy.ts";
import { isSameAnswer, requireAnswersOpen, settleAnswer } from "./answering.ts";
import { confirmByAnswer } from "./confirming.ts";
import { requireGuest } from "./policy.ts";
import { proposalOf } from "./proposal.ts";
import { answeredByReply, believed, isOvertaken, repliedAt } from "./reply-order.ts";
import { moveOf, promoteWaiting } from "./seats.ts";
import { guestsTable, waitlist, type GuestRow } from "./tables.ts";

/** What a guest's calendar answers. */
export interface CalendarAnswer {
  commandId: string;
  answer: Answer;
  /** Null: the note stays as it is. */
  note: string | null;
  /** Another time that it suggests. Null: none. */
  suggestion: Suggestion | null;
  /** SEQUENCE: the revision of the event that was answered. Null: the reply does not say. */
  revision: number | null;
  /** DTSTAMP: when the reply was written, by the guest's clock. Null: the reply does not say. */
  writtenAt: Date | null;
}

/**
 * All but `answered` change nothing. `stillWaiting`: they accept again what they wait for. `outdated`: it was for an earlier time or
 * place. `overtaken`: this guest has answered since.
 */
export type CalendarOutcome = "answered" | "same" | "stillWaiting" | "outdated" | "overtaken";

/**
 * Records a reply of a guest's calendar (RFC 5546, 3.2.3), by the rules of the button on the page. Party and name stay as they are,
 * since a calendar cannot say them, and so do answers to questions: who owes some is asked on the page and in the email. Replies arrive in any order: the one that was written last counts (RFC 5546, 2.1.5).
 */
export const answerByCalendar = command({
  name: "answerByCalendar",

  needs: (_input: CalendarAnswer, caller: Caller) => [rowsById(guestsTable, [caller.guestId]), rowsWhere(waitlist)],

  decide(state, input, caller, now): { outcome: CalendarOutcome } {
    const found = requireGuest(state, caller);
    const order = { writtenAt: believed(input.writtenAt, now), revision: input.revision };
    if (isOvertaken(state, found, order)) return { outcome: "overtaken" };
    requireOpen(state);
    requireAnswersOpen(state, now, input.answer === "declined");
    // Says nothing of what is true now, so that a reply to the newer revision counts, whichever was written first.
    if (input.revision !== null && input.revision < state.event.revision) return { outcome: "outdated" };
    const before = state.rows(guestsTable).change(found.id, repliedAt(state, found, order));
    const outcome = record(state, before, input, now);
    state.rows(guestsTable).change(found.id, answeredByReply(state.rows(guestsTable).get(found.id)!));
    const proposal = input.suggestion && proposalOf(input.suggestion, state.event);
    if (proposal) state.append({ type: "reply.held", guestId: before.id, from: null, answer: null, note: "", proposal });
    return { outcome };
  },
});

function record(state: EventState, before: GuestRow, input: CalendarAnswer, now: Date): "answered" | "same" | "stillWaiting" {
  const allowed = before.plus_ones_allowed ?? state.event.plus_ones_allowed;
  const note = input.note?.slice(0, MAX_NOTE).toWellFormed();
  const party = { answer: input.answer, plusOnes: before.plus_ones.slice(0, allowed), note };
  const at = answeredAt(before, input.writtenAt, now);
  if (isSameAnswer(state, before, party)) {
    confirmByAnswer(state, before, at);
    return before.standing === "waiting" ? "stillWaiting" : "same";
  }
  const guest = settleAnswer(state, { guest: before, isNew: false, isReply: true }, party, at);
  state.append({ type: "rsvp.answered", ...moveOf(state, guest, before), before: before.standing, byHost: false, overrode: false });
  promoteWaiting(state, now);
  return "answered";
}

/**
 * When the guest answered: their reply may have been on its way for hours, and a later one of theirs, which was too, must not seem older
 * than this one's arrival.
 */
function answeredAt({ added_at, answered_at }: Readonly<GuestRow>, writtenAt: Date | null, now: Date): Date {
  const earliest = answered_at ?? added_at;
  return !writtenAt || writtenAt > now ? now : writtenAt < earliest ? earliest : writtenAt;
}
