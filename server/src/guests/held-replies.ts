import type { z } from "zod";
import type { Answer, SettleReply } from "@turnout/contract/guests";
import { MAX_NOTE } from "@turnout/contract/guests";
import { callersHostRow, requireHost, requireOpen } from "../events/policy.ts";
import type { Suggestion } from "../mail/inbound/calendar-reply.ts";
import type { Caller } from "../log/caller.ts";
import { command } from "../log/command.ts";
import { rowsById, rowsWhere } from "../log/event-table.ts";
import type { EventState } from "../log/working-set.ts";
import type { CalendarOutcome } from "./answer-by-calendar.ts";
import { isSameAnswer, requireAnswersOpen } from "./answering.ts";
import type { AboutGuest } from "./commands.ts";
import { requireGuest, requireGuestRow } from "./policy.ts";
import { presentGuest } from "./present.ts";
import { proposalOf } from "./proposal.ts";
import { answeredByReply, believed, isOvertaken, repliedAt } from "./reply-order.ts";
import { guestsByEmail, guestsTable, type GuestRow } from "./tables.ts";

/** A reply to a guest's invitation that hosts are asked about. */
export type ReplyToHold = OtherReply | Delegation;

/** That another address sent. */
interface OtherReply {
  commandId: string;
  from: string;
  answer: Answer;
  note: string;
  suggestion: Suggestion | null;
}

/** By which others are to come in the guest's place, who then declines. */
export interface Delegation {
  commandId: string;
  /** Null: the guest sent it. */
  from: string | null;
  answer: "declined";
  note: string;
  suggestion: null;
  /** Their addresses. */
  delegates: string[];
  /** As of an answer by calendar. */
  revision: number | null;
  writtenAt: Date | null;
}

/** Asks the hosts about a reply. It answers nothing by itself. */
export const holdReply = command({
  name: "holdReply",

  needs: (input: ReplyToHold, caller: Caller) => [
    rowsById(guestsTable, [caller.guestId]),
    ...("delegates" in input ? [rowsWhere(guestsByEmail, input.delegates)] : []),
  ],

  decide(state, input, caller, now): { outcome: HeldOutcome } {
    const guest = requireGuest(state, caller);
    return { outcome: "delegates" in input ? holdDelegation(state, guest, input, now) : holdOther(state, guest, input, now) };
  },
});

/** All but `held` ask nobody. */
type HeldOutcome = "held" | Extract<CalendarOutcome, "same" | "outdated" | "overtaken">;

function holdOther(state: EventState, guest: Readonly<GuestRow>, input: OtherReply, now: Date): HeldOutcome {
  const { from, answer, suggestion } = input;
  requireOpen(state);
  requireAnswersOpen(state, now, answer === "declined");
  const note = noteOf(input);
  const proposal = suggestion && proposalOf(suggestion, state.event);
  if (!proposal && isSameAnswer(state, guest, { answer, plusOnes: guest.plus_ones, note: note || guest.note })) return "same";
  state.append({ type: "reply.held", guestId: guest.id, from, answer, note, proposal });
  return "held";
}

/** Whoever is to come could not answer any more once answers are closed, so nobody is sent in a guest's place then. */
function holdDelegation(state: EventState, guest: Readonly<GuestRow>, input: Delegation, now: Date): HeldOutcome {
  const { from, answer, delegates, revision } = input;
  const order = { writtenAt: believed(input.writtenAt, now), revision };
  if (isOvertaken(state, guest, order)) return "overtaken";
  requireOpen(state);
  requireAnswersOpen(state, now, false);
  if (revision !== null && revision < state.event.revision) return "outdated";
  // An earlier reply that arrives later would take the question from the hosts.
  if (from === null) state.rows(guestsTable).change(guest.id, repliedAt(state, guest, order));
  if (from === null) state.rows(guestsTable).change(guest.id, answeredByReply(state.rows(guestsTable).get(guest.id)!));
  if (guest.standing === "declined" && delegates.every((email) => isListed(state, email))) return "same";
  state.append({ type: "reply.held", guestId: guest.id, from, answer, note: noteOf(input), proposal: null, delegates });
  return "held";
}

const isListed = (state: EventState, email: string) =>
  state.rows(guestsTable).find((guest) => guest.email === email && !guest.removed_at) !== undefined;

const noteOf = ({ note }: ReplyToHold) => note.slice(0, MAX_NOTE).toWellFormed();

/** A host leaves a held reply without effect. It changes no row. */
export const settleReply = command({
  name: "settleReply",

  needs: (input: z.infer<typeof SettleReply> & AboutGuest, caller: Caller) => [
    callersHostRow(caller),
    rowsById(guestsTable, [input.guestId]),
  ],

  decide(state, { guestId, reply, declines }, caller) {
    requireHost(state, caller);
    const guest = requireGuestRow(state, guestId);
    state.append({ type: "reply.settled", guest: presentGuest(guest), reply, declines });
  },
});
