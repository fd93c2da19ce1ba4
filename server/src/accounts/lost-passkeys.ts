import { normalizeEmail } from "@turnout/contract/email-address";
import { sql, type Kysely } from "kysely";
import { audit } from "../audit/audit.ts";
import type { Database } from "../db/database.ts";
import type { Columns } from "../db/row-types.ts";
import { deleteSessions } from "./own-sessions.ts";

/**
 * Removes all passkeys of an account whose owner has lost them, and ends its sessions: whoever found the device may be in one. Returns how many
 * there were; null if there is no such account.
 */
export async function removeLostPasskeys(db: Kysely<Database>, email: string): Promise<number | null> {
  return db.transaction().execute(async (tx) => {
    const found = await sql<Columns<"users", "id">>`select id from users where email = ${normalizeEmail(email)} for update`.execute(tx);
    const [user] = found.rows;
    if (!user) return null;
    const removed = await sql`delete from passkeys where user_id = ${user.id} returning id`.execute(tx);
    await deleteSessions(tx, user.id);
    for (const _ of removed.rows) await audit(tx, { action: "passkey.removed", actorId: null, subjectId: user.id });
    return removed.rows.length;
  });
}
