import { z } from "zod";
import { forHosts, toGuest, type ChangesFor, type RulesFor } from "./entry-rules.ts";
import { Answer, GuestCard } from "./guests.ts";
import { GuestId } from "./ids.ts";

/** Most characters of an email by a guest that the hosts get. */
export const MAX_GUEST_WORDS = 2_000;

/** A guest wrote to the hosts, by email. */
export const GuestWrote = z.object({
  type: z.literal("guest.wrote"),
  guestId: GuestId,
  text: z.string(),
  /** The address it came from, where nobody vouches that it is the guest's. Null: it is the guest's. */
  from: z.string().nullable(),
  /** How many files were with it, which are not passed on. */
  files: z.int().min(0),
});
export type GuestWrote = z.infer<typeof GuestWrote>;

/** Another time that a calendar suggests (RFC 5546, 3.2.7): on the wall clock of the event's zone, or a day. */
export const Proposal = z.object({
  starts: z.string(),
  /** Null: as long as the event is. */
  ends: z.string().nullable(),
  /** A zone that nobody here knows, on whose wall clock it is. Null: the event's. */
  zone: z.string().nullable(),
});
export type Proposal = z.infer<typeof Proposal>;

/** Most people that a guest may send in their place. */
export const MAX_DELEGATES = 5;

/** A reply of a guest's calendar that waits for a host's word. */
export const ReplyHeld = z.object({
  type: z.literal("reply.held"),
  guestId: GuestId,
  /** The other address that it came from. Null: it came from the guest's. */
  from: z.string().nullable(),
  /** What it answers. Null: that is recorded already. */
  answer: Answer.nullable(),
  note: z.string(),
  proposal: Proposal.nullable(),
  /** The addresses of those who shall come in the guest's place (RFC 5545, 3.2.5). Absent: nobody. */
  delegates: z.array(z.string()).min(1).max(MAX_DELEGATES).optional(),
});
export type ReplyHeld = z.infer<typeof ReplyHeld>;

/** A host has left a held reply without effect. An answer settles it as well. */
export const ReplySettled = z.object({
  type: z.literal("reply.settled"),
  guest: GuestCard,
  /** The position of the held reply. */
  reply: z.int().min(1),
  /** The guest hears that the time stays as it is, or that nobody comes in their place. */
  declines: z.boolean(),
});

export const guestMailEntries = [GuestWrote, ReplyHeld, ReplySettled] as const;

export const guestMailChanges: ChangesFor<typeof guestMailEntries, object> = {
  "guest.wrote": null,
  "reply.held": null,
  "reply.settled": null,
};

/** What guests write by email is for hosts alone: neither other guests nor the conversation get it. */
const forHostsAlone = {
  seenBy: forHosts,
  hasOwnView: false,
  endsAccess: null,
  changesAudience: null,
  closesThePast: false,
  rewords: null,
  holds: null,
} as const;

export const guestMailEntryRules = {
  "guest.wrote": {
    ...forHostsAlone,
    about: ({ guestId }) => guestId,
    mails: ({ guestId }) => ({ to: "hosts", guestId, kind: "guestWrote" }),
  },
  "reply.held": {
    ...forHostsAlone,
    about: ({ guestId }) => guestId,
    mails: ({ guestId }) => ({ to: "hosts", guestId, kind: "replyHeld" }),
  },
  "reply.settled": {
    ...forHostsAlone,
    about: ({ guest }) => guest.guestId,
    mails: ({ guest, declines }) => (declines ? toGuest(guest, "proposalDeclined") : null),
  },
} satisfies RulesFor<typeof guestMailEntries>;
