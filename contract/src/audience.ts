import type { EntryContext, EventDetails } from "./events.ts";
import type { Face, GuestCard, Me, Standing, Tally } from "./guests.ts";

/** The classes of readers. Within one, everybody sees the same but for their own answer, so frames are built once per class (L15). */
export const viewerClasses = ["host", "guest", "public"] as const;
export type ViewerClass = (typeof viewerClasses)[number];

/** Who is looking at one event. `guestId` is theirs if they are on its list, hosts included. */
export interface Viewer {
  class: ViewerClass;
  userId: string | null;
  guestId: string | null;
  name: string | null;
  /** The host who made the link that they came by: their access lasts as long as that person hosts. */
  linkMadeBy?: string | null;
  /** Hosts took them off the list: they may read what anybody may, and not answer. Only of the public. */
  wasRemoved?: boolean;
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

/** Whether this class posts, edits and pins messages now; deleting one's own is always possible. */
export function writesChat(viewerClass: ViewerClass, { chat }: Pick<EntryContext, "chat">): boolean {
  return chat === "open" ? viewerClass !== "public" : chat === "readOnly" && viewerClass === "host";
}

/** Standings whose names guests may read; the others are for hosts only. */
export function isListed(standing: Standing): boolean {
  return standing === "going" || standing === "maybe";
}

/** The event as this class may see it. The link of an online event admits to the room, so only people on the list get it. */
export function detailsFor(viewerClass: ViewerClass, details: EventDetails): EventDetails {
  if (viewerClass !== "public" || details.place.kind !== "online") return details;
  return { ...details, place: { kind: "online", url: null } };
}

export function tallyFor(viewerClass: ViewerClass, tally: Tally): Tally {
  if (viewerClass === "host") return tally;
  const { arrived: _, ...shown } = tally;
  return { ...shown, declined: null, silent: null };
}

export function facesFor(viewerClass: ViewerClass, faces: Face[], context: Pick<EntryContext, "guestListFor">): Face[] {
  return seesList(viewerClass, context) ? faces : [];
}

/** A guest as others on the list see them: name, answer and size of party. */
export function cardFor(viewerClass: ViewerClass, card: GuestCard, context: Pick<EntryContext, "guestListFor">): GuestCard | null {
  if (viewerClass === "host") return card;
  if (!isListed(card.standing) || !seesList(viewerClass, context)) return null;
  const { arrived: _, arrivedAt: __, arrivals: ___, tags: ____, questionAnswers: _____, confirmedFor: ______, ...shown } = card;
  return { ...shown, email: null, plusOnes: [], note: "", ticket: null, source: null, answeredAt: null };
}

/** What a guest sees of themselves beside their card. */
export type OwnView = Pick<Me, "place" | "claimed" | "plusOnesAllowed">;

/** A guest as they see themselves. */
export function meOf(card: GuestCard, { place, claimed, plusOnesAllowed }: OwnView = { place: null, claimed: false }): Me {
  const { guestId, name, email, standing, partySize, plusOnes, note, ticket, questionAnswers, confirmedFor } = card;
  const limit = plusOnesAllowed !== undefined && { plusOnesAllowed };
  const answered = questionAnswers !== undefined && { questionAnswers };
  const confirmed = confirmedFor && { confirmedFor };
  return { guestId, name, email, standing, partySize, plusOnes, note, ticket, place, claimed, ...limit, ...answered, ...confirmed };
}
