import type { Row } from "../history.ts";

export type Standing = "none" | "going" | "maybe" | "declined" | "waiting";
export type ViewerClass = "host" | "guest" | "public";

/** People who came in together, by a command or by a fact of a door without a network. */
export interface Arrival {
  at: string;
  people: number;
  gate: string;
  commandId?: string;
  device?: string;
  counter?: number;
  beyond?: number;
  takesBack?: number;
  takenBack?: boolean;
  clockOff?: number;
}

export interface Card {
  guestId: string;
  name: string;
  email: string | null;
  standing: Standing;
  partySize: number;
  plusOnes: string[];
  note: string;
  ticket: number | null;
  source: string | null;
  answeredAt: string | null;
  /** Left out by servers that knew no door, as in the tally. */
  arrived?: number;
  arrivedAt?: string | null;
  arrivals?: Arrival[];
  tags?: string[];
  /** By question: of each person who is asked. Left out by servers that knew no questions. */
  questionAnswers?: Record<string, unknown[]>;
  /** Left out by servers that asked nobody whether they still come. */
  confirmedFor?: string | null;
}

/** A guest as they see themselves. */
export interface Me extends Omit<Card, "source" | "answeredAt" | "arrived" | "arrivedAt" | "arrivals" | "tags"> {
  place: number | null;
  claimed: boolean;
  /** Left out where no host has set it. */
  plusOnesAllowed?: number;
}

/** What guests are asked beside the answer. */
export interface Question {
  id: string;
  kind: string;
  perPerson: boolean;
  archived?: true;
  options: { id: string; text: string; archived?: true }[];
}

export interface Tally {
  going: number;
  maybe: number;
  waiting: number;
  waitingParties: number;
  declined: number | null;
  silent: number | null;
  arrived?: number;
}

export interface Face {
  guestId: string;
  name: string;
}

export interface Details {
  [field: string]: unknown;
  startsAt: string | null;
  endsAt: string | null;
  allDay?: boolean;
  place: { kind: string; url?: string | null };
  capacity: number | null;
  waitlist: boolean;
  waitlistRule: "strict" | "fillGaps";
  guestListFor: "everyone" | "guests" | "hosts";
  visibility: "public" | "link" | "invited";
  chat: "open" | "readOnly" | "closed";
  status: "draft" | "published" | "cancelled";
}

/** The fields that slices share, and what else a kind has; which has which is docs/live-protocol.md's to say. */
export interface Body {
  [field: string]: unknown;
  type: string;
  details?: Details;
  changed?: string[];
  audienceChanged?: boolean;
  /** What hosts say to guests of an edit, and what stood before. */
  news?: unknown;
  host?: { userId: string; name: string };
  userId?: string;
  guestId?: string | null;
  guest?: Card | null;
  offList?: string | null;
  tally?: Tally;
  leftLine?: number | null;
  joinedLine?: number;
  place?: number | null;
  asked?: boolean;
  /** In the log alone: what a guest's own view holds beside the card. */
  own?: { place: number | null; claimed: boolean; plusOnesAllowed?: number; unseen?: true };
  /** In frames alone, and only in those of the guest that an entry is about. */
  me?: Me;
  before?: Standing | null;
  byHost?: boolean;
  overrode?: boolean;
  ticket?: number;
  times?: number;
  people?: number;
  tag?: string;
  tagged?: boolean;
  day?: string;
  /** Which fact of which door it comes of. */
  fact?: { device: string; counter: number };
  gate?: string;
  questions?: Question[];
  delivery?: string | null;
}

/** Who a reader was to the event, as a frame or a snapshot says. */
export interface Viewer {
  class: ViewerClass;
  personId: string | null;
}

export interface Context {
  guestListFor: Details["guestListFor"];
  chat: Details["chat"];
  status: Details["status"];
}

/** One row of the log, read once. */
export interface Entry {
  eventId: string;
  seq: number;
  commandId: string;
  at: string;
  actor: { kind: "host" | "guest" | "system"; personId: string | null; name: string };
  context: Context;
  body: Body;
}

/** A frame of entries, as it was received. */
export interface EntriesFrame {
  type: "entries";
  eventId: string;
  after: number;
  upTo: number;
  entries: Pick<Entry, "seq" | "commandId" | "at" | "actor" | "body">[];
}

export function readEntry(row: Row): Entry {
  return {
    eventId: row["event_id"] as string,
    seq: Number(row["seq"]),
    commandId: row["command_id"] as string,
    at: instant(row["at"])!,
    actor: row["actor"] as Entry["actor"],
    context: row["context"] as Context,
    body: row["body"] as Body,
  };
}

/** Dates and their texts alike, as frames write them. */
export function instant(value: unknown): string | null {
  if (value == null) return null;
  return typeof value === "string" && value.endsWith("Z") ? value : new Date(value as string).toISOString();
}

/** The guest an entry is about. */
export const guestOf = (body: Body): string | null => body.guest?.guestId ?? body.guestId ?? null;

export function meOf(
  { source: _, answeredAt: __, arrived: ___, arrivedAt: ____, arrivals: _____, tags: ______, confirmedFor, ...card }: Card,
  own: Body["own"],
): Me {
  const limit = own?.plusOnesAllowed === undefined ? {} : { plusOnesAllowed: own.plusOnesAllowed };
  return { ...card, place: own?.place ?? null, claimed: own?.claimed ?? false, ...limit, ...(confirmedFor && { confirmedFor }) };
}
