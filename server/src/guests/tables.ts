import type { Standing } from "@turnout/contract/guests";
import type { DeliveryState } from "@turnout/contract/invitations";
import type { EventTable, Selection } from "../log/event-table.ts";

export interface GuestRow {
  id: string;
  name: string;
  email: string | null;
  user_id: string | null;
  standing: Standing;
  /** People this answer is about, the guest included. */
  party_size: number;
  /** A name, or an empty string, for each person brought along. */
  plus_ones: string[];
  /** Overrides the event's limit for this guest. */
  plus_ones_allowed: number | null;
  note: string;
  /** The number drawn when joining the waitlist; kept until leaving it. */
  ticket: number | null;
  passed_over: number;
  source: "invited" | "link" | "walkIn" | "host";
  locale: string | null;
  /** Raised to end every link and browser that this guest came in through. */
  access_version: number;
  answered_at: Date | null;
  added_at: Date;
  removed_at: Date | null;
  delivery: DeliveryState;
}

export const guestsTable: EventTable<GuestRow> = {
  name: "guests",
  columns: {
    id: "uuid",
    name: "text",
    email: "text",
    user_id: "uuid",
    standing: "text",
    party_size: "integer",
    plus_ones: "jsonb",
    plus_ones_allowed: "integer",
    note: "text",
    ticket: "integer",
    passed_over: "integer",
    source: "text",
    locale: "text",
    access_version: "integer",
    answered_at: "timestamptz",
    added_at: "timestamptz",
    removed_at: "timestamptz",
    delivery: "text",
  },
};

/** The parties in line, longest waiting first. */
export const waitingLine: Selection<GuestRow> = {
  name: "waitingLine",
  table: guestsTable,
  keys: null,
  where: "ticket is not null",
  inOrderOf: "ticket",
};

export const guestsByEmail: Selection<GuestRow> = {
  name: "guestsByEmail",
  table: guestsTable,
  keys: "text",
  where: "email = wanted.key and removed_at is null",
};

export const guestsByUser: Selection<GuestRow> = {
  name: "guestsByUser",
  table: guestsTable,
  keys: "uuid",
  where: "user_id = wanted.key and removed_at is null",
};
