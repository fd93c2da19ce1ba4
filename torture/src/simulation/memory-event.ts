import type { StoredEntry } from "@turnout/contract/log";
import { redacted, rewordedBy } from "@turnout/contract/redact";
import type { EventRow } from "../../../server/src/log/event-row.ts";
import { LOG_PAGE } from "../../../server/src/log/read-log.ts";
import type { Changes, CommandRecord, Found, LogPage, WantsOfEvent } from "../../../server/src/log/store.ts";
import type { FinalState } from "../history.ts";
import { changedEvent, changedTable, checkEvent, checkTable, ConstraintBroken, type Rows } from "./memory-rows.ts";
import { mailsCausedBy, type Mail } from "./mails-caused-by.ts";
import { newEventRow } from "./new-event-row.ts";
import { selectRows } from "./select-rows.ts";

/** What a database holds of one event. */
export interface MemoryEvent {
  /** Null: there is no such event. */
  readonly row: EventRow | null;
  table(name: string): Rows;
  find(wants: WantsOfEvent, limit: number): Omit<Found, "epoch" | "isHeld">;
  /** How to write all of it; throws when it breaks a constraint. */
  check(changes: Changes): () => void;
  readLog(range: { after: number; upTo?: number }, most?: number): LogPage;
  /** Forgets all but the last entries. */
  prune(kept: number): void;
  /** All of it, and the mails that were sent because of it. */
  rows(): Pick<FinalState, "events" | "log" | "guests" | "hosts" | "messages" | "commandResults" | "mails">;
}

export function createMemoryEvent(id: string, isTaken: (guestId: string) => boolean): MemoryEvent {
  let row: EventRow | null = null;
  const log: StoredEntry[] = [];
  /** Entries up to this position are not read any more. */
  let pruned = 0;
  const tables = new Map<string, Rows>();
  const done = new Map<string, CommandRecord>();
  const mails: Mail[] = [];
  const table = (name: string): Rows => tables.get(name) ?? new Map();

  function check(changes: Changes) {
    const event = changedEvent(row ?? newEventRow(id), changes);
    const changed = changes.rows.map((one) => [one.table.name, changedTable(table(one.table.name), one)] as const);
    for (const { table: of, added } of changes.rows)
      if (of.name === "guests" && added.some((guest) => isTaken(guest.id))) throw new ConstraintBroken("23505", "guests_id_key");
    for (const [name, rows] of changed) checkTable(name, rows);
    checkEvent(event);
    const first = changes.entries[0];
    if (first && log.some(({ seq }) => seq >= first.seq)) throw new ConstraintBroken("23505", "event_log_pkey");
    if (changes.done.some(({ commandId }) => done.has(commandId))) throw new ConstraintBroken("23505", "command_results_pkey");

    return () => {
      row = event;
      for (const [name, rows] of changed) tables.set(name, rows);
      log.push(...changes.entries);
      redactLog(log, changes.entries);
      mails.push(...mailsCausedBy(id, changes.entries, table("guests")));
      for (const record of changes.done) done.set(record.commandId, record);
    };
  }

  const readable = () => (pruned === 0 ? log : log.filter(({ seq }) => seq > pruned));

  return {
    get row() {
      return row;
    },
    table,
    check,
    find({ opensEvent, commandIds, rows }, limit) {
      return {
        event: row ?? (opensEvent ? newEventRow(id) : null),
        done: [...new Set(commandIds)].flatMap((commandId) => done.get(commandId) ?? []),
        rows: [...rows.ids].map(([of, ids]) => ({ table: of, rows: [...ids].flatMap((rowId) => table(of.name).get(rowId) ?? []) })),
        selections: [...rows.selections].map(([selection, keys]) => ({
          selection,
          rows: selectRows(selection, table(selection.table.name).values(), keys, limit),
        })),
      };
    },
    readLog({ after, upTo = Infinity }, most = LOG_PAGE) {
      const entries = readable()
        .filter(({ seq }) => seq > after && seq <= upTo)
        .slice(0, most);
      return { entries, upTo: entries.at(-1)?.seq ?? after };
    },
    prune: (kept) => void (pruned = Math.max(pruned, log.length - kept)),
    rows() {
      const ofEvent = (name: string) => [...table(name).values()].map((one) => ({ event_id: id, ...one }));
      return {
        events: row ? [{ ...row }] : [],
        log: log.map(({ commandId, at, ...entry }) => ({ event_id: id, command_id: commandId, at: new Date(at), ...entry })),
        guests: ofEvent("guests"),
        hosts: ofEvent("hosts"),
        messages: ofEvent("messages"),
        commandResults: [...done].map(([command_id, { caller, bodyHash, seq, result }]) => ({
          event_id: id,
          command_id,
          caller,
          body_hash: bodyHash,
          seq,
          result,
        })),
        mails,
      };
    },
  };
}

/** Takes the words of corrected and deleted messages out of a log, as `redact-words.ts` does by SQL. Entries are replaced, never changed: others hold them too. */
function redactLog(log: StoredEntry[], committed: StoredEntry[]): void {
  const reworded = rewordedBy(committed);
  if (reworded.size === 0) return;
  for (const [at, entry] of log.entries()) log[at] = redacted(entry, reworded);
}
