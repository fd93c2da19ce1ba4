import { refuse } from "@turnout/contract/refusals";
import { isLinkForGood } from "../events/policy.ts";
import { allHostsOf } from "../events/tables.ts";
import type { Caller } from "../log/caller.ts";
import { command } from "../log/command.ts";
import { rowsById, rowsWhere } from "../log/event-table.ts";
import { callersGuest, guestOfAccount, requireGuestRow } from "./policy.ts";
import { guestsByUser, guestsTable } from "./tables.ts";

/**
 * Connects a guest with the caller's account, so that they are recognized wherever they sign in. Refused for a link that
 * ends when the host who handed it over stops hosting.
 */
export const claimGuest = command({
  name: "claimGuest",
  refusals: { guests_user_id_fkey: "sign_in_required" },

  needs: (input: { commandId: string; guestId: string; provenEmail: string | null }, caller: Caller) => [
    rowsById(guestsTable, [input.guestId, caller.guestId]),
    rowsWhere(allHostsOf),
    ...(caller.user ? [rowsWhere(guestsByUser, [caller.user.id])] : []),
  ],

  decide(state, input, caller) {
    const user = caller.user ?? refuse("sign_in_required");
    const guest = requireGuestRow(state, input.guestId);
    const byLink = callersGuest(state, caller)?.id === guest.id;
    // Revoking ends every kind of access, the verified address included.
    const byEmail = guest.email !== null && guest.email === input.provenEmail && guest.delivery !== "revoked";
    if (!byLink && !byEmail) refuse("guest_not_found");
    if (guest.user_id === user.id) return;
    if (!byEmail && !isLinkForGood(state, caller)) refuse("link_of_co_host");
    if (guest.user_id !== null || guestOfAccount(state, caller)) refuse("not_allowed");
    state.actAs({ kind: "guest", personId: guest.id, name: guest.name });
    state.rows(guestsTable).change(guest.id, { user_id: user.id });
    state.append({ type: "guest.claimed", guestId: guest.id, userId: user.id });
  },
});
