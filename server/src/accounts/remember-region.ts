import { sql, type Kysely } from "kysely";
import type { Database } from "../db/database.ts";

/** Stores the region of the user's browser, by which dates in their emails are written. */
export async function rememberRegion(db: Kysely<Database>, userId: string | undefined, region: string | null): Promise<void> {
  if (!userId || !region) return;
  await sql`update users set region = ${region} where id = ${userId} and region is distinct from ${region}`.execute(db);
}
