import type { z } from "zod";
import type { Viewer, ViewerClass } from "./audience.ts";
import type { EntryContext } from "./events.ts";
import type { GuestCard } from "./guests.ts";
import type { Mention } from "./mentions.ts";

/**
 * Everything that a kind of entry does besides moving a snapshot forward. The rules of each kind stand beside its schema,
 * and a kind that leaves one of them out does not compile.
 */
export interface EntryRules<Body> {
  /** What a reader gets of it; null: nothing (L15). */
  seenBy(reader: EntryReader, body: Body, context: EntryContext): Body | null;
  /** The guest whose history it is part of; null: no guest's. */
  about(body: Body): string | null;
  /** Whether that guest sees more of it than others, so that their frames are built for them alone. */
  hasOwnView: boolean;
  /** Whether it takes this viewer's access away: the last thing before it is the last they get (L10). Null: nobody's. */
  endsAccess: ((viewer: Viewer, body: Body) => boolean) | null;
  /** Whether it changes what this viewer may see or do, so that their snapshot has to be loaded anew. Null: never. */
  changesAudience: ((viewer: Viewer, body: Body) => boolean) | null;
  /** Whether clients that join later must not get earlier entries, because those name somebody who was erased (L14). */
  closesThePast: boolean;
  /** The message whose earlier text it erases everywhere, in the log too (L14). Null: it erases none. */
  rewords: ((body: Body) => Rewording) | null;
  /** What it holds of messages, which is erased with them (L14): as its schema says, so that none is forgotten. */
  holds: TextOf<Body>;
  /** Who is emailed because of it. Null: nobody. */
  mails: ((body: Body) => Mailing | null) | null;
}

/** A message that it posts, whole, or the `text` of one that was posted before and its `mentions`, beside its `messageId`. Null: nothing. */
export type TextOf<Body> = Body extends { message: { messageId: string } }
  ? "message"
  : Body extends { messageId: string; text: string; mentions?: Mention[] | undefined }
    ? "text"
    : null;

/** The rules of all kinds in a list of schemas. */
export type RulesFor<Schemas extends readonly z.ZodType<{ type: string }>[]> = {
  [Body in z.infer<Schemas[number]> as Body["type"]]: EntryRules<Body>;
};

/**
 * What each kind changes in its slice's part of a snapshot: the fields' new values. Null: nothing. Apart from the rules, since
 * browsers run these and not those.
 */
export type ChangesFor<Schemas extends readonly z.ZodType<{ type: string }>[], Part> = {
  readonly [Body in z.infer<Schemas[number]> as Body["type"]]: ((part: Part, body: Body) => Partial<Part>) | null;
};

export interface EntryReader {
  viewerClass: ViewerClass;
  /** The entry is about this reader's own place on the list. */
  isSubject: boolean;
}

/** A message's text after it was corrected or deleted; a deleted one has no quote either. */
export interface Rewording {
  messageId: string;
  text: string;
  mentions: Mention[];
  isDeleted: boolean;
}

/** An email to the guest that an entry is about, to every guest who was invited and has not declined, or to the hosts who want it. */
export type Mailing =
  | {
      to: "guest";
      guestId: string;
      kind: "invitation" | "waitlisted" | "confirmation" | "promoted" | "removed" | "readmitted" | "proposalDeclined";
    }
  | { to: "guests"; revision: number; kind: "changed" | "cancelled" }
  | { to: "hosts"; guestId: string; kind: "guestWrote" | "replyHeld" };

export const forEveryone = <Body>(_reader: EntryReader, body: Body): Body => body;

export const forHosts = <Body>({ viewerClass }: EntryReader, body: Body): Body | null => (viewerClass === "host" ? body : null);

export const isThatGuest = (viewer: Viewer, { guestId }: { guestId: string | null }): boolean =>
  viewer.class !== "host" && viewer.guestId !== null && viewer.guestId === guestId;

type GuestMail = Extract<Mailing, { to: "guest" }>["kind"];

/** Null without an address. */
export const toGuest = (guest: Pick<GuestCard, "guestId" | "email"> | null, kind: GuestMail): Mailing | null =>
  guest?.email ? { to: "guest", guestId: guest.guestId, kind } : null;
