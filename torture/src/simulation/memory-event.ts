import type { StoredEntry } from "@turnout/contract/log";
import { redacted, rewordedBy } from "@turnout/contract/redact";
import type { GuestRow } from "../../../server/src/guests/tables.ts";
import type { EventRow } from "../../../server/src/log/event-row.ts";
import { LOG_PAGE } from "../../../server/src/log/read-log.ts";
import type { Changes, CommandRecord, Found, LogPage, WantsOfEvent } from "../../../server/src/log/store.ts";
import { eventColumns } from "../../../server/src/log/table-columns.ts";
import type { TellGuest } from "../../../server/src/notifications/job-payloads.ts";
import { jobsFor } from "../../../server/src/notifications/jobs-for.ts";
import type { FinalState } from "../history.ts";
import { changedEvent, changedTable, checkEvent, checkTable, ConstraintBroken, type Rows } from "./memory-rows.ts";
import { selectRows } from "./select-rows.ts";

export type MemoryEvent = ReturnType<typeof createMemoryEvent>;
type Mail = FinalState["mails"][number];

const fresh = Object.fromEntries(Object.entries(eventColumns).map(([name, column]) => [name, column.fresh])) as unknown as EventRow;

/** What a database holds of one event. */
export function createMemoryEvent(id: string, isTaken: (guestId: string) => boolean) {
  let row: EventRow | null = null;
  /** Another one each time that a transaction writes anything. */
  let version = 0;
  /** As the table's defaults make it. */
  const newRow: EventRow = { ...fresh, id };
  const log: StoredEntry[] = [];
  /** Entries up to this position are not read any more. */
  let pruned = 0;
  const tables = new Map<string, Rows>();
  const done = new Map<string, CommandRecord>();
  const mails: Mail[] = [];
  const table = (name: string): Rows => tables.get(name) ?? new Map();

  /** How to write all of it; throws when it breaks a constraint. */
  function check(changes: Changes): () => void {
    const event = changedEvent(row ?? newRow, changes);
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
      version += 1;
      for (const [name, rows] of changed) tables.set(name, rows);
      log.push(...changes.entries);
      redactLog(log, changes.entries);
      mails.push(...mailsCausedBy(id, changes.entries, table("guests")));
      for (const record of changes.done) done.set(record.commandId, record);
    };
  }

  const resultsOf = ({ commandIds }: WantsOfEvent) => [...new Set(commandIds)].flatMap((commandId) => done.get(commandId) ?? []);

  const rowsOf = ({ rows }: WantsOfEvent) =>
    [...rows.ids].map(([of, ids]) => ({ table: of, rows: [...ids].flatMap((rowId) => table(of.name).get(rowId) ?? []) }));

  const selectionsOf = ({ rows }: WantsOfEvent, limit: number) =>
    [...rows.selections].map(([selection, keys]) => ({
      selection,
      rows: selectRows(selection, table(selection.table.name).values(), keys, limit),
    }));

  const readable = () => (pruned === 0 ? log : log.filter(({ seq }) => seq > pruned));

  return {
    /** Null: there is no such event. */
    get row() {
      return row;
    },
    get version() {
      return `${version}`;
    },
    table,
    check,
    find(wants: WantsOfEvent, limit: number): Omit<Found, "epoch" | "isHeld"> {
      const event = row ?? (wants.opensEvent ? { ...newRow } : null);
      return { event, version: `${version}`, done: resultsOf(wants), rows: rowsOf(wants), selections: selectionsOf(wants, limit) };
    },
    resultsOf,
    rowsOf,
    selectionsOf,
    readLog({ after, upTo = Infinity }: { after: number; upTo?: number }, most = LOG_PAGE): LogPage {
      const entries = readable()
        .filter(({ seq }) => seq > after && seq <= upTo)
        .slice(0, most);
      return { entries, upTo: entries.at(-1)?.seq ?? after };
    },
    /** Forgets all but the last entries. */
    prune: (kept: number) => void (pruned = Math.max(pruned, log.length - kept)),
    /** All of it, and the mails that were sent because of it. */
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

/** The mails to single guests that entries cause, as a worker sends them that is never late. */
function mailsCausedBy(eventId: string, entries: StoredEntry[], guests: Rows): Mail[] {
  return entries
    .flatMap((entry) => jobsFor(eventId, entry))
    .flatMap(({ name, payload }) => {
      if (name !== "tellGuest") return [];
      const { kind, guestId, seq } = payload as unknown as TellGuest;
      const { email, removed_at, delivery } = guests.get(guestId) as unknown as GuestRow;
      if (email === null || removed_at || delivery === "revoked") return [];
      return [{ to: email, kind, messageId: `<${kind}-${guestId}-${seq}@example.org>`, subject: kind }];
    });
}
