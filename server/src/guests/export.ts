import type { Kysely } from "kysely";
import { writeCsv } from "@turnout/contract/csv-export";
import type { Database } from "../db/database.ts";
import { allGuests } from "./queries.ts";

export const guestHeader = ["name", "email", "answer", "people", "with", "note", "ticket", "answered at", "tags"];

type GuestRow = Awaited<ReturnType<typeof allGuests>>[number];

/** A guest's cells, in the header's order. */
export const guestCells = (guest: GuestRow): string[] => [
  guest.name,
  guest.email ?? "",
  guest.standing,
  String(guest.party_size),
  guest.plus_ones.filter((name) => name !== "").join(", "),
  guest.note,
  guest.ticket === null ? "" : String(guest.ticket),
  guest.answered_at?.toISOString() ?? "",
  guest.tags.join(", "),
];

/** The guest list as CSV, safe from formula injection. */
export async function guestsCsv(db: Kysely<Database>, eventId: string): Promise<string> {
  const guests = await allGuests(db, eventId);
  return writeCsv([guestHeader, ...guests.map(guestCells)]);
}
