import type { EventRow } from "../../../server/src/log/event-row.ts";
import type { Changes, RowChanges } from "../../../server/src/log/store.ts";

/** Any row of an event's tables, with the columns that constraints and selections look at. */
export interface AnyRow {
  id: string;
  email?: string | null;
  user_id?: string | null;
  visit_id?: string | null;
  ticket?: number | null;
  removed_at?: Date | null;
  removed_by?: string | null;
  reply_to?: string | null;
  standing?: string;
  party_size?: number;
  passed_over?: number;
  seq?: number;
  created_by?: string;
  accepted_at?: Date | null;
  revoked_at?: Date | null;
}

export type Rows = Map<string, AnyRow>;

/** What PostgreSQL says of a row that breaks a constraint. */
export class ConstraintBroken extends Error {
  readonly code: "23505" | "23514";
  readonly constraint: string;
  constructor(code: "23505" | "23514", constraint: string) {
    super(`broke ${constraint}`);
    this.code = code;
    this.constraint = constraint;
  }
}

/** A table after some changes, each of them as the statements of `row-statements.ts` do them. */
export function changedTable(before: Rows, { added, changed, columns, removed }: RowChanges): Rows {
  const after = new Map(before);
  for (const id of removed) after.delete(id);
  for (const row of changed as AnyRow[]) {
    const known = after.get(row.id);
    if (known) after.set(row.id, { ...known, ...Object.fromEntries(columns.map((column) => [column, row[column as keyof AnyRow]])) });
  }
  for (const row of added as AnyRow[]) {
    if (after.has(row.id)) throw new ConstraintBroken("23505", "the key");
    after.set(row.id, { ...row });
  }
  return after;
}

/** The constraints of the tables that commands write to, as the migrations say them. */
export function checkTable(name: string, rows: Rows): void {
  if (name === "messages") unique(rows, "messages_in_order", ({ seq }) => seq);
  if (name !== "guests") return;
  unique(rows, "guests_one_per_user", ({ user_id, removed_at }) => (removed_at ? null : user_id));
  unique(rows, "waitlist_pkey", ({ ticket }) => ticket);
  for (const { standing, ticket, party_size, passed_over, email } of rows.values()) {
    if ((standing === "waiting") !== (ticket !== null)) throw new ConstraintBroken("23514", "waiting_has_ticket");
    if (party_size! < 1 || party_size! > 11) throw new ConstraintBroken("23514", "party_size");
    if (passed_over! < 0 || passed_over! > 3) throw new ConstraintBroken("23514", "passed_over");
    if (email && email !== email.toLowerCase()) throw new ConstraintBroken("23514", "email");
  }
}

function unique(rows: Rows, constraint: string, keyOf: (row: AnyRow) => string | number | null | undefined) {
  const known = new Set<string | number>();
  for (const row of rows.values()) {
    const key = keyOf(row);
    if (key == null) continue;
    if (known.has(key)) throw new ConstraintBroken("23505", constraint);
    known.add(key);
  }
}

const counters = [
  "seats_taken",
  "overbooked",
  "maybe_people",
  "waiting_people",
  "waiting_parties",
  "declined_guests",
  "silent_guests",
  "guest_count",
] as const;

export function checkEvent(event: EventRow): void {
  for (const counter of counters) if (event[counter] < 0) throw new ConstraintBroken("23514", counter);
  const { capacity, seats_taken, overbooked } = event;
  if (capacity !== null && capacity < 1) throw new ConstraintBroken("23514", "capacity");
  if (capacity !== null && seats_taken > capacity + overbooked) throw new ConstraintBroken("23514", "never_overbooked");
}

/** The event's row after some changes. */
export const changedEvent = (before: EventRow, { event, changed }: Changes): EventRow => ({
  ...before,
  ...Object.fromEntries(changed.map((column) => [column, event[column]])),
});
