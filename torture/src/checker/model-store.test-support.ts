import type { StoredEntry } from "@turnout/contract/log";
import type { EventRow } from "../../../server/src/log/event-row.ts";
import type { Changes, CommandRecord, Store } from "../../../server/src/log/store.ts";
import type { Row } from "../history.ts";

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

  function apply({ event: columns, rows, entries, done: records }: Changes) {
    event = { ...event!, ...columns };
    for (const { table, added, changed, removed } of rows) {
      for (const row of [...added, ...changed]) tableOf(table.name).set(row.id, row);
      for (const id of removed) tableOf(table.name).delete(id);
    }
    log.push(...structuredClone(entries));
    for (const { body } of entries) if (body.type === "chat.deleted") redact(log, body.messageId);
    for (const record of records) done.set(record.commandId, record);
  }

  return {
    get event() {
      return event;
    },
    log,
    table: (name) => tableOf(name) as never,
    async change(_eventId, wants, decide) {
      event ??= wants.opensEvent ? emptyEvent(eventId) : null;
      const { result, changes } = decide({
        epoch: eventId,
        event,
        done: wants.commandIds.flatMap((id) => done.get(id) ?? []),
        rows: [...wants.rows.ids].map(([table, ids]) => ({ table, rows: [...ids].flatMap((id) => tableOf(table.name).get(id) ?? []) })),
        selections: [...wants.rows.selections].map(([selection, keys]) => ({
          selection,
          rows: select(selection.name, [...tableOf(selection.table.name).values()], keys).slice(0, wants.limit),
        })),
      });
      if (changes) apply(changes);
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

interface AnyRow {
  id: string;
  ticket?: number | null;
  email?: string | null;
  user_id?: string | null;
  removed_at?: Date | null;
  reply_to?: string | null;
}

function select(name: string, rows: AnyRow[], keys: Set<string>): AnyRow[] {
  switch (name) {
    case "waitingLine":
      return rows.filter(({ ticket }) => ticket != null).toSorted((a, b) => a.ticket! - b.ticket!);
    case "guestsByEmail":
      return rows.filter(({ email, removed_at }) => email != null && keys.has(email) && !removed_at);
    case "guestsByUser":
      return rows.filter(({ user_id, removed_at }) => user_id != null && keys.has(user_id) && !removed_at);
    case "repliesTo":
      return rows.filter(({ reply_to }) => reply_to != null && keys.has(reply_to));
    case "allHostsOf":
      return rows;
    default:
      throw new Error(`The model store knows no selection ${name}.`);
  }
}

function redact(log: StoredEntry[], messageId: string) {
  for (const { body } of log) {
    if (body.type === "chat.edited" && body.messageId === messageId) body.text = "";
    if (body.type !== "chat.posted") continue;
    if (body.message.messageId === messageId) Object.assign(body.message, { text: "", replyTo: null });
    if (body.message.replyTo?.messageId === messageId) body.message.replyTo.excerpt = "";
  }
}

const emptyEvent = (id: string): EventRow => ({
  id,
  log_seq: 0,
  created_at: new Date(0),
  title: "",
  description: "",
  starts_at: null,
  ends_at: null,
  zone: "UTC",
  place: { kind: "later" },
  cover_theme: "confetti",
  cover_image_id: null,
  capacity: null,
  plus_ones_allowed: 3,
  waitlist: true,
  waitlist_rule: "strict",
  answers_close_at: null,
  guest_list_for: "guests",
  visibility: "link",
  chat: "open",
  status: "draft",
  cancel_note: "",
  revision: 0,
  share_version: 1,
  seats_taken: 0,
  overbooked: 0,
  maybe_people: 0,
  waiting_people: 0,
  waiting_parties: 0,
  declined_guests: 0,
  silent_guests: 0,
  guest_count: 0,
  last_ticket: 0,
  faces: [],
});
