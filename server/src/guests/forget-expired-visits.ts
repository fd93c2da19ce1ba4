import { sql, type Kysely } from "kysely";
import type { Database } from "../db/database.ts";

/** How long a spent code is kept, so that whoever asks why theirs was refused can be told (days). */
export const CODES_KEPT_DAYS = 1;

/** Forgets browsers that have not come back in time, and codes that open nothing any more. */
export async function forgetExpiredVisits(db: Kysely<Database>, now: Date): Promise<void> {
  const oldest = new Date(now.getTime() - CODES_KEPT_DAYS * 86_400_000);
  await sql`delete from visits where expires_at <= ${now}`.execute(db);
  await sql`delete from recovery_codes where expires_at <= ${oldest}`.execute(db);
}
