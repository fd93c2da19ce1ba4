import type { z } from "zod";
import type { Viewer, ViewerClass } from "./audience.ts";
import type { EntryContext } from "./events.ts";
import type { GuestCard } from "./guests.ts";

/**
 * Everything that a kind of entry does beside moving a snapshot on (`snapshot.ts`). The rules of each kind stand beside its
 * schema, and a kind that leaves one of them unsaid does not compile.
 */
export interface EntryRules<Body> {
  /** What a reader gets of it; null: nothing (L15). */
  seenBy(reader: EntryReader, body: Body, context: EntryContext): Body | null;
  /** The guest whose history it is part of; null: no guest's. */
  about(body: Body): string | null;
  /** Whether that guest sees more of it than others: their frames are then built for them alone. */
  hasOwnView: boolean;
  /** Whether it takes this viewer's access away: the last thing before it is the last they get (L10). Null: nobody's. */
  endsAccess: ((viewer: Viewer, body: Body) => boolean) | null;
  /** Whether it changes what this class may see, so that its snapshot has to be loaded anew. Null: never. */
  changesAudience: ((viewerClass: ViewerClass, body: Body) => boolean) | null;
  /** Whether earlier entries are nothing for newcomers from then on, since they name who is gone (L14). */
  closesThePast: boolean;
  /** The message whose earlier words it takes away everywhere, in the log too (L14). Null: it takes none away. */
  rewords: ((body: Body) => Rewording) | null;
  /** The same entry after such rewordings; null: it holds no words of messages. */
  quotes: ((body: Body, reworded: ReadonlyMap<string, Rewording>) => Body) | null;
  /** Who is mailed because of it. Null: nobody ever. */
  mails: ((body: Body) => Mailing | null) | null;
}

/** The rules of all kinds in a list of schemas. */
export type RulesFor<Schemas extends readonly z.ZodType<{ type: string }>[]> = {
  [Body in z.infer<Schemas[number]> as Body["type"]]: EntryRules<Body>;
};

export interface EntryReader {
  viewerClass: ViewerClass;
  /** The entry is about this reader's own place on the list. */
  isSubject: boolean;
}

/** What a message says since it was corrected or deleted; a deleted one quotes nothing either. */
export interface Rewording {
  messageId: string;
  text: string;
  isDeleted: boolean;
}

/** A mail to the guest that an entry is about, or to every guest who was invited and has not declined. */
export type Mailing =
  | { to: "guest"; guestId: string; kind: "invitation" | "waitlisted" | "confirmation" | "promoted" }
  | { to: "guests"; revision: number; kind: "changed" | "cancelled" };

export const forEveryone = <Body>(_reader: EntryReader, body: Body): Body => body;

export const forHosts = <Body>({ viewerClass }: EntryReader, body: Body): Body | null => (viewerClass === "host" ? body : null);

export const isThatGuest = (viewer: Viewer, { guestId }: { guestId: string | null }): boolean =>
  viewer.class !== "host" && viewer.guestId !== null && viewer.guestId === guestId;

type GuestMail = Extract<Mailing, { to: "guest" }>["kind"];

/** Null without an address. */
export const toGuest = (guest: Pick<GuestCard, "guestId" | "email"> | null, kind: GuestMail): Mailing | null =>
  guest?.email ? { to: "guest", guestId: guest.guestId, kind } : null;
