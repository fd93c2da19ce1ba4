import { sql, type Kysely } from "kysely";
import type { Database } from "../db/database.ts";

/** How long a used code is kept (days), so that the reason for a refusal can be looked up. */
export const CODES_KEPT_DAYS = 1;

/** Deletes expired visits and recovery codes. */
export async function forgetExpiredVisits(db: Kysely<Database>, now: Date): Promise<void> {
  const oldest = new Date(now.getTime() - CODES_KEPT_DAYS * 86_400_000);
  await sql`delete from visits where expires_at <= ${now}`.execute(db);
  await sql`delete from recovery_codes where expires_at <= ${oldest}`.execute(db);
}
