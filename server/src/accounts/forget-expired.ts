import { sql, type Kysely } from "kysely";
import type { Database } from "../db/database.ts";

/** Deletes what has run out: sessions, and what mailed links proved. For a job, once a day or oftener. */
export async function forgetExpired(db: Kysely<Database>, now: Date): Promise<void> {
  await sql`delete from sessions where expires_at <= ${now}`.execute(db);
  await sql`delete from verifications where expires_at <= ${now}`.execute(db);
}
