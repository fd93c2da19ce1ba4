/** The checker's own word on what a kind of entry does: written from what is promised, not from what the server does. */
interface KindModel {
  /** Who gets it: hosts alone, hosts and the guest it is about, whoever may read the conversation, or everybody. */
  seen: "byHosts" | "byThatGuest" | "inConversation" | "byAll" | "asEdit" | "asMove";
  /** A guest whom it is about sees more of it than others. */
  ownView: boolean;
  /** Whose line it ends. */
  ends: "nobody's" | "thatGuest's" | "thatHost's" | "thePublic's";
  /** How the checker tells it anew. */
  replay:
    | "event"
    | "hostAdded"
    | "hostRemoved"
    | "shareRenewed"
    | "move"
    | "claimed"
    | "revoked"
    | "linkMade"
    | "delivery"
    | "passing"
    | "words";
  /** What becomes of a message's words. */
  words: "none" | "said" | "corrected" | "erased";
  /** What the guest it is about is mailed because of it. */
  mails: "nothing" | "invitation" | "answer" | "promoted";
  /** What becomes of seats: it can free some, or gives one to who waits. */
  seats: "kept" | "freed" | "given";
  /** One command can leave several. */
  inSeries: boolean;
}

const plain = { ownView: false, ends: "nobody's", words: "none", mails: "nothing", seats: "kept", inSeries: false } as const;
const moving = { ...plain, seen: "asMove", ownView: true, replay: "move" } as const;
const spoken = { ...plain, seen: "inConversation", replay: "words" } as const;

export const kinds = {
  "event.created": { ...plain, seen: "byHosts", replay: "event" },
  "event.edited": { ...plain, seen: "asEdit", replay: "event", seats: "freed" },
  "event.published": { ...plain, seen: "byAll", replay: "event" },
  "event.cancelled": { ...plain, seen: "byAll", replay: "event" },
  "host.added": { ...plain, seen: "byAll", replay: "hostAdded" },
  "host.removed": { ...plain, seen: "byAll", ends: "thatHost's", replay: "hostRemoved" },
  "share.renewed": { ...plain, seen: "byHosts", ends: "thePublic's", replay: "shareRenewed" },
  "guest.added": { ...moving, seats: "freed" },
  "rsvp.answered": { ...moving, mails: "answer", seats: "freed" },
  "guest.promoted": { ...moving, mails: "promoted", seats: "given", inSeries: true },
  "guest.passedOver": { ...plain, seen: "byHosts", replay: "passing", seats: "given", inSeries: true },
  "guest.edited": moving,
  "guest.removed": { ...moving, ends: "thatGuest's", seats: "freed" },
  "guest.readmitted": { ...moving, seats: "freed" },
  "guest.claimed": { ...plain, seen: "byThatGuest", ownView: true, replay: "claimed" },
  "guest.invited": { ...plain, seen: "byHosts", replay: "move", mails: "invitation", inSeries: true },
  "invitation.revoked": { ...plain, seen: "byHosts", ends: "thatGuest's", replay: "revoked" },
  "link.made": { ...plain, seen: "byHosts", replay: "linkMade" },
  "delivery.changed": { ...plain, seen: "byHosts", replay: "delivery" },
  "chat.posted": { ...spoken, words: "said" },
  "chat.edited": { ...spoken, words: "corrected" },
  "chat.deleted": { ...spoken, words: "erased" },
} as const satisfies Record<string, KindModel>;

export type Kind = keyof typeof kinds;

/** Kinds that are told anew in one way. */
export type ReplayedAs<Replay extends KindModel["replay"]> = {
  [One in Kind]: (typeof kinds)[One]["replay"] extends Replay ? One : never;
}[Kind];

export const isKnown = (type: string): type is Kind => Object.hasOwn(kinds, type);

export const modelOf = (type: Kind): KindModel => kinds[type];

/** Ends a choice between kinds: one that is not decided about does not compile. */
export function undecided(type: never): never {
  throw new Error(`the checker has nothing to say of ${String(type)}`);
}
