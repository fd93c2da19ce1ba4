import { sql, type Kysely } from "kysely";
import type { Database } from "../db/database.ts";

/** How long a link that has run out is kept: its mail may still be waiting, and begins its life anew when it is sent (days). */
export const LINKS_KEPT_DAYS = 3;

/** Deletes what has run out: sessions, and what mailed links proved. For a job, once a day or oftener. */
export async function forgetExpired(db: Kysely<Database>, now: Date): Promise<void> {
  await sql`delete from sessions where expires_at <= ${now}`.execute(db);
  const oldest = new Date(now.getTime() - LINKS_KEPT_DAYS * 86_400_000);
  await sql`delete from verifications where expires_at <= ${oldest}`.execute(db);
}
