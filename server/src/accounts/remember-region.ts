import { sql, type Kysely } from "kysely";
import type { Database } from "../db/database.ts";

/** Keeps the country that somebody's browser writes dates for: their invitations are dated so. */
export async function rememberRegion(db: Kysely<Database>, userId: string | undefined, region: string | null): Promise<void> {
  if (!userId || !region) return;
  await sql`update users set region = ${region} where id = ${userId} and region is distinct from ${region}`.execute(db);
}
