import { sql, type Kysely } from "kysely";
import type { Database } from "../db/database.ts";
import type { Columns, Narrowed } from "../db/row-types.ts";

/** Most emails that the page lists; older ones stay in the table until they are deleted. */
export const MAILBOX_SHOWN = 100;

export type ListedMail = Columns<"mailbox", "id" | "recipient" | "subject" | "received_at">;
export type StoredMail = Narrowed<Columns<"mailbox">, { headers: Record<string, string> }>;

/** The newest emails that contain all these words in address, subject or text, newest first. */
export async function newestMails(db: Kysely<Database>, words = ""): Promise<ListedMail[]> {
  const found = await sql<ListedMail>`
    select id, recipient, subject, received_at from mailbox
    where not exists (
      select from regexp_split_to_table(lower(${words.trim()}), '\\s+') as word
      where strpos(lower(recipient || ' ' || subject || ' ' || body), word) = 0)
    order by received_at desc, id desc limit ${MAILBOX_SHOWN}`.execute(db);
  return found.rows;
}

export async function storedMail(db: Kysely<Database>, id: string): Promise<StoredMail | undefined> {
  const found = await sql<StoredMail>`select * from mailbox where id = ${id}`.execute(db);
  return found.rows[0];
}
