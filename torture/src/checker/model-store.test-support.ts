import type { StoredEntry } from "@turnout/contract/log";
import type { EventRow } from "../../../server/src/log/event-row.ts";
import type { Changes, CommandRecord, Store } from "../../../server/src/log/store.ts";
import type { Row } from "../history.ts";
import { newEventRow } from "../simulation/new-event-row.ts";
import { redactLog } from "../simulation/redact-log.ts";
import { selectRows } from "../simulation/select-rows.ts";

type Rows = Map<string, { id: string }>;

/** One event in memory: enough of a store for the server's own commands to run on. */
export interface ModelStore extends Pick<Store, "change"> {
  readonly event: EventRow | null;
  readonly log: StoredEntry[];
  table<RowOf>(name: string): Map<string, RowOf>;
  /** Everything, as rows of a database. */
  rows(): { events: Row[]; log: Row[]; guests: Row[]; hosts: Row[]; messages: Row[]; commandResults: Row[] };
}

export function createModelStore(eventId: string): ModelStore {
  let event: EventRow | null = null;
  const log: StoredEntry[] = [];
  const done = new Map<string, CommandRecord>();
  const tables = new Map<string, Rows>();

  function tableOf(name: string): Rows {
    const known = tables.get(name) ?? new Map<string, { id: string }>();
    tables.set(name, known);
    return known;
  }

  function apply({ event: changed, rows, entries, done: records }: Changes) {
    event = changed;
    for (const { table, added, changed, removed } of rows) {
      for (const row of [...added, ...changed]) tableOf(table.name).set(row.id, row);
      for (const id of removed) tableOf(table.name).delete(id);
    }
    log.push(...structuredClone(entries));
    redactLog(log, entries);
    for (const record of records) done.set(record.commandId, record);
  }

  return {
    get event() {
      return event;
    },
    log,
    table: (name) => tableOf(name) as never,
    async change({ events: [wants], limit }, decide) {
      const { opensEvent, commandIds, rows } = wants!;
      event ??= opensEvent ? newEventRow(eventId) : null;
      const { result, changes } = decide([
        {
          epoch: eventId,
          isHeld: false,
          event,
          done: commandIds.flatMap((id) => done.get(id) ?? []),
          rows: [...rows.ids].map(([table, ids]) => ({ table, rows: [...ids].flatMap((id) => tableOf(table.name).get(id) ?? []) })),
          selections: [...rows.selections].map(([selection, keys]) => ({
            selection,
            rows: selectRows(selection, tableOf(selection.table.name).values(), keys, limit),
          })),
        },
      ]);
      for (const one of changes) apply(one);
      return result;
    },
    rows: () => ({
      events: event ? [{ ...event }] : [],
      log: log.map(({ seq, commandId, at, actor, context, body }) => ({
        event_id: eventId,
        seq,
        command_id: commandId,
        at: new Date(at),
        actor,
        context,
        body: structuredClone(body),
      })),
      guests: [...tableOf("guests").values()].map((row) => ({ event_id: eventId, ...row })),
      hosts: [...tableOf("hosts").values()].map((row) => ({ event_id: eventId, ...row })),
      messages: [...tableOf("messages").values()].map((row) => ({ event_id: eventId, ...row })),
      commandResults: [...done.values()].map(({ commandId, caller, bodyHash, seq, result }) => ({
        event_id: eventId,
        command_id: commandId,
        caller,
        body_hash: bodyHash,
        seq,
        result,
      })),
    }),
  };
}
