import { meOf, type Body, type Card, type Context, type Details, type Entry, type Tally, type ViewerClass } from "./entry.ts";
import { modelOf, undecided } from "./kinds.ts";

export const readsNames = (viewer: ViewerClass, { guestListFor }: Pick<Context, "guestListFor">): boolean =>
  viewer === "host" || guestListFor === "everyone" || (guestListFor === "guests" && viewer === "guest");

export const readsChat = (viewer: ViewerClass, { chat }: Pick<Context, "chat">): boolean =>
  viewer === "host" || (viewer === "guest" && chat !== "closed");

export const isListed = (standing: string): boolean => standing === "going" || standing === "maybe";

/** The link of an online event admits to the room: nothing for the public. */
export function detailsFor(viewer: ViewerClass, details: Details): Details {
  const hidden = viewer === "public" && details.place.kind === "online";
  return hidden ? { ...details, place: { ...details.place, url: null } } : details;
}

export const tallyFor = (viewer: ViewerClass, tally: Tally): Tally =>
  viewer === "host" ? tally : { ...tally, declined: null, silent: null };

/**
 * What one reader gets of an entry, null for nothing: hosts all but others' own view of themselves; everybody else no
 * address, no note, no names beside those who come or might, and those only where the list is open to them.
 */
export function seenBy(viewer: ViewerClass, guestId: string | null, { body, context }: Entry): Body | null {
  const { seen, ownView } = modelOf(body.type);
  const isOwn = guestId !== null && ownView && (body.guest?.guestId ?? body.guestId) === guestId;
  const isHost = viewer === "host";
  switch (seen) {
    case "asMove":
      return moveSeenBy(viewer, isOwn, body, context);
    case "byHosts":
      return isHost ? body : null;
    case "byThatGuest":
      return isHost || isOwn ? body : null;
    case "inConversation":
      return readsChat(viewer, context) ? body : null;
    case "asEdit":
      if (isHost) return body;
      return context.status === "draft" ? null : { ...body, details: detailsFor(viewer, body.details!), news: null };
    case "byAll":
      return body.details ? { ...body, details: detailsFor(viewer, body.details) } : body;
    default:
      return undecided(seen);
  }
}

function moveSeenBy(viewer: ViewerClass, isOwn: boolean, body: Body, context: Context): Body | null {
  const { own, ...seen } = body;
  if (viewer !== "host" && !isOwn && (own?.unseen || !isOthersBusiness(body))) return null;
  if (isOwn && body.guest) seen.me = meOf(body.guest, own);
  if (viewer === "host") return seen;
  const names = readsNames(viewer, context);
  seen.guest = shownCard(body.guest, names);
  seen.tally = tallyFor(viewer, body.tally!);
  if (!names) seen.offList = null;
  if (viewer === "public") seen.leftLine = null;
  if (body.type === "rsvp.answered") Object.assign(seen, { before: null, byHost: false, overrode: false });
  if (body.type === "guest.removed" && !isOwn) seen.guestId = null;
  return seen;
}

/** Of people who neither come nor wait, before and after, only hosts and they themselves hear. */
function isOthersBusiness({ guest, offList, leftLine }: Body): boolean {
  return ["going", "maybe", "waiting"].includes(guest?.standing ?? "none") || offList != null || leftLine != null;
}

function shownCard(card: Card | null | undefined, names: boolean): Card | null {
  if (!card || !names || !isListed(card.standing)) return null;
  return { ...card, email: null, plusOnes: [], note: "", ticket: null, source: null, answeredAt: null };
}
