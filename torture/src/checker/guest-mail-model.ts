import { byHosts } from "./audience-model.ts";
import { difference } from "./difference.ts";
import { guestOf } from "./entry.ts";
import { plain, type KindModel, type SliceModel } from "./kind-model.ts";
import type { Step } from "./state.ts";

/** What comes of guests by email, and what hosts decide on it: hosts alone see it, and it changes nothing. */
const kinds = {
  "guest.wrote": { ...plain, doneBy: ["guest"], seenBy: byHosts, replay: isAboutGuest },
  "reply.held": {
    ...plain,
    doneBy: ["guest"],
    seenBy: byHosts,
    replay(step) {
      isAboutGuest(step);
      sendsOthers(step);
    },
  },
  "reply.settled": { ...plain, doneBy: ["host"], seenBy: byHosts, replay: isAboutGuest },
} satisfies Record<string, KindModel>;

export const guestMailModel = { kinds, snapshot: {}, columns: {}, rows: [] } satisfies SliceModel;

/** Whoever sends others in their place declines, and suggests nothing beside it; those others are a few addresses, none of them the guest's. */
function sendsOthers({ state, entry, find }: Step): void {
  const { answer, delegates, proposal } = entry.body as { answer?: unknown; delegates?: unknown; proposal?: unknown };
  if (delegates === undefined) return;
  const own = state.guests.get(guestOf(entry.body) ?? "")?.card.email;
  const isAddress = (one: unknown) => typeof one === "string" && /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(one) && one === one.toLowerCase();
  const areThem = Array.isArray(delegates) && delegates.length > 0 && delegates.length <= MAX_DELEGATES && delegates.every(isAddress);
  if (!areThem || delegates.includes(own) || new Set(delegates).size !== delegates.length)
    find("C4", `${entry.body.type} at ${entry.seq} sends nobody who can be written to`, entry);
  if (answer !== "declined" || proposal !== null)
    find("C4", `${entry.body.type} at ${entry.seq} sends others, and says more than that they do not come`, entry);
}

/** As promised in docs/decisions/0027. */
const MAX_DELEGATES = 5;

function isAboutGuest({ state, entry, find }: Step): void {
  const guest = state.guests.get(guestOf(entry.body) ?? "");
  if (!guest || guest.removed) return find("C4", `${entry.body.type} at ${entry.seq} is about nobody on the list`, entry);
  const clash = entry.body.guest && difference(guest.card, entry.body.guest, "guest");
  if (clash) find("C4", `${entry.body.type} at ${entry.seq}: ${clash}`, entry);
}
