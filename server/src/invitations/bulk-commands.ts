import type { ChangedGuests, ReadmitGuests, ResendInvitations } from "@turnout/contract/bulk-guests";
import { callersHostRow, requireHost, requireOpen } from "../events/policy.ts";
import { changeEach, withWaiting } from "../guests/bulk-commands.ts";
import { promoteWaiting } from "../guests/seats.ts";
import { guestsByEmail, guestsByUser, guestsTable, waitlist } from "../guests/tables.ts";
import type { Caller } from "../log/caller.ts";
import { command } from "../log/command.ts";
import { rowsById, rowsWhere } from "../log/event-table.ts";
import { announceInvited, isOnListAs, letIn, ON_ITS_WAY } from "./commands.ts";

/** Emails guests new personal links; older ones keep working. */
export const resendInvitations = command({
  name: "resendInvitations",

  needs: ({ guestIds }: ResendInvitations, caller: Caller) => [callersHostRow(caller), rowsById(guestsTable, guestIds)],

  decide(state, { guestIds }, caller): ChangedGuests {
    requireHost(state, caller);
    requireOpen(state);
    return changeEach(state, guestIds, (before) => {
      if (before.removed_at) return "missing";
      if (before.email === null) return "noEmail";
      // Whoever means to let this guest in again says so at the guest, and not by selecting all.
      if (before.delivery === "revoked") return "revoked";
      announceInvited(state, state.rows(guestsTable).change(before.id, ON_ITS_WAY), "");
      return null;
    });
  },
});

/** The addresses and accounts under which removed guests may be on the list again, read before the decision. */
interface Identities {
  emails: string[];
  userIds: string[];
}

/** Readmits removed guests with their earlier answers, links and visits, as far as there is room. */
export const readmitGuests = command({
  name: "readmitGuests",

  needs: ({ guestIds, emails, userIds }: ReadmitGuests & Identities, caller: Caller) => [
    callersHostRow(caller),
    rowsById(guestsTable, guestIds),
    rowsWhere(waitlist),
    ...(emails.length > 0 ? [rowsWhere(guestsByEmail, emails)] : []),
    ...(userIds.length > 0 ? [rowsWhere(guestsByUser, userIds)] : []),
  ],

  decide(state, { guestIds }, caller, now): ChangedGuests {
    requireHost(state, caller);
    const result = changeEach(state, guestIds, (before) => {
      if (!before.removed_at) return "same";
      if (state.rows(guestsTable).find((guest) => isOnListAs(guest, before))) return "listedAgain";
      letIn(state, before);
      return null;
    });
    promoteWaiting(state, now);
    return withWaiting(state, result);
  },
});
