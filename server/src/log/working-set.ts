import type { Actor, EntryBody, StoredEntry } from "@turnout/contract/log";
import type { Transaction } from "kysely";
import type { Database } from "../db/database.ts";
import { contextOf, type EventRow } from "./event-row.ts";
import { deleteRows, loadByIds, loadSelection, saveRows, type EventTable, type Need, type Selection } from "./event-table.ts";
import { createRowSet, type Journal, type RowSet, type TrackedRowSet } from "./row-set.ts";

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
  load(needs: Need[], limit: number): Promise<void>;
  save(): Promise<StoredEntry[]>;
}

/** The rows of one event that a batch of commands reads once, decides on in turn, and writes once. */
export function createWorkingSet(tx: Transaction<Database>, locked: EventRow): WorkingSet {
  let event = locked;
  let actor: Actor | null = null;
  let current: { commandId: string; now: Date } | null = null;
  const journal: Journal = [];
  const tables = new Map<string, { table: EventTable<never>; rows: TrackedRowSet<{ id: string }> }>();
  const cut = new Map<string, { id: string }>();
  const entries: StoredEntry[] = [];

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
    async load(needs, limit) {
      for (const [table, ids] of idsByTable(needs)) rowsOf(table).take(await loadByIds(tx, event.id, table, ids));
      for (const [selection, keys] of keysBySelection(needs)) {
        const rows = await loadSelection(tx, event.id, selection, keys, limit);
        if (rows.length >= limit) cut.set(selection.name, rows.at(-1)!);
        rowsOf(selection.table).take(rows);
      }
    },
    async save() {
      for (const { table, rows } of tables.values()) {
        await deleteRows(tx, event.id, table, rows.removed());
        await saveRows(tx, event.id, table, rows.changed());
      }
      return entries;
    },
  };
}

function idsByTable(needs: Need[]): Map<EventTable<never>, string[]> {
  const wanted = new Map<EventTable<never>, Set<string>>();
  for (const need of needs) {
    if (!("table" in need)) continue;
    const ids = wanted.get(need.table) ?? new Set<string>();
    for (const id of need.ids) ids.add(id);
    if (ids.size > 0) wanted.set(need.table, ids);
  }
  return new Map([...wanted].map(([table, ids]) => [table, [...ids]]));
}

function keysBySelection(needs: Need[]): Map<Selection<never>, string[]> {
  const wanted = new Map<Selection<never>, Set<string>>();
  for (const need of needs) {
    if (!("selection" in need)) continue;
    const keys = wanted.get(need.selection) ?? new Set<string>();
    for (const key of need.keys) keys.add(key);
    wanted.set(need.selection, keys);
  }
  return new Map([...wanted].map(([selection, keys]) => [selection, [...keys]]));
}
