import { isCodeOf, readDoorCode } from "@turnout/contract/door-codes";
import type { FoundByCode } from "@turnout/contract/door";
import { sql, type Kysely } from "kysely";
import type { Database } from "../db/database.ts";
import { doorKeyOf } from "./door-keys.ts";
import { presentGuest } from "./present.ts";
import { guestsTable, type GuestRow } from "./tables.ts";

const COLUMNS = sql.raw(Object.keys(guestsTable.columns).join(", "));

/** A guest of an event, on the list or removed. */
export async function guestRow(db: Kysely<Database>, eventId: string, guestId: string): Promise<GuestRow | undefined> {
  const found = await sql<GuestRow>`select ${COLUMNS} from guests where event_id = ${eventId} and id = ${guestId}`.execute(db);
  return found.rows[0];
}

/** Whose a scanned text is at this event, and whether it counts. */
export async function findByDoorCode(db: Kysely<Database>, eventId: string, text: string): Promise<FoundByCode> {
  const says = readDoorCode(text);
  if (!says) return { verdict: "forged", guest: null };
  if (says.eventId !== eventId) return { verdict: "otherEvent", guest: null };
  const key = await doorKeyOf(db, eventId);
  const guest = (await key.verify(text)) && (await guestRow(db, eventId, says.guestId));
  if (!guest) return { verdict: "forged", guest: null };
  const verdict = guest.removed_at ? "removed" : isCodeOf(says, guest.access_version) ? "listed" : "ended";
  return { verdict, guest: presentGuest(guest) };
}
