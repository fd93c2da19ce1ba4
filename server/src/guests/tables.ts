import type { Standing } from "@turnout/contract/guests";
import type { DeliveryState } from "@turnout/contract/invitations";
import { sql } from "kysely";
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
  columns: [
    "id",
    "name",
    "email",
    "user_id",
    "standing",
    "party_size",
    "plus_ones",
    "plus_ones_allowed",
    "note",
    "ticket",
    "passed_over",
    "source",
    "locale",
    "access_version",
    "answered_at",
    "added_at",
    "removed_at",
    "delivery",
  ],
};

/** The parties in line, longest waiting first. */
export const waitingLine: Selection<GuestRow> = {
  name: "waitingLine",
  table: guestsTable,
  where: (_keys, limit) => sql`ticket is not null order by ticket limit ${limit}`,
};

export const guestsByEmail: Selection<GuestRow> = {
  name: "guestsByEmail",
  table: guestsTable,
  where: (emails) => sql`email = any(${emails}) and removed_at is null`,
};

export const guestsByUser: Selection<GuestRow> = {
  name: "guestsByUser",
  table: guestsTable,
  where: (userIds) => sql`user_id = any(${userIds}::uuid[]) and removed_at is null`,
};
