import type { ConfirmComing } from "@turnout/contract/guests";
import { refuse } from "@turnout/contract/refusals";
import { askedFrom, dayOf } from "../events/days-before.ts";
import { isOver } from "../events/is-over.ts";
import { callersHostRow, requireOpen } from "../events/policy.ts";
import type { Caller } from "../log/caller.ts";
import { command } from "../log/command.ts";
import type { EventRow } from "../log/event-row.ts";
import { rowsById } from "../log/event-table.ts";
import type { EventState } from "../log/working-set.ts";
import { requireGuest } from "./policy.ts";
import { presentGuest } from "./present.ts";
import { guestsTable, type GuestRow } from "./tables.ts";

/**
 * A guest who is going says that they still come on the day that they were shown, whether they were asked or not. Refused as
 * `nothing_to_confirm` if they are not going, or the event has moved to another day since.
 */
export const confirmComing = command({
  name: "confirmComing",

  needs: (_input: ConfirmComing, caller: Caller) => [callersHostRow(caller), rowsById(guestsTable, [caller.guestId])],

  decide(state, { day }, caller, now) {
    const guest = requireGuest(state, caller);
    requireOpen(state);
    if (isOver(state.event, now)) refuse("event_over");
    if (guest.standing !== "going" || dayOf(state.event) !== day) refuse("nothing_to_confirm");
    confirm(state, guest, day);
  },
});

/** The day that an answer given at this time confirms; null: nobody is asked yet. */
export function dayAsked(event: EventRow, at: Date): string | null {
  const from = askedFrom(event);
  return from !== null && at.getTime() >= Date.parse(from) ? dayOf(event) : null;
}

/** Who is going and gives the same answer once they are asked says that they still come. */
export function confirmByAnswer(state: EventState, guest: GuestRow, at: Date): void {
  const day = guest.standing === "going" ? dayAsked(state.event, at) : null;
  if (day !== null) confirm(state, guest, day);
}

function confirm(state: EventState, { id, confirmed_for }: GuestRow, day: string): void {
  if (confirmed_for === day) return;
  const guest = state.rows(guestsTable).change(id, { confirmed_for: day });
  state.append({ type: "guest.confirmed", guestId: id, guest: presentGuest(guest), day });
}
