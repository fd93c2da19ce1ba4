import type { Actor, EntryBody, StoredEntry } from "@turnout/contract/log";
import { contextOf, type EventRow } from "./event-row.ts";
import type { EventTable, Selection } from "./event-table.ts";
import { createRowSet, type Journal, type RowSet, type TrackedRowSet } from "./row-set.ts";
import type { Changes, Found } from "./store.ts";

/** What one decision sees and changes: an event, the rows it asked for, and the log it appends to. */
export interface EventState {
  readonly event: Readonly<EventRow>;
  changeEvent(patch: Partial<EventRow>): void;
  rows<Row extends { id: string }>(table: EventTable<Row>): RowSet<Row>;
  /** The last row of a selection that was cut at its limit: beyond it there may be more. */
  cutAfter<Row extends { id: string }>(selection: Selection<Row>): Readonly<Row> | undefined;
  /** Says who acts; policies do, once they know. Nothing can be appended before. */
  actAs(actor: Actor): void;
  /** The position that the next entry will have. */
  nextSeq(): number;
  append(body: EntryBody): void;
}

/** Thrown when a decision would need rows beyond the limit: the batch is decided again with more. */
export class NeedsMoreRows extends Error {}

export interface WorkingSet {
  readonly state: EventState;
  begin(command: { commandId: string; now: Date }): void;
  /** Forgets how to undo: what was decided stands. */
  accept(): void;
  /** As if the decision had never been tried. */
  undo(): void;
  seq(): number;
  changes(): Omit<Changes, "eventId" | "done">;
}

/** The rows of one event that a batch of commands was given, decides on in turn, and writes once. */
export function createWorkingSet(locked: EventRow, found: Found, limit: number): WorkingSet {
  let event = locked;
  let actor: Actor | null = null;
  let current: { commandId: string; now: Date } | null = null;
  const journal: Journal = [];
  const tables = new Map<string, { table: EventTable<never>; rows: TrackedRowSet<{ id: string }> }>();
  const cut = new Map<string, { id: string }>();
  const entries: StoredEntry[] = [];

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
      if (!actor || !current) throw new Error(`appended ${body.type} before it was known who acts`);
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
