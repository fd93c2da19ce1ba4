import { MAX_TAGS, type Tagged, type TagGuests } from "@turnout/contract/guest-tags";
import { callersHostRow, requireHost } from "../events/policy.ts";
import type { Caller } from "../log/caller.ts";
import { command } from "../log/command.ts";
import { rowsById } from "../log/event-table.ts";
import type { EventState } from "../log/working-set.ts";
import { presentGuest } from "./present.ts";
import { guestsTable } from "./tables.ts";

/**
 * Gives guests a tag, or takes it from them. A guest who cannot have it keeps nobody else from it: the result names those who changed, and
 * who is left out and why. Taking it from those who changed is the undo.
 */
export const tagGuests = command({
  name: "tagGuests",

  needs: ({ guestIds }: TagGuests, caller: Caller) => [callersHostRow(caller), rowsById(guestsTable, guestIds)],

  decide(state, { guestIds, tag, tagged }, caller): Tagged {
    requireHost(state, caller);
    const result: Tagged = { changed: [], full: [], missing: [] };
    for (const guestId of new Set(guestIds)) {
      const outcome = tagOne(state, guestId, { tag, tagged });
      if (outcome) result[outcome].push(guestId);
    }
    return result;
  },
});

function tagOne(state: EventState, guestId: string, { tag, tagged }: Pick<TagGuests, "tag" | "tagged">): keyof Tagged | null {
  const before = state.rows(guestsTable).get(guestId);
  if (!before || before.removed_at) return "missing";
  if (before.tags.includes(tag) === tagged) return null;
  if (tagged && before.tags.length >= MAX_TAGS) return "full";
  const tags = tagged ? [...before.tags, tag] : before.tags.filter((other) => other !== tag);
  const guest = state.rows(guestsTable).change(guestId, { tags });
  state.append({ type: "guest.tagged", guest: presentGuest(guest), tag, tagged });
  return "changed";
}
