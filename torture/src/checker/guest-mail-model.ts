import { byHosts } from "./audience-model.ts";
import { difference } from "./difference.ts";
import { guestOf } from "./entry.ts";
import { plain, type KindModel, type SliceModel } from "./kind-model.ts";
import type { Step } from "./state.ts";

/** What comes of guests by email, and what hosts decide on it: hosts alone see it, and it changes nothing. */
const kinds = {
  "guest.wrote": { ...plain, doneBy: ["guest"], seenBy: byHosts, replay: isAboutGuest },
  "reply.held": { ...plain, doneBy: ["guest"], seenBy: byHosts, replay: isAboutGuest },
  "reply.settled": { ...plain, doneBy: ["host"], seenBy: byHosts, replay: isAboutGuest },
} satisfies Record<string, KindModel>;

export const guestMailModel = { kinds, snapshot: {}, columns: {}, rows: [] } satisfies SliceModel;

function isAboutGuest({ state, entry, find }: Step): void {
  const guest = state.guests.get(guestOf(entry.body) ?? "");
  if (!guest || guest.removed) return find("C4", `${entry.body.type} at ${entry.seq} is about nobody on the list`, entry);
  const clash = entry.body.guest && difference(guest.card, entry.body.guest, "guest");
  if (clash) find("C4", `${entry.body.type} at ${entry.seq}: ${clash}`, entry);
}
