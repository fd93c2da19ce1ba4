import { MAX_SENDERS, type Abuse, type MailHealth } from "@turnout/contract/operator";
import { sql, type Kysely } from "kysely";
import type { z } from "zod";
import type { Database } from "../db/database.ts";
import type { Columns, Computed } from "../db/row-types.ts";

const DAY = 86_400_000;
const aDayBefore = (now: Date) => new Date(now.getTime() - DAY);

/** What became of the last day's emails, and what waits. */
export async function mailHealth(db: Kysely<Database>, now: Date): Promise<z.infer<typeof MailHealth>> {
  const since = aDayBefore(now);
  type Counted = Computed<"accepted" | "failed" | "dropped" | "waiting" | "held" | "oldest", "bigint">;
  const mails = await sql<Counted>`
    select count(*) filter (where state = 'sent') as accepted, count(*) filter (where state = 'failed') as failed,
      count(*) filter (where state = 'dropped') as dropped, count(*) filter (where state = 'queued') as waiting,
      count(*) filter (where state = 'queued' and held_until > ${now}) as held,
      coalesce(extract(epoch from ${now}::timestamptz - min(created_at) filter (where state = 'queued')), 0)::bigint as oldest
    from mails where created_at > ${since} or state = 'queued'`.execute(db);
  const { oldest, ...counts } = mails.rows[0]!;
  return {
    ...counts,
    oldestWaitingSeconds: Math.max(0, oldest),
    ...(await suppressionsSince(db, since)),
    lastFailure: await lastFailure(db),
  };
}

async function suppressionsSince(db: Kysely<Database>, since: Date) {
  type Counted = Computed<"bounced" | "complained" | "unsubscribed" | "suppressed", "bigint">;
  const found = await sql<Counted>`
    select count(distinct address_hash) filter (where reason = 'bounced' and created_at > ${since}) as bounced,
      count(distinct address_hash) filter (where reason = 'complained' and created_at > ${since}) as complained,
      count(distinct address_hash) filter (where reason = 'unsubscribed' and created_at > ${since}) as unsubscribed,
      count(distinct address_hash) as suppressed
    from suppressions`.execute(db);
  return found.rows[0]!;
}

async function lastFailure(db: Kysely<Database>): Promise<MailHealth["lastFailure"]> {
  const found = await sql<Columns<"mails", "created_at" | "kind" | "last_error">>`
    select created_at, kind, last_error from mails where state = 'failed' order by created_at desc limit 1`.execute(db);
  const [last] = found.rows;
  return last ? { queuedAt: last.created_at.toISOString(), kind: last.kind, reason: last.last_error ?? "" } : null;
}

/** Which accounts have sent most to people in the last day, the one that sent most first. What a budget counts counts here. */
export async function topSenders(db: Kysely<Database>, now: Date): Promise<Abuse["senders"]> {
  type Row = Columns<"users", "id" | "name" | "email" | "created_at"> & Computed<"emails" | "failed" | "events", "bigint">;
  const found = await sql<Row>`
    select users.id, name, email, users.created_at, emails, failed, events
    from (select sender_id, count(*) as emails, count(*) filter (where state = 'failed') as failed, count(distinct event_id) as events
      from mails where counted_at > ${aDayBefore(now)} and sender_id is not null
      group by sender_id order by emails desc, sender_id limit ${MAX_SENDERS}) counted
    join users on users.id = sender_id order by emails desc, users.id`.execute(db);
  return found.rows.map(({ created_at, ...row }) => ({ ...row, since: created_at.toISOString() }));
}

/** Accounts of the last day. */
export async function newAccounts(db: Kysely<Database>, now: Date): Promise<number> {
  const found = await sql<Computed<"count", "bigint">>`select count(*) as count from users where created_at > ${aDayBefore(now)}`.execute(
    db,
  );
  return found.rows[0]!.count;
}
