import type { Actor, EntryBody, StoredEntry } from "@turnout/contract/log";
import { contextOf, type EventRow } from "./event-row.ts";
import type { EventTable, Selection } from "./event-table.ts";
import { createRowSet, type Journal, type RowSet, type TrackedRowSet } from "./row-set.ts";
import type { Changes, RowsRead } from "./store.ts";

/** What one decision reads and changes: an event, the rows it needs, and the log it appends to. */
export interface EventState {
  readonly event: Readonly<EventRow>;
  changeEvent(patch: Partial<EventRow>): void;
  rows<Row extends { id: string }>(table: EventTable<Row>): RowSet<Row>;
  /** The last row of a selection that was cut at its limit; undefined if all rows were loaded. */
  cutAfter<Row extends { id: string }>(selection: Selection<Row>): Readonly<Row> | undefined;
  /** Sets the actor of the entries; called by policies. Nothing can be appended before. */
  actAs(actor: Actor): void;
  /** The position of the next entry. */
  nextSeq(): number;
  append(body: EntryBody): void;
}

/** The rows that a batch has touched, as it leaves them. */
export type RowsLeft = { table: EventTable<never>; rows: ReadonlyMap<string, { id: string } | undefined> }[];

/** Thrown when a decision needs rows beyond the limit: the batch is decided again with more. */
export class NeedsMoreRows extends Error {}

export interface WorkingSet {
  readonly state: EventState;
  begin(command: { commandId: string; now: Date }): void;
  /** Makes the decision final within the batch. */
  accept(): void;
  /** Undoes the decision. */
  undo(): void;
  seq(): number;
  left(): RowsLeft;
  changes(): Omit<Changes, "eventId" | "done">;
}

/**
 * One event's rows during a batch: each command is decided on the state that the previous ones left, and changes are written once.
 * `before` is what the batch before leaves, where the rows were read while it was being committed.
 */
export function createWorkingSet(locked: EventRow, found: RowsRead, limit: number, before: RowsLeft = []): WorkingSet {
  let event = locked;
  let actor: Actor | null = null;
  let current: { commandId: string; now: Date } | null = null;
  const journal: Journal = [];
  const tables = new Map<string, { table: EventTable<never>; rows: TrackedRowSet<{ id: string }> }>();
  const cut = new Map<string, { id: string }>();
  const entries: StoredEntry[] = [];

  for (const { table, rows } of before) rowsOf(table).carry(rows);
  for (const { table, rows } of found.rows) rowsOf(table).take(rows);
  for (const { selection, rows } of found.selections) {
    rowsOf(selection.table).take(rows);
    if (selection.inOrderOf && rows.length >= limit) cut.set(selection.name, rows.at(-1)!);
  }

  function rowsOf(table: EventTable<never>) {
    let known = tables.get(table.name);
    if (!known) tables.set(table.name, (known = { table, rows: createRowSet(journal) }));
    return known.rows;
  }

  function changeEvent(patch: Partial<EventRow>) {
    const before = event;
    event = { ...event, ...patch };
    journal.push(() => (event = before));
  }

  const state: EventState = {
    get event() {
      return event;
    },
    changeEvent,
    rows: (table) => rowsOf(table as unknown as EventTable<never>) as never,
    cutAfter: (selection) => cut.get(selection.name) as never,
    actAs: (next) => (actor = next),
    nextSeq: () => event.log_seq + 1,
    append(body) {
      if (!actor || !current) throw new Error(`appended ${body.type} before an actor was set`);
      const seq = event.log_seq + 1;
      changeEvent({ log_seq: seq });
      entries.push({ seq, commandId: current.commandId, at: current.now.toISOString(), actor, context: contextOf(event), body });
      journal.push(() => entries.pop());
    },
  };

  return {
    state,
    begin(command) {
      current = command;
      actor = null;
    },
    accept: () => void (journal.length = 0),
    undo() {
      while (journal.length > 0) journal.pop()!();
    },
    seq: () => event.log_seq,
    left: () => [...tables.values()].map(({ table, rows }) => ({ table, rows: rows.touched() })),
    changes: () => ({
      event,
      changed: changedColumns(locked, event),
      rows: [...tables.values()].map(({ table, rows }) => ({ table, ...rows.changes() })),
      entries,
    }),
  };
}

function changedColumns(before: EventRow, after: EventRow): (keyof EventRow)[] {
  return (Object.keys(after) as (keyof EventRow)[]).filter((column) => after[column] !== before[column]);
}
