import { sql, type Kysely } from "kysely";
import type { Database } from "../db/database.ts";

/** How long records of emails, and emails on the mailbox page, are kept (days). */
export const MAIL_KEPT_DAYS = 30;

/** Deletes emails past their time, also those that could never be sent. */
export async function forgetOldMail(db: Kysely<Database>, now: Date): Promise<void> {
  const oldest = new Date(now.getTime() - MAIL_KEPT_DAYS * 86_400_000);
  await sql`delete from mails where created_at < ${oldest}`.execute(db);
  await sql`delete from mailbox where received_at < ${oldest}`.execute(db);
}
