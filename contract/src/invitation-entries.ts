import { z } from "zod";
import { forHosts, isThatGuest, toGuest, type ChangesFor, type RulesFor } from "./entry-rules.ts";
import { BulletinKind } from "./bulletin-kind.ts";
import { GuestCard, Standing, Tally } from "./guests.ts";
import { GuestId } from "./ids.ts";
import { DeliveryState, UndeliveredReason } from "./invitations.ts";

export const GuestInvited = z.object({
  type: z.literal("guest.invited"),
  guest: GuestCard.nullable(),
  tally: Tally,
  delivery: DeliveryState.nullable(),
  /** The host's personal message. Only hosts see it here; the guest reads it in the email. */
  message: z.string(),
});
export const DeliveryChanged = z.object({
  type: z.literal("delivery.changed"),
  guestId: GuestId,
  delivery: DeliveryState,
  /** Why it failed, if some mail server said so. */
  reason: UndeliveredReason.optional(),
});
export const LinkMade = z.object({ type: z.literal("link.made"), guestId: GuestId });
/** Ends the access of whoever came in through this guest's links. */
export const InvitationRevoked = z.object({ type: z.literal("invitation.revoked"), guestId: GuestId });

/** Hosts email guests, at `due` unless they take it back. Its words are not kept here: they are erased with the event. */
export const BulletinQueued = z.object({
  type: z.literal("bulletin.queued"),
  bulletinId: z.uuid(),
  kind: BulletinKind,
  to: z.array(Standing),
  /** It is for some of these alone. */
  isPart: z.literal(true).optional(),
  due: z.iso.datetime(),
});
export const BulletinWithdrawn = z.object({ type: z.literal("bulletin.withdrawn"), bulletinId: z.uuid() });
export const BulletinBegun = z.object({ type: z.literal("bulletin.begun"), bulletinId: z.uuid() });

export const invitationEntries = [
  GuestInvited,
  InvitationRevoked,
  LinkMade,
  DeliveryChanged,
  BulletinQueued,
  BulletinWithdrawn,
  BulletinBegun,
] as const;

export const invitationChanges: ChangesFor<typeof invitationEntries, { tally: Tally }> = {
  "guest.invited": (_, { tally }) => ({ tally }),
  "invitation.revoked": null,
  "link.made": null,
  "delivery.changed": null,
  "bulletin.queued": null,
  "bulletin.withdrawn": null,
  "bulletin.begun": null,
};

/** Who was invited and whether the email arrived is for hosts only: guests get the email itself. */
const forHostsAlone = {
  seenBy: forHosts,
  hasOwnView: false,
  changesAudience: null,
  closesThePast: false,
  rewords: null,
  holds: null,
} as const;

export const invitationEntryRules = {
  "guest.invited": {
    ...forHostsAlone,
    about: ({ guest }) => guest?.guestId ?? null,
    endsAccess: null,
    mails: ({ guest, delivery }) => (delivery === "queued" ? toGuest(guest, "invitation") : null),
  },
  "invitation.revoked": { ...forHostsAlone, about: ({ guestId }) => guestId, endsAccess: isThatGuest, mails: null },
  "link.made": { ...forHostsAlone, about: ({ guestId }) => guestId, endsAccess: null, mails: null },
  "delivery.changed": { ...forHostsAlone, about: ({ guestId }) => guestId, endsAccess: null, mails: null },
  "bulletin.queued": { ...forHostsAlone, about: () => null, endsAccess: null, mails: null },
  "bulletin.withdrawn": { ...forHostsAlone, about: () => null, endsAccess: null, mails: null },
  "bulletin.begun": { ...forHostsAlone, about: () => null, endsAccess: null, mails: null },
} satisfies RulesFor<typeof invitationEntries>;
