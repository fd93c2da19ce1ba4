import type { GuestWrote } from "@turnout/contract/guest-mail-entries";
import type { Caller } from "../log/caller.ts";
import { command } from "../log/command.ts";
import { rowsById } from "../log/event-table.ts";
import { requireGuest } from "./policy.ts";
import { guestsTable } from "./tables.ts";

export type GuestWords = Pick<GuestWrote, "text" | "from" | "files"> & { commandId: string };

/** Passes on what a guest writes to the hosts by email. It changes no row. */
export const hearGuest = command({
  name: "hearGuest",

  needs: (_input: GuestWords, caller: Caller) => [rowsById(guestsTable, [caller.guestId])],

  decide(state, { text, from, files }, caller) {
    const { id } = requireGuest(state, caller);
    state.append({ type: "guest.wrote", guestId: id, text, from, files });
  },
});
