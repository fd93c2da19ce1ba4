/**
 * What one round leaves behind: everything that was asked, everything that was answered, everything that anybody was
 * shown, and what was in the database, the log and the mailboxes once all had healed. The checker judges a round by
 * this alone. Times are milliseconds of one monotonic clock, that of the process that records.
 */
export interface History {
  seed: number;
  records: HistoryRecord[];
  final: FinalState;
}

export type HistoryRecord = Invoked | Answered | Opened | Received | Closed | Loaded | Fault;

/** A try of one command. Tries of the same intent share `commandId`; each has an `op` of its own. */
export interface Invoked {
  kind: "invoked";
  t: number;
  op: number;
  /** Whoever asks: the same string for everything that one person does from one browser. */
  actor: string;
  eventId: string;
  commandId: string;
  /** The command's name, as `answerInvitation`, `postMessage`, `removeGuest`. */
  command: string;
  /** The body as it was sent, and what the path named: `guestId`, `messageId`, `userId`. */
  input: Record<string, unknown>;
}

/** How a try ended. `unknown`: no answer, or one that leaves it open (502, 503, cut connection, time-out): it may have happened. */
export interface Answered {
  kind: "answered";
  t: number;
  op: number;
  outcome: "committed" | "refused" | "unknown";
  /** Of a committed one. */
  seq?: number;
  result?: Record<string, unknown>;
  /** Of a refused one: the refusal's code. Of an unknown one: what went wrong. */
  code?: string;
}

/** Somebody began to follow an event over a line of theirs, from a position on. */
export interface Opened {
  kind: "opened";
  t: number;
  /** One socket. */
  line: number;
  reader: Reader;
  eventId: string;
  epoch: string;
  after: number;
}

/** Who follows, as the round set them up. What they may see is worked out from the log. */
export interface Reader {
  actor: string;
  userId: string | null;
  guestId: string | null;
}

/** One frame, as it came out of the socket: parsed, otherwise untouched. */
export interface Received {
  kind: "received";
  t: number;
  line: number;
  frame: Record<string, unknown> & { type: string };
}

export interface Closed {
  kind: "closed";
  t: number;
  line: number;
  code: number;
}

/** A snapshot that a reader was given; null: there was nothing for them to see. */
export interface Loaded {
  kind: "loaded";
  t: number;
  reader: Reader;
  eventId: string;
  snapshot: (Record<string, unknown> & { seq: number; epoch: string }) | null;
}

/** Something was broken on purpose, or mended. */
export interface Fault {
  kind: "fault";
  t: number;
  fault: string;
  phase: "begin" | "end";
  /** Which process, connection or file. */
  target: string;
}

/** Read straight from the database and the mail sink after everything healed. Rows have the columns' own names. */
export interface FinalState {
  epoch: string;
  /** Earlier epochs that lost nothing: who took over had all that was ever shown. */
  continues?: string[];
  /** When the round healed: what is promised within a time is counted from here. */
  healedAt: number;
  /** When the last change of the epoch must be known everywhere. Left out: from the first snapshot of it on. */
  renewedBy?: number;
  events: Row[];
  /** `event_log`, all columns, `seq` as a number. */
  log: Row[];
  guests: Row[];
  hosts: Row[];
  messages: Row[];
  commandResults: Row[];
  /** The snapshots that a reload gives every reader at the end. */
  snapshots: { reader: Reader; eventId: string; snapshot: Record<string, unknown> | null }[];
  /** Mails that a receiver got, in order, duplicates included. */
  mails: { to: string; messageId: string; kind: string; subject: string }[];
}

export type Row = Record<string, unknown>;
