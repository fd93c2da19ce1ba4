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
  /** Where they stood when they were removed; null for who is on the list. */
  removed_standing: Standing | null;
  delivery: DeliveryState;
  /** The browser whose first answer put them on the list, or what stands for it where they were signed in; null where a host did. */
  visit_id: string | null;
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
    removed_standing: "text",
    delivery: "text",
    visit_id: "uuid",
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

/** Those who were removed are among them: they are not let in again by answering anew. */
export const guestsByEmail: Selection<GuestRow> = {
  name: "guestsByEmail",
  table: guestsTable,
  keys: "text",
  where: "email = wanted.key",
};

/** Those who were removed are among them. */
export const guestsByUser: Selection<GuestRow> = {
  name: "guestsByUser",
  table: guestsTable,
  keys: "uuid",
  where: "user_id = wanted.key",
};

/** Those who were removed are among them. */
export const guestsByVisit: Selection<GuestRow> = {
  name: "guestsByVisit",
  table: guestsTable,
  keys: "uuid",
  where: "visit_id = wanted.key",
};
