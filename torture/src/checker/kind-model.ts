import type { Row } from "../history.ts";
import type { Body, Details, Entry, Viewer, ViewerClass } from "./entry.ts";
import type { State, Step } from "./state.ts";
import type { EventTimeline } from "./timeline.ts";
import type { Rule } from "./verdict.ts";

/**
 * The checker's own word on what a kind of entry does: written from what is promised, not from what the server does. A kind
 * that leaves one of these out does not compile.
 */
export interface KindModel {
  /** By whose acts it may come about. Whose messages or places on the list they may act on is for `replay` to judge. */
  doneBy: readonly Entry["actor"]["kind"][];
  /** What a reader gets of it; null: nothing. `isOwn`: it is about this guest, and `hasOwnView`. */
  seenBy(viewer: ViewerClass, isOwn: boolean, entry: Entry): Body | null;
  /** A guest whom it is about sees more of it than others. */
  hasOwnView: boolean;
  /** Whose line it ends. Null: nobody's. */
  ends: ((viewer: Viewer, body: Body) => boolean) | null;
  /** Whether readers who are not hosts see something else of the same event afterwards. Null: never. */
  changesAudience: ((before: Details, body: Body) => boolean) | null;
  /** Moves the state forward, and finds what does not follow from it. */
  replay(step: Step, event: EventTimeline): void;
  /** What a message says from here on; what it said before is not in the log any more. Null: it changes no text. */
  rewords: ((body: Body) => { messageId: string; text: string; isErased: boolean }) | null;
  /** What was received, with the text of messages that may hold what was said before set to what is kept. Null: it holds none. */
  holdsText: ((kept: Body, said: Body, mayDiffer: (messageId: string) => boolean) => Body) | null;
  /** Where it is not what its command asked for; null where it is. Null: the command's words do not show. */
  clashWith: ((body: Body, asked: Record<string, unknown>, isRewordedLater: (messageId: string) => boolean) => string | null) | null;
  /** The mail that the guest it is about gets because of it. Null: none. */
  mails: ((body: Body) => MailKind | null) | null;
  /** What becomes of seats: it can free some, or gives one to who waits. */
  seats: "kept" | "freed" | "given";
  /** One command can leave several. */
  isInSeries: boolean | ((body: Body) => boolean);
}

/** A kind that is about no text of messages, takes nothing from anybody and is mailed to nobody. */
export const plain = {
  hasOwnView: false,
  ends: null,
  changesAudience: null,
  rewords: null,
  holdsText: null,
  clashWith: null,
  mails: null,
  seats: "kept",
  isInSeries: false,
} satisfies Partial<KindModel>;

export type MailKind = "invitation" | "confirmation" | "waitlisted" | "promoted";

/** Everything that the checker knows of one slice: a kind, a field or a column is added here and nowhere else. */
export interface SliceModel {
  kinds: Readonly<Record<string, KindModel>>;
  /** The fields of a snapshot: where what was said is not what the log says; null where it is. */
  snapshot: Record<string, (reading: Reading, said: unknown) => string | null>;
  /** The columns of the event's row at the end, under the rule that is broken where they differ. */
  columns: { [Broken in Rule]?: Record<string, (state: State) => unknown> };
  /** The rows of other tables at the end, by id. */
  rows: RowsModel[];
}

export interface RowsModel {
  table: "guests" | "hosts" | "messages";
  rule: Rule;
  expected(state: State): [id: string, columns: Record<string, unknown>][];
  /** What is judged of a row beside its columns. */
  besides?(row: Row): Record<string, unknown>;
  /** Columns that no entry says, or that are judged by what is `besides`. */
  unsaid?: string[];
}

/** A snapshot's reader, and what stood at its position. */
export interface Reading {
  state: State;
  details: Details;
  viewer: Viewer;
  /** The places on the list that are this reader's. */
  guests: Set<string>;
}
