import type { z } from "zod";
import type { Answer, SettleReply } from "@turnout/contract/guests";
import { MAX_NOTE } from "@turnout/contract/guests";
import { callersHostRow, requireHost, requireOpen } from "../events/policy.ts";
import type { Suggestion } from "../mail/inbound/calendar-reply.ts";
import type { Caller } from "../log/caller.ts";
import { command } from "../log/command.ts";
import { rowsById } from "../log/event-table.ts";
import { isSameAnswer, requireAnswersOpen } from "./answering.ts";
import type { AboutGuest } from "./commands.ts";
import { requireGuest, requireGuestRow } from "./policy.ts";
import { presentGuest } from "./present.ts";
import { proposalOf } from "./proposal.ts";
import { guestsTable } from "./tables.ts";

/** A reply to a guest's invitation that another address sent. */
export interface OtherReply {
  commandId: string;
  from: string;
  answer: Answer;
  note: string;
  suggestion: Suggestion | null;
}

/** Asks the hosts about a reply that another address than the guest's sent. It answers nothing by itself. */
export const holdReply = command({
  name: "holdReply",

  needs: (_input: OtherReply, caller: Caller) => [rowsById(guestsTable, [caller.guestId])],

  decide(state, { from, answer, note: words, suggestion }, caller, now): { outcome: "held" | "same" } {
    const guest = requireGuest(state, caller);
    requireOpen(state);
    requireAnswersOpen(state, now, answer === "declined");
    const note = words.slice(0, MAX_NOTE).toWellFormed();
    const proposal = suggestion && proposalOf(suggestion, state.event);
    if (!proposal && isSameAnswer(state, guest, { answer, plusOnes: guest.plus_ones, note: note || guest.note }))
      return { outcome: "same" };
    state.append({ type: "reply.held", guestId: guest.id, from, answer, note, proposal });
    return { outcome: "held" };
  },
});

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
