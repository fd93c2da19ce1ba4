import type { StoredEntry } from "@turnout/contract/log";
import type { EventRow } from "./event-row.ts";
import type { EventTable, Selection, Wanted } from "./event-table.ts";

/** Where events are kept, with their rows and their logs. */
export interface Store extends LogReader {
  /**
   * One transaction on some events: locks them, reads what is wanted, lets `decide` say what changes, and commits
   * that, all of it or nothing. What `decide` throws undoes everything and is thrown on. When the store itself
   * fails, what was decided may have been committed or not: a retry finds out.
   */
  change<Result>(wants: Wants, decide: (found: Found[]) => Decided<Result>): Promise<Result>;
}

export interface Wants {
  events: WantsOfEvent[];
  /** Waits for locks that others hold. Otherwise such events are found held, and nobody else has to wait for them. */
  waits: boolean;
  /** Rows read of each selection that has an order. */
  limit: number;
}

export interface WantsOfEvent {
  eventId: string;
  /** Creates the event's row if it is not there yet. Only an event that is alone can be opened. */
  opensEvent: boolean;
  commandIds: string[];
  rows: Wanted;
}

/** One of the events, in the order in which they were wanted. */
export interface Found {
  /** Which life of the database this is. */
  epoch: string;
  /** Somebody else has the lock: nothing is known, and nothing can be decided. */
  isHeld: boolean;
  /** Null: there is no such event. */
  event: EventRow | null;
  /** What was answered to those of the commands that have been done before. */
  done: CommandRecord[];
  rows: { table: EventTable<never>; rows: { id: string }[] }[];
  selections: { selection: Selection<never>; rows: { id: string }[] }[];
}

/** What was answered to a command, for whoever sends it again. */
export interface CommandRecord {
  commandId: string;
  caller: string;
  bodyHash: string;
  seq: number;
  result: Record<string, string | number | boolean | null | readonly string[]>;
}

export interface Decided<Result> {
  result: Result;
  /** None: nothing is written, not even an event that was opened for this. */
  changes: Changes[];
}

/** What changes of one event. */
export interface Changes {
  eventId: string;
  /** The event as it is after this, and which of its columns changed. */
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

/** The log as followers read it. */
export interface LogReader {
  readLog(eventId: string, range: { after: number; upTo?: number }): Promise<LogPage>;
  readHeads(eventIds: string[]): Promise<Heads>;
}

export interface LogPage {
  entries: StoredEntry[];
  /** The position reached: readers ask again until it equals the head. */
  upTo: number;
}

/** Where logs stand, and in which life of the database: positions of an earlier one mean nothing here (L6). */
export interface Heads {
  epoch: string;
  positions: Map<string, number>;
}
