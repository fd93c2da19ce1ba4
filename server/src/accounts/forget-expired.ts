import { sql, type Kysely } from "kysely";
import type { Database } from "../db/database.ts";

/** How long an expired token is kept (days): its email may still be queued, and extends it when it is sent. */
export const LINKS_KEPT_DAYS = 3;

/** Deletes expired sessions and verification tokens. Run by a job at least once a day. */
export async function forgetExpired(db: Kysely<Database>, now: Date): Promise<void> {
  await sql`delete from sessions where expires_at <= ${now}`.execute(db);
  const oldest = new Date(now.getTime() - LINKS_KEPT_DAYS * 86_400_000);
  await sql`delete from verifications where expires_at <= ${oldest}`.execute(db);
}
