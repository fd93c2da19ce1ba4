import { randomUUIDv7 } from "node:crypto";
import { sql, type Transaction } from "kysely";
import type { Database } from "../db/database.ts";

export interface QueuedMail {
  /** Why it is sent: the same cause never sends twice. */
  cause: string;
  kind: string;
  recipient: string;
  payload: Record<string, unknown>;
}

/** Puts a mail into the outbox, with the change that causes it or not at all. */
export async function queueMail(tx: Transaction<Database>, mail: QueuedMail): Promise<void> {
  await sql`
    insert into mails (id, cause, kind, recipient, payload)
    values (${randomUUIDv7()}, ${mail.cause}, ${mail.kind}, ${mail.recipient}, ${JSON.stringify(mail.payload)})
    on conflict (cause) do nothing`.execute(tx);
}
