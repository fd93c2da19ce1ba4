import { byHosts } from "./audience-model.ts";
import { difference } from "./difference.ts";
import { guestOf, type Card } from "./entry.ts";
import { plain, type KindModel, type SliceModel } from "./kind-model.ts";
import { moving } from "./replay-moves.ts";
import type { KnownGuest, Step } from "./state.ts";

const forHosts = { ...plain, seenBy: byHosts } satisfies Partial<KindModel>;

const known = ({ state, entry }: Step): KnownGuest | undefined => state.guests.get(guestOf(entry.body) ?? "");

export const invitationModel = {
  kinds: {
    "guest.invited": {
      ...forHosts,
      doneBy: ["host"],
      replay: moving(inviteClash),
      mails: ({ delivery }) => (delivery === "queued" ? "invitation" : null),
      isInSeries: true,
    },
    "invitation.revoked": {
      ...forHosts,
      doneBy: ["host"],
      ends: (viewer, body) => viewer.class === "guest" && viewer.personId === body.guestId,
      replay(step) {
        const guest = known(step);
        if (guest) Object.assign(guest, { delivery: "revoked", accessVersion: guest.accessVersion + 1, claimed: false });
      },
    },
    "link.made": {
      ...forHosts,
      doneBy: ["host"],
      replay(step) {
        if (known(step)?.removed !== false) step.find("C4", `link.made at ${step.entry.seq} is about nobody on the list`, step.entry);
      },
    },
    "delivery.changed": {
      ...forHosts,
      doneBy: ["system"],
      replay(step) {
        const guest = known(step);
        if (guest) guest.delivery = step.entry.body.delivery ?? guest.delivery;
      },
      isInSeries: true, // a list of emails is one command
    },
    // Emails to guests change nothing that anybody reads.
    "bulletin.queued": { ...forHosts, doneBy: ["host"], replay: () => {} },
    "bulletin.withdrawn": { ...forHosts, doneBy: ["host"], replay: () => {} },
    "bulletin.begun": { ...forHosts, doneBy: ["system"], replay: () => {} },
  },
  snapshot: {},
  columns: {},
  rows: [],
} satisfies SliceModel;

function inviteClash(_: Step, card: Card, before: KnownGuest | null): string | null {
  if (before) return difference(before.card, card, "guest");
  return card.standing === "none" && card.ticket === null && card.partySize === 1 ? null : "newly invited, and has answered";
}
