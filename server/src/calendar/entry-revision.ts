import { sql, type Kysely, type Transaction } from "kysely";
import type { Database } from "../db/database.ts";
import type { Columns, Computed, NotNull } from "../db/row-types.ts";

/**
 * SEQUENCE of an entry that was cancelled for its address alone, and invites again: above that CANCEL, which was above the entry
 * before. Calendars take nothing with a lower one (RFC 5546, 2.1.5).
 */
export const entryRevision = (revision: number, cancels: number): number => revision + 2 * cancels;

/** SEQUENCE of the next CANCEL for one address alone. */
export const cancelRevision = (revision: number, cancels: number): number => entryRevision(revision, cancels) + 1;

/** The event's revision that a reply is about; negative: one from before a CANCEL. */
export const revisionOfReply = (sequence: number, cancels: number): number => sequence - 2 * cancels;

type Cancels = NotNull<Columns<"guests", "email">, "email"> & Computed<"cancels", "integer">;

/** How often the entry was cancelled for an address alone, by address: whoever is invited anew is another guest with the same UID. */
export async function cancelsByAddress(db: Kysely<Database> | Transaction<Database>, eventId: string): Promise<Map<string, number>> {
  const found = await sql<Cancels>`
    select email, sum(cancels)::int as cancels from told_guests
    join guests on guests.event_id = told_guests.event_id and guests.id = guest_id
    where told_guests.event_id = ${eventId} and cancels > 0 and email is not null group by email`.execute(db);
  return new Map(found.rows.map(({ email, cancels }) => [email, cancels]));
}
