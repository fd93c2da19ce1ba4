import { randomUUIDv7 } from "node:crypto";
import { sql, type Kysely, type Transaction } from "kysely";
import type { Database } from "../db/database.ts";
import { statementsIn, type RunStatement } from "../db/statements.ts";
import type { Job } from "../jobs/jobs.ts";
import { isUrgent } from "./urgent.ts";

export interface QueuedMail {
  /** Why it is sent: the same cause never sends twice. */
  cause: string;
  kind: string;
  recipient: string;
  /** Emptied as soon as the mail is on its way: it may hold what lets people in. */
  payload: Record<string, unknown>;
}

export interface WaitingMail extends QueuedMail {
  id: string;
}

export type Enqueue = (run: RunStatement, jobs: Job[]) => Promise<void>;
export type QueueMail = (tx: Transaction<Database>, ...mails: QueuedMail[]) => Promise<void>;

/** Puts mails into the outbox, each with the change that causes it or not at all, and sees to their sending. */
export function createOutbox(enqueue: Enqueue): QueueMail {
  return async (tx, ...mails) => {
    if (mails.length === 0) return;
    const rows = mails.map((mail) => ({ id: randomUUIDv7(), ...mail }));
    // In the order of their causes: two who queue the same mails must not wait for each other in a circle.
    const queued = await sql<{ id: string; kind: string }>`
      insert into mails (id, cause, kind, recipient, payload)
      select id, cause, kind, recipient, payload
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as mail (id uuid, cause text, kind text, recipient text, payload jsonb)
      order by cause
      on conflict (cause) do nothing returning id, kind`.execute(tx);
    await enqueue(
      statementsIn(tx),
      queued.rows.map(({ id, kind }) => ({ name: isUrgent(kind) ? "sendUrgentMail" : "sendMail", payload: { mailId: id } })),
    );
  };
}

/** Those of these mails that have not been sent, refused or dropped yet. */
export async function waitingMails(db: Kysely<Database>, mailIds: string[]): Promise<WaitingMail[]> {
  const found = await sql<WaitingMail>`
    update mails set attempts = attempts + 1 where id = any(${mailIds}::uuid[]) and state = 'queued'
    returning id, cause, kind, recipient, payload`.execute(db);
  return found.rows;
}

export interface Fate {
  state: "sent" | "failed" | "dropped";
  /** Why it was not sent. Names nobody. */
  reason?: string;
}

/** Settles mails for good, and forgets what they would have said. Returns those that had not been settled before. */
export async function settleMails(tx: Transaction<Database>, settled: { id: string; fate: Fate }[]): Promise<Set<string>> {
  const rows = settled.map(({ id, fate }) => ({ id, state: fate.state, reason: fate.reason ?? null }));
  const fresh = await sql<{ id: string }>`
    update mails set state = fate.state, last_error = fate.reason, payload = '{}',
      sent_at = case when fate.state = 'sent' then now() else null end
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as fate (id uuid, state text, reason text)
    where mails.id = fate.id and mails.state = 'queued' returning mails.id`.execute(tx);
  return new Set(fresh.rows.map(({ id }) => id));
}
