import type { Standing } from "@turnout/contract/guests";
import type { DeliveryState } from "@turnout/contract/invitations";
import type { Columns, Narrowed } from "../db/row-types.ts";
import type { ColumnTypes, EventTable, Selection } from "../log/event-table.ts";

const columns = {
  id: "uuid",
  name: "text",
  email: "text",
  user_id: "uuid",
  standing: "text",
  /** People this answer is about, the guest included. */
  party_size: "integer",
  /** A name, or an empty string, for each person brought along. */
  plus_ones: "jsonb",
  /** Overrides the event's limit for this guest. */
  plus_ones_allowed: "integer",
  note: "text",
  /** The number drawn when joining the waitlist; kept until leaving it. */
  ticket: "integer",
  passed_over: "integer",
  source: "text",
  locale: "text",
  /** Raised to revoke every link and visit of this guest. */
  access_version: "integer",
  answered_at: "timestamptz",
  added_at: "timestamptz",
  removed_at: "timestamptz",
  /** Their standing when they were removed; null for guests on the list. */
  removed_standing: "text",
  delivery: "text",
  /** The browser whose first answer put them on the list, or what stands for it where they were signed in; null where a host did. */
  visit_id: "uuid",
} as const satisfies ColumnTypes<"guests">;

export type GuestRow = Narrowed<
  Columns<"guests", keyof typeof columns>,
  {
    standing: Standing;
    plus_ones: string[];
    source: "invited" | "link" | "walkIn" | "host";
    removed_standing: Standing | null;
    delivery: DeliveryState;
  }
>;

export const guestsTable: EventTable<GuestRow> = { name: "guests", columns };

/** The waitlist, longest waiting first. */
export const waitlist: Selection<GuestRow> = {
  name: "waitlist",
  table: guestsTable,
  keys: null,
  where: "ticket is not null",
  inOrderOf: "ticket",
};

/** Removed guests included, who must not get back on the list by answering again. */
export const guestsByEmail: Selection<GuestRow> = {
  name: "guestsByEmail",
  table: guestsTable,
  keys: "text",
  where: "email = wanted.key",
};

/** Removed guests included. */
export const guestsByUser: Selection<GuestRow> = {
  name: "guestsByUser",
  table: guestsTable,
  keys: "uuid",
  where: "user_id = wanted.key",
};

/** Removed guests included. */
export const guestsByVisit: Selection<GuestRow> = {
  name: "guestsByVisit",
  table: guestsTable,
  keys: "uuid",
  where: "visit_id = wanted.key",
};
