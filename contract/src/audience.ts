import { assertNever } from "./assert-never.ts";
import type { EventDetails } from "./events.ts";
import type { Face, GuestCard, Me, Standing, Tally } from "./guests.ts";
import type { EntryBody, EntryContext, LogEntry, StoredEntry } from "./log.ts";

/** Readers who may see the same of everything but their own answer. Frames are built once for each (L15). */
export const viewerClasses = ["host", "guest", "public"] as const;
export type ViewerClass = (typeof viewerClasses)[number];

/** Who is looking at one event. `guestId` is theirs if they are on its list, hosts included. */
export interface Viewer {
  class: ViewerClass;
  userId: string | null;
  guestId: string | null;
  name: string | null;
  /** The host who handed over the link that let them in: it lasts as long as that one hosts. */
  linkMadeBy?: string | null;
}

/** The name of the viewer in chat and presence: a host's user, a guest's place on the list. */
export function personIdOf(viewer: Viewer): string | null {
  return viewer.class === "host" ? viewer.userId : viewer.guestId;
}

/** Whether this class reads names on the guest list. */
export function seesList(viewerClass: ViewerClass, context: Pick<EntryContext, "guestListFor">): boolean {
  if (viewerClass === "host") return true;
  return context.guestListFor === "everyone" || (context.guestListFor === "guests" && viewerClass === "guest");
}

/** Whether this class reads the conversation. */
export function seesChat(viewerClass: ViewerClass, context: Pick<EntryContext, "chat">): boolean {
  return viewerClass === "host" || (viewerClass === "guest" && context.chat !== "closed");
}

/** Names of people who come, or might: the others are nobody's business but the hosts'. */
export function isListed(standing: Standing): boolean {
  return standing === "going" || standing === "maybe";
}

/** The event as this class may see it: the link of an online event admits to the room, so it is for the list. */
export function detailsFor(viewerClass: ViewerClass, details: EventDetails): EventDetails {
  if (viewerClass !== "public" || details.place.kind !== "online") return details;
  return { ...details, place: { kind: "online", url: null } };
}

export function tallyFor(viewerClass: ViewerClass, tally: Tally): Tally {
  return viewerClass === "host" ? tally : { ...tally, declined: null, silent: null };
}

export function facesFor(viewerClass: ViewerClass, faces: Face[], context: Pick<EntryContext, "guestListFor">): Face[] {
  return seesList(viewerClass, context) ? faces : [];
}

/** A guest as others on the list see them: name, answer and size of party. */
export function cardFor(viewerClass: ViewerClass, card: GuestCard, context: Pick<EntryContext, "guestListFor">): GuestCard | null {
  if (viewerClass === "host") return card;
  if (!isListed(card.standing) || !seesList(viewerClass, context)) return null;
  return { ...card, email: null, plusOnes: [], note: "", ticket: null, source: null, answeredAt: null };
}

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

function movedFor<Body extends Moved>(reader: Reader, body: Body, context: EntryContext): Body | null {
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

/** A guest as they see themselves. */
export function meOf(card: GuestCard, { place, claimed }: Own = { place: null, claimed: false }): Me {
  const { guestId, name, email, standing, partySize, plusOnes, note, ticket } = card;
  return { guestId, name, email, standing, partySize, plusOnes, note, ticket, place, claimed };
}

interface Reader {
  viewerClass: ViewerClass;
  /** The entry is about this reader's own place on the list. */
  isSubject: boolean;
}

/** What a reader may see of an entry, or null: nothing at all. The one table of who sees what (L15). */
export function bodyFor(reader: Reader, body: EntryBody, context: EntryContext): EntryBody | null {
  const { viewerClass } = reader;
  const isHost = viewerClass === "host";
  switch (body.type) {
    case "event.created":
      return isHost ? body : null;
    case "event.edited":
      if (isHost) return body;
      return context.status === "draft" ? null : { ...body, details: detailsFor(viewerClass, body.details), news: null };
    case "event.published":
    case "event.cancelled":
      return { ...body, details: detailsFor(viewerClass, body.details) };
    case "host.added":
    case "host.removed":
      return body;
    case "share.renewed":
      return isHost ? body : null;
    case "guest.added":
    case "guest.promoted":
    case "guest.edited":
    case "guest.readmitted":
      return movedFor(reader, body, context);
    case "rsvp.answered": {
      const moved = movedFor(reader, body, context);
      return moved && { ...moved, before: isHost ? body.before : null, byHost: isHost && body.byHost, overrode: isHost && body.overrode };
    }
    case "guest.removed": {
      const moved = movedFor(reader, body, context);
      return moved && { ...moved, guestId: isHost || reader.isSubject ? body.guestId : null };
    }
    case "guest.invited":
    case "guest.passedOver":
    case "delivery.changed":
    case "link.made":
    case "invitation.revoked":
      return isHost ? body : null;
    case "guest.claimed":
      return isHost || reader.isSubject ? body : null;
    case "chat.posted":
    case "chat.edited":
    case "chat.deleted":
      return seesChat(viewerClass, context) ? body : null;
    default:
      return assertNever(body);
  }
}

/** The guest that an entry is about, who alone gets its private part. */
export function subjectOf(body: EntryBody): string | null {
  switch (body.type) {
    case "guest.added":
    case "rsvp.answered":
    case "guest.promoted":
    case "guest.edited":
    case "guest.readmitted":
      return body.guest?.guestId ?? null;
    case "guest.removed":
    case "guest.claimed":
      return body.guestId;
    default:
      return null;
  }
}

/** An entry as this reader gets it, or null. */
export function entryFor(viewer: Pick<Viewer, "class" | "guestId">, stored: StoredEntry): LogEntry | null {
  const isSubject = viewer.guestId !== null && viewer.guestId === subjectOf(stored.body);
  const body = bodyFor({ viewerClass: viewer.class, isSubject }, stored.body, stored.context);
  if (!body) return null;
  const { seq, commandId, at, actor } = stored;
  return { seq, commandId, at, actor: viewer.class === "host" ? actor : null, body };
}

/** Whether an entry takes this viewer's access away: the last thing before it is the last they get (L10). */
export function endsAccess(viewer: Viewer, body: EntryBody): boolean {
  switch (body.type) {
    case "guest.removed":
    case "invitation.revoked":
      return viewer.class !== "host" && viewer.guestId !== null && viewer.guestId === body.guestId;
    case "host.removed":
      return viewer.class === "host" ? viewer.userId === body.userId : viewer.linkMadeBy === body.userId;
    case "share.renewed":
      return viewer.class === "public";
    default:
      return false;
  }
}

/** Whether an entry changes what this class may see, so that its picture has to be loaded anew. */
export function changesAudience(viewerClass: ViewerClass, body: EntryBody): boolean {
  return viewerClass !== "host" && body.type === "event.edited" && body.audienceChanged;
}
