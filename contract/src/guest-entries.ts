import { z } from "zod";
import { cardFor, isListed, meOf, seesList, tallyFor } from "./audience.ts";
import { forHosts, isThatGuest, toGuest, type EntryReader, type RulesFor } from "./entry-rules.ts";
import type { EntryContext } from "./events.ts";
import { GuestCard, MAX_PASSED_OVER, Me, Standing, Tally } from "./guests.ts";
import { GuestId, UserId } from "./ids.ts";

/** Fields every entry carries that moves a guest: absolute, so that reducers never count (L13). */
const moved = {
  /** Null for readers who may not see this guest. */
  guest: GuestCard.nullable(),
  /** For readers of the list who are not hosts: this guest is no longer among those they see. */
  offList: GuestId.nullable(),
  tally: Tally,
  /** The ticket that left the line, if one did: everyone behind it moves up by one. */
  leftLine: z.int().nullable(),
  /**
   * What the log keeps beside the card, for the guest this is about; nobody is sent it. `unseen`: for everybody but
   * the hosts and this guest nothing changed.
   */
  own: z.object({ place: z.int().nullable(), claimed: z.boolean(), unseen: z.literal(true).optional() }).optional(),
  /** Only in the frame of the guest this is about: made of the card and `own`. */
  me: Me.optional(),
};

export const GuestAdded = z.object({ type: z.literal("guest.added"), ...moved, overrode: z.boolean() });
export const RsvpAnswered = z.object({
  type: z.literal("rsvp.answered"),
  ...moved,
  before: Standing.nullable(),
  byHost: z.boolean(),
  overrode: z.boolean(),
});
export const GuestPromoted = z.object({ type: z.literal("guest.promoted"), ...moved });
export const GuestEdited = z.object({ type: z.literal("guest.edited"), ...moved });
export const GuestRemoved = z.object({ type: z.literal("guest.removed"), ...moved, guestId: GuestId.nullable() });
/** A host let in again whom they had removed. */
export const GuestReadmitted = z.object({ type: z.literal("guest.readmitted"), ...moved });
/** Only hosts see who passed whom; each guest sees it of their own ticket in the history of the line. */
export const GuestPassedOver = z.object({
  type: z.literal("guest.passedOver"),
  guestId: GuestId,
  ticket: z.int(),
  times: z.int().min(1).max(MAX_PASSED_OVER),
});
export const GuestClaimed = z.object({ type: z.literal("guest.claimed"), guestId: GuestId, userId: UserId });

export const guestEntries = [
  GuestAdded,
  RsvpAnswered,
  GuestPromoted,
  GuestPassedOver,
  GuestEdited,
  GuestRemoved,
  GuestReadmitted,
  GuestClaimed,
] as const;

/** A guest moved: they see their own place, others what the list shows them. */
const movesGuest = {
  seenBy: movedFor,
  about: ({ guest }: Moved) => guest?.guestId ?? null,
  hasOwnView: true,
  endsAccess: null,
  changesAudience: null,
  closesThePast: false,
  rewords: null,
  quotes: null,
} as const;

export const guestEntryRules = {
  "guest.added": { ...movesGuest, mails: null },
  "rsvp.answered": {
    ...movesGuest,
    seenBy(reader, body, context) {
      const moved = movedFor(reader, body, context);
      const isHost = reader.viewerClass === "host";
      return moved && { ...moved, before: isHost ? body.before : null, byHost: isHost && body.byHost, overrode: isHost && body.overrode };
    },
    mails: ({ guest, byHost }) => (byHost ? null : toGuest(guest, guest?.standing === "waiting" ? "waitlisted" : "confirmation")),
  },
  "guest.promoted": { ...movesGuest, mails: ({ guest }) => toGuest(guest, "promoted") },
  "guest.passedOver": {
    seenBy: forHosts,
    about: ({ guestId }) => guestId,
    hasOwnView: false,
    endsAccess: null,
    changesAudience: null,
    closesThePast: false,
    rewords: null,
    quotes: null,
    mails: null,
  },
  "guest.edited": { ...movesGuest, mails: null },
  "guest.removed": {
    ...movesGuest,
    seenBy(reader, body, context) {
      const moved = movedFor(reader, body, context);
      return moved && { ...moved, guestId: reader.viewerClass === "host" || reader.isSubject ? body.guestId : null };
    },
    about: ({ guestId }) => guestId,
    endsAccess: isThatGuest,
    closesThePast: true,
    mails: null,
  },
  "guest.readmitted": { ...movesGuest, mails: null },
  "guest.claimed": {
    seenBy: (reader, body) => (reader.viewerClass === "host" || reader.isSubject ? body : null),
    about: ({ guestId }) => guestId,
    hasOwnView: true,
    endsAccess: null,
    changesAudience: null,
    closesThePast: false,
    rewords: null,
    quotes: null,
    mails: null,
  },
} satisfies RulesFor<typeof guestEntries>;

type Moved = {
  guest: GuestCard | null;
  offList: string | null;
  tally: Tally;
  leftLine: number | null;
  own?: Own | undefined;
  me?: Me | undefined;
};
type Own = Pick<Me, "place" | "claimed"> & { unseen?: true | undefined };

/**
 * Whether a reader who is neither a host nor this guest would see any difference. If not, they get no entry: how many
 * were invited, and who declined when, is for hosts.
 */
function changesForOthers(body: Moved): boolean {
  if (body.own?.unseen) return false;
  const standing = body.guest?.standing;
  return (standing !== undefined && (isListed(standing) || standing === "waiting")) || body.offList !== null || body.leftLine !== null;
}

function movedFor<Body extends Moved>(reader: EntryReader, body: Body, context: EntryContext): Body | null {
  const { viewerClass } = reader;
  if (viewerClass !== "host" && !reader.isSubject && !changesForOthers(body)) return null;
  const { own, me: _, ...rest } = body;
  const mine = reader.isSubject && body.guest ? meOf(body.guest, own) : undefined;
  return {
    ...(rest as Body),
    guest: body.guest && cardFor(viewerClass, body.guest, context),
    offList: seesList(viewerClass, context) ? body.offList : null,
    tally: tallyFor(viewerClass, body.tally),
    leftLine: viewerClass === "public" ? null : body.leftLine,
    ...(mine && { me: mine }),
  };
}
