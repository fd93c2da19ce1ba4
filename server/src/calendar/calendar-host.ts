import type { Kysely } from "kysely";
import { hostOfUid } from "@turnout/contract/calendar";
import type { Database } from "../db/database.ts";

/**
 * The host part of all calendar UIDs: that of the public URL at the first start, even if the public URL has changed
 * since. Otherwise updates and cancellations would have UIDs that no calendar knows.
 */
export async function keptCalendarHost(db: Kysely<Database>, publicUrl: string): Promise<string> {
  const kept = await db.selectFrom("instance").select("calendar_host").executeTakeFirstOrThrow();
  if (kept.calendar_host !== null) return kept.calendar_host;
  await db
    .updateTable("instance")
    .set({ calendar_host: hostOfUid(new URL(publicUrl).host) })
    .where("calendar_host", "is", null) // of processes that start together, the first one's is kept
    .execute();
  return keptCalendarHost(db, publicUrl);
}
