import { z } from "zod";
import { DoorDevice } from "./arrivals.ts";
import { cardFor, isListed, meOf, seesList, tallyFor, type OwnView } from "./audience.ts";
import { forHosts, isThatGuest, toGuest, type ChangesFor, type EntryReader, type RulesFor } from "./entry-rules.ts";
import type { EntryContext } from "./events.ts";
import { facesAfter } from "./faces.ts";
import { Face, GuestCard, MAX_PASSED_OVER, Me, Standing, Tally } from "./guests.ts";
import { GuestId, UserId } from "./ids.ts";

/** Fields every entry carries that moves a guest: absolute, so that reducers never count (L13). */
const moved = {
  /** Null for readers who may not see this guest. */
  guest: GuestCard.nullable(),
  /** For readers of the list who are not hosts: this guest is no longer among those they see. */
  offList: GuestId.nullable(),
  tally: Tally,
  /** The ticket that left the waitlist, if one did: everyone behind it moves up by one. */
  leftLine: z.int().nullable(),
  /**
   * What the log keeps besides the card, for the guest this is about; it is never sent as it is. `unseen`: nothing changed
   * for anybody but the hosts and this guest.
   */
  own: Me.pick({ place: true, claimed: true, plusOnesAllowed: true })
    .extend({ unseen: z.literal(true).optional() })
    .optional(),
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
/** A guest who is going said that they still come on this day, and so did nothing else. `guest`: null for themselves. */
export const GuestConfirmed = z.object({
  type: z.literal("guest.confirmed"),
  guestId: GuestId,
  guest: GuestCard.nullable(),
  day: z.string(),
});
export const GuestPromoted = z.object({ type: z.literal("guest.promoted"), ...moved });
export const GuestEdited = z.object({ type: z.literal("guest.edited"), ...moved });
export const GuestRemoved = z.object({ type: z.literal("guest.removed"), ...moved, guestId: GuestId.nullable() });
/** A host readmitted a guest whom hosts had removed. */
export const GuestReadmitted = z.object({ type: z.literal("guest.readmitted"), ...moved });
/** Only hosts see who was seated before whom; each guest sees it for their own ticket in the waitlist's history. */
export const GuestPassedOver = z.object({
  type: z.literal("guest.passedOver"),
  guestId: GuestId,
  ticket: z.int(),
  times: z.int().min(1).max(MAX_PASSED_OVER),
});
/**
 * A party got another number on the waitlist, because a host changed its order: `asked` says that it was this party that they moved.
 * Otherwise it keeps its place among those around it. `place`: the one it has now, for hosts and itself.
 */
export const GuestMovedOnWaitlist = z.object({
  type: z.literal("guest.movedOnWaitlist"),
  guest: moved.guest,
  /** The number that it had: everyone behind that moves up by one. */
  leftLine: z.int(),
  /** The number that it has: everyone behind that moves down by one. */
  joinedLine: z.int(),
  place: z.int().min(1).nullable(),
  asked: z.boolean(),
  own: moved.own,
  me: moved.me,
});
/** Which fact of which device an entry comes of. */
const FactName = z.object({ device: DoorDevice, counter: z.int() });
/**
 * People of a party have come in, or that was taken back. `people`: how many more, or fewer, are there than before; none where a door
 * without a network reports what changes nothing.
 */
export const GuestArrived = z.object({
  type: z.literal("guest.arrived"),
  ...moved,
  people: z.int(),
  gate: z.string().optional(),
  fact: FactName.optional(),
});
/** A door without a network let in people of a guest whom hosts had removed. They count nowhere, and are not forgotten. */
export const GuestArrivedRemoved = z.object({
  type: z.literal("guest.arrivedRemoved"),
  guest: GuestCard,
  people: z.int(),
  fact: FactName,
});
/** Hosts gave a guest a tag, or took it from them. */
export const GuestTagged = z.object({ type: z.literal("guest.tagged"), guest: GuestCard, tag: z.string(), tagged: z.boolean() });
export const GuestClaimed = z.object({ type: z.literal("guest.claimed"), guestId: GuestId, userId: UserId });

export const guestEntries = [
  GuestAdded,
  RsvpAnswered,
  GuestConfirmed,
  GuestPromoted,
  GuestPassedOver,
  GuestMovedOnWaitlist,
  GuestEdited,
  GuestRemoved,
  GuestReadmitted,
  GuestArrived,
  GuestArrivedRemoved,
  GuestTagged,
  GuestClaimed,
] as const;

/** The guests' part of a snapshot: how many they are, the latest of them, and the reader's own place. */
export const Attendance = z.object({ tally: Tally, faces: z.array(Face), me: Me.nullable() });
export type Attendance = z.infer<typeof Attendance>;

export const guestChanges: ChangesFor<typeof guestEntries, Attendance> = {
  "guest.added": withMove,
  "rsvp.answered": withMove,
  "guest.confirmed": ({ me }, { guestId, day }) => (me?.guestId === guestId ? { me: { ...me, confirmedFor: day } } : {}),
  "guest.promoted": withMove,
  "guest.passedOver": null,
  "guest.movedOnWaitlist": ({ me }, { leftLine, joinedLine, me: mine }) => ({ me: mine ?? movedDown(movedUp(me, leftLine), joinedLine) }),
  "guest.edited": withMove,
  "guest.removed": withMove,
  "guest.readmitted": withMove,
  "guest.arrived": withMove,
  "guest.arrivedRemoved": null,
  "guest.tagged": null,
  "guest.claimed": ({ me }, { guestId }) => (me?.guestId === guestId ? { me: { ...me, claimed: true } } : {}),
};

function withMove({ faces, me }: Attendance, moved: Moved): Attendance {
  return { tally: moved.tally, faces: facesAfter(faces, moved), me: moved.me ?? movedUp(me, moved.leftLine) };
}

/** A ticket that leaves the waitlist moves everyone behind it up by one. */
function movedUp(me: Me | null, leftLine: number | null): Me | null {
  if (!me || leftLine === null || me.ticket === null || me.place === null || leftLine >= me.ticket) return me;
  return { ...me, place: me.place - 1 };
}

/** A ticket that joins the waitlist ahead of others moves everyone behind it down by one. */
function movedDown(me: Me | null, joinedLine: number): Me | null {
  if (!me || me.ticket === null || me.place === null || joinedLine >= me.ticket) return me;
  return { ...me, place: me.place + 1 };
}

/** A guest's standing changed: they see their own position, others what the list shows them. */
const movesGuest = {
  seenBy: movedFor,
  about: ({ guest }: { guest: GuestCard | null }) => guest?.guestId ?? null,
  hasOwnView: true,
  endsAccess: null,
  changesAudience: null,
  closesThePast: false,
  rewords: null,
  holds: null,
} as const;

/** Says something of a guest to hosts, and moves nobody. */
const aboutCard = {
  seenBy: forHosts,
  about: ({ guest }: { guest: GuestCard }) => guest.guestId,
  hasOwnView: false,
  endsAccess: null,
  changesAudience: null,
  closesThePast: false,
  rewords: null,
  holds: null,
  mails: null,
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
  "guest.confirmed": {
    seenBy: (reader, body) => (reader.viewerClass === "host" ? body : reader.isSubject ? { ...body, guest: null } : null),
    about: ({ guestId }) => guestId,
    hasOwnView: true,
    endsAccess: null,
    changesAudience: null,
    closesThePast: false,
    rewords: null,
    holds: null,
    mails: null,
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
    holds: null,
    mails: null,
  },
  "guest.movedOnWaitlist": {
    ...movesGuest,
    seenBy(reader, { own, me: _, ...body }) {
      if (reader.viewerClass === "public" && !reader.isSubject) return null;
      const mine = ownViewOf(reader, body.guest, own);
      const seen = reader.viewerClass === "host" ? body : { ...body, guest: null, place: mine?.place ?? null, asked: false };
      return { ...seen, ...(mine && { me: mine }) };
    },
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
    mails: ({ guest }) => toGuest(guest, "removed"),
  },
  "guest.readmitted": {
    ...movesGuest,
    // It may be about them, and nobody who reads as the public says which guest they were.
    changesAudience: ({ wasRemoved }) => wasRemoved === true,
    mails: ({ guest }) => toGuest(guest, "readmitted"),
  },
  "guest.arrived": {
    ...movesGuest,
    seenBy: (reader, body, context) => (reader.viewerClass === "host" ? movedFor(reader, body, context) : null),
    hasOwnView: false,
    mails: null,
  },
  "guest.arrivedRemoved": aboutCard,
  "guest.tagged": aboutCard,
  "guest.claimed": {
    seenBy: (reader, body) => (reader.viewerClass === "host" || reader.isSubject ? body : null),
    about: ({ guestId }) => guestId,
    hasOwnView: true,
    endsAccess: null,
    changesAudience: null,
    closesThePast: false,
    rewords: null,
    holds: null,
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
type Own = OwnView & { unseen?: true | undefined };

/**
 * Whether a reader who is neither a host nor this guest would see any difference. If not, they get no entry: how many
 * were invited, and who declined when, is for hosts.
 */
function changesForOthers(body: Moved): boolean {
  if (body.own?.unseen) return false;
  const standing = body.guest?.standing;
  return (standing !== undefined && (isListed(standing) || standing === "waiting")) || body.offList !== null || body.leftLine !== null;
}

const ownViewOf = ({ isSubject }: EntryReader, guest: GuestCard | null, own: Own | undefined): Me | undefined =>
  isSubject && guest ? meOf(guest, own) : undefined;

function movedFor<Body extends Moved>(reader: EntryReader, body: Body, context: EntryContext): Body | null {
  const { viewerClass } = reader;
  if (viewerClass !== "host" && !reader.isSubject && !changesForOthers(body)) return null;
  const { own, me: _, ...rest } = body;
  const mine = ownViewOf(reader, body.guest, own);
  return {
    ...(rest as Body),
    guest: body.guest && cardFor(viewerClass, body.guest, context),
    offList: seesList(viewerClass, context) ? body.offList : null,
    tally: tallyFor(viewerClass, body.tally),
    leftLine: viewerClass === "public" ? null : body.leftLine,
    ...(mine && { me: mine }),
  };
}
