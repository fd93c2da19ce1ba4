import { randomUUIDv7 } from "node:crypto";
import { sql, type Kysely, type Transaction } from "kysely";
import type { Database } from "../db/database.ts";
import type { Columns, Narrowed } from "../db/row-types.ts";
import { statementsIn, type RunStatement } from "../db/statements.ts";
import type { Job } from "../jobs/jobs.ts";
import { isUrgent } from "./urgent.ts";

export interface QueuedMail {
  /** Why it is sent: the same cause never sends twice. */
  cause: string;
  kind: string;
  recipient: string;
  /** Emptied as soon as the email is settled, since it may contain sign-in links and codes: it keeps whom it was about. */
  payload: Record<string, unknown>;
}

export type WaitingMail = Narrowed<
  Columns<"mails", "id" | "cause" | "kind" | "recipient" | "payload" | "created_at">,
  Pick<QueuedMail, "payload">
>;

export type Enqueue = (run: RunStatement, jobs: Job[]) => Promise<void>;
export type QueueMail = (tx: Transaction<Database>, ...mails: QueuedMail[]) => Promise<void>;

/** Queues emails in the transaction of the change that causes them. */
export function createOutbox(enqueue: Enqueue): QueueMail {
  return async (tx, ...mails) => {
    if (mails.length === 0) return;
    const rows = mails.map((mail) => ({ id: randomUUIDv7(), ...mail }));
    // Ordered by cause, so that two transactions that queue the same emails cannot deadlock.
    const queued = await sql<Columns<"mails", "id" | "kind">>`
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

/** Those of these emails that are not settled yet. Counts an attempt for each. */
export async function waitingMails(db: Kysely<Database>, mailIds: string[]): Promise<WaitingMail[]> {
  const found = await sql<WaitingMail>`
    update mails set attempts = attempts + 1 where id = any(${mailIds}::uuid[]) and state = 'queued'
    returning id, cause, kind, recipient, payload, created_at`.execute(db);
  return found.rows;
}

/** Sets the address that an email goes to, where it has changed since the email was queued. It takes a place in the budget again. */
export async function readdressMail(db: Kysely<Database>, mailId: string, recipient: string): Promise<void> {
  await sql`update mails set recipient = ${recipient}, counted_at = null where id = ${mailId}`.execute(db);
}

/** What an email to a guest keeps once it is sent, so that reports on its delivery are understood. */
export interface SettledAbout {
  eventId: string;
  guestId: string;
  /** The entry that it was about. Absent: none. */
  seq: number | undefined;
}

export interface Fate {
  state: "sent" | "failed" | "dropped";
  /** Why it was not sent, without personal data. */
  reason?: string;
}

/** Sets the final state of emails and erases what nobody needs of their payloads. Returns the ids of those that were not settled before. */
export async function settleMails(tx: Transaction<Database>, settled: { id: string; fate: Fate }[]): Promise<Set<string>> {
  const rows = settled.map(({ id, fate }) => ({ id, state: fate.state, reason: fate.reason ?? null }));
  // The ids by themselves see to it that the planner does not start with all mails there are.
  const fresh = await sql<Columns<"mails", "id">>`
    update mails set state = fate.state, last_error = fate.reason,
      payload = case when fate.state = 'sent' and payload ? 'guestId' then jsonb_strip_nulls(jsonb_build_object(
        'eventId', payload -> 'eventId', 'guestId', payload -> 'guestId', 'seq', payload -> 'seq')) else '{}' end,
      sent_at = case when fate.state = 'sent' then now() else null end
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as fate (id uuid, state text, reason text)
    where mails.id = fate.id and mails.id = any(${rows.map(({ id }) => id)}::uuid[]) and mails.state = 'queued' returning mails.id`.execute(
    tx,
  );
  return new Set(fresh.rows.map(({ id }) => id));
}
