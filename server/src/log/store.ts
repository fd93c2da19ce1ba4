import type { StoredEntry } from "@turnout/contract/log";
import type { EventRow } from "./event-row.ts";
import type { EventTable, Selection, Wanted } from "./event-table.ts";

/** Stores events with their rows and logs. */
export interface Store extends LogReader {
  /**
   * Runs one transaction: locks the events, loads the rows they want, calls `decide`, and commits its changes, all or
   * none. An error of `decide` rolls back and is rethrown. When the store itself fails, the changes may have been
   * committed or not; a retry of the same commands returns their results if they were.
   */
  change<Result>(wants: Wants, decide: (found: Found[]) => Decided<Result>): Promise<Committed<Result>>;
  /**
   * Reads what a transaction wants before it begins, without a lock: each row as it is before or after whatever commits
   * meanwhile. What is decided on it is committed only if nothing but what the decision knew of has.
   */
  readAhead(wants: Pick<Wants, "events" | "limit">): Promise<Ahead>;
}

/** Of each event that a transaction has written, its row's version. */
export type Versions = ReadonlyMap<string, string>;

export interface Committed<Result> {
  result: Result;
  versions: Versions;
}

/** A transaction that is decided before it begins. Ends with `commit` or `drop`. */
export interface Ahead {
  /** In the order of `Wants.events`. */
  read: RowsRead[];
  /** Takes what was decided, so that committing it only has to send it. */
  prepare(changes: Changes[]): void;
  /**
   * Locks the events, verifies that each stands where the decision assumed, and commits what was prepared, all or none.
   * Rejects with `EventMoved` if one is locked or stands elsewhere: then nothing was written. When the store itself fails, as `change`.
   */
  commit(assumed: AssumedEvent[]): Promise<Versions>;
  drop(): void;
}

/** Where an event stands: no transaction has written it since, or its rows, by whatever process. */
export interface AssumedEvent {
  eventId: string;
  epoch: string;
  position: number;
  version: string;
}

/** The event does not stand where a decision assumed. */
export class EventMoved extends Error {}

export interface Wants {
  events: WantsOfEvent[];
  /** Whether to wait for locks. If not, an event that is locked elsewhere is returned as held, so that the others do not wait for it. */
  waits: boolean;
  /** Rows loaded of each selection that has an order. */
  limit: number;
}

export interface WantsOfEvent {
  eventId: string;
  /** Creates the event's row if there is none. Only in a transaction on this event alone. */
  opensEvent: boolean;
  commandIds: string[];
  rows: Wanted;
}

/** What was loaded of one event, in the order of `Wants.events`. */
export interface Found extends RowsRead {
  /** The database's epoch; it changes after a restore or a failover. */
  epoch: string;
  /** Of the event's row: another one each time that a transaction writes it, or anything of the event. */
  version: string;
  /** Another transaction has the lock: nothing was loaded. */
  isHeld: boolean;
  /** Null: there is no such event. */
  event: EventRow | null;
}

/** What was read of one event besides its own row. */
export interface RowsRead {
  /** The results of those commands that were committed before. */
  done: CommandRecord[];
  rows: { table: EventTable<never>; rows: { id: string }[] }[];
  selections: { selection: Selection<never>; rows: { id: string }[] }[];
}

/** The result of a command, for retries. */
export interface CommandRecord {
  commandId: string;
  caller: string;
  bodyHash: string;
  seq: number;
  result: Record<string, string | number | boolean | null | readonly string[]>;
}

export interface Decided<Result> {
  result: Result;
  /** Empty: nothing is written, not even a new event's row. */
  changes: Changes[];
}

/** The changes of one event. */
export interface Changes {
  eventId: string;
  /** The event after the changes, and the columns that changed. */
  event: EventRow;
  changed: (keyof EventRow)[];
  rows: RowChanges[];
  entries: StoredEntry[];
  done: CommandRecord[];
}

export interface RowChanges {
  table: EventTable<never>;
  added: { id: string }[];
  changed: { id: string }[];
  /** The columns in which any of the changed rows differs from what was read. */
  columns: string[];
  removed: string[];
}

/** Reads logs, for feeds. */
export interface LogReader {
  readLog(eventId: string, range: { after: number; upTo?: number }): Promise<LogPage>;
  readHeads(eventIds: string[]): Promise<Heads>;
}

export interface LogPage {
  entries: StoredEntry[];
  /** The last position of the page; there is more until it equals the head. */
  upTo: number;
}

/** The head position of each log, and the epoch: positions of another epoch cannot be compared with these (L6). */
export interface Heads {
  epoch: string;
  positions: Map<string, number>;
}
