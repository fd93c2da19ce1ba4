import { randomUUIDv7 } from "node:crypto";
import { sql, type Kysely, type Transaction } from "kysely";
import type { Database } from "../db/database.ts";
import type { Job } from "../jobs/jobs.ts";

export interface QueuedMail {
  /** Why it is sent: the same cause never sends twice. */
  cause: string;
  kind: string;
  recipient: string;
  payload: Record<string, unknown>;
}

export interface WaitingMail extends QueuedMail {
  id: string;
}

export type QueueMail = (tx: Transaction<Database>, mail: QueuedMail) => Promise<void>;

/** Puts mails into the outbox, each with the change that causes it or not at all, and sees to their sending. */
export function createOutbox(enqueue: (tx: Transaction<Database>, jobs: Job[]) => Promise<void>): QueueMail {
  return async (tx, { cause, kind, recipient, payload }) => {
    if (/[\r\n\0]/.test(recipient)) throw new Error("an address with a line break"); // it would become a header of its own
    const queued = await sql<{ id: string }>`
      insert into mails (id, cause, kind, recipient, payload)
      values (${randomUUIDv7()}, ${cause}, ${kind}, ${recipient}, ${JSON.stringify(payload)}::jsonb)
      on conflict (cause) do nothing returning id`.execute(tx);
    const id = queued.rows[0]?.id;
    if (id) await enqueue(tx, [{ name: "sendMail", payload: { mailId: id } }]);
  };
}

/** A mail that has not been sent, refused or dropped yet. */
export async function waitingMail(db: Kysely<Database>, mailId: string): Promise<WaitingMail | null> {
  const found = await sql<WaitingMail>`
    update mails set attempts = attempts + 1 where id = ${mailId} and state = 'queued'
    returning id, cause, kind, recipient, payload`.execute(db);
  return found.rows[0] ?? null;
}

/** Settles a mail for good. What it would have said is forgotten: it may hold links that let people in. */
export async function settleMail(db: Kysely<Database>, mailId: string, state: "sent" | "failed" | "dropped", error: string | null = null) {
  await sql`
    update mails set state = ${state}, last_error = ${error}, payload = '{}',
      sent_at = case when ${state} = 'sent' then now() else null end
    where id = ${mailId} and state = 'queued'`.execute(db);
}
