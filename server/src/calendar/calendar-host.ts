import type { Kysely } from "kysely";
import { hostOfUid } from "@turnout/contract/calendar";
import type { Database } from "../db/database.ts";

/**
 * The host that the names of all calendar entries end in: that of the public URL at the first start, whatever the public
 * URL has become since. Otherwise each update and cancellation would name an entry that no calendar has.
 */
export async function keptCalendarHost(db: Kysely<Database>, publicUrl: string): Promise<string> {
  const kept = await db.selectFrom("instance").select("calendar_host").executeTakeFirstOrThrow();
  if (kept.calendar_host !== null) return kept.calendar_host;
  await db
    .updateTable("instance")
    .set({ calendar_host: hostOfUid(new URL(publicUrl).host) })
    .where("calendar_host", "is", null) // of processes that start side by side, the first one's stays
    .execute();
  return keptCalendarHost(db, publicUrl);
}
