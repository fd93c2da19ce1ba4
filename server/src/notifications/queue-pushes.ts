import type { NotificationKind } from "@turnout/contract/notifications";
import { sql, type Kysely, type RawBuilder, type Transaction } from "kysely";
import type { Database } from "../db/database.ts";
import type { Columns } from "../db/row-types.ts";
import { statementsIn } from "../db/statements.ts";
import type { Enqueue } from "../mail/outbox.ts";
import type { SendPush } from "./job-payloads.ts";

/** What people are notified of by push: all that is in the app's list. */
export type PushKind = NotificationKind;

export interface PushedNews {
  eventId: string;
  kind: PushKind;
  /** Why: no browser gets the same cause twice. */
  cause: string;
  /** Ids and positions, from which the words are made when it is sent. */
  payload: Record<string, unknown>;
}

export interface QueuePushDeps {
  db: Kysely<Database>;
  enqueue: Enqueue;
  now: () => Date;
}

/** By which browsers a guest's notifications are seen: those of their account, and those that their link admits. */
export const browsersOf = sql.raw(`
  select whom.id as guest_id, sub.id as subscription_id from whom
  join push_subscriptions sub on sub.user_id = whom.user_id
  union
  select whom.id, sub.id from whom
  join visit_grants grants on grants.guest_id = whom.id and grants.event_id = whom.event_id and grants.access_version = whom.access_version
    and (grants.made_by is null or exists (select from hosts maker where maker.event_id = whom.event_id and maker.id = grants.made_by))
  join push_subscriptions sub on sub.visit_id = grants.visit_id`);

/**
 * Queues a message for each browser of these guests (a condition on `guests`), whether they have an address or not. A job that runs again after a
 * crash queues none twice.
 */
export async function queuePushes(deps: QueuePushDeps, news: PushedNews, whom: RawBuilder<unknown>): Promise<void> {
  await deps.db.transaction().execute((tx) => queueIn(tx, deps, news, whom));
}

async function queueIn(
  tx: Transaction<Database>,
  { enqueue, now }: QueuePushDeps,
  { eventId, kind, cause, payload }: PushedNews,
  whom: RawBuilder<unknown>,
) {
  // Ordered, so that two transactions that queue the same cannot deadlock. A browser of two guests gets it once.
  const queued = await sql<Columns<"push_messages", "id">>`
    with whom as (select id, event_id, user_id, access_version from guests where event_id = ${eventId} and removed_at is null and ${whom})
    insert into push_messages (id, subscription_id, cause, kind, event_id, guest_id, payload, created_at)
    select gen_random_uuid(), subscription_id, ${cause}, ${kind}, ${eventId}, guest_id, ${JSON.stringify(payload)}::jsonb, ${now()}::timestamptz
    from (${browsersOf}) browsers order by subscription_id, guest_id
    on conflict (subscription_id, cause) do nothing returning id`.execute(tx);
  await queueSending(tx, enqueue, queued.rows);
}

/** Queues the sending of stored messages, in the transaction that stores them. */
export async function queueSending(
  tx: Transaction<Database>,
  enqueue: Enqueue,
  messages: { id: string }[],
  startAfter?: Date,
): Promise<void> {
  const jobs = messages.map(({ id }) => ({
    name: "sendPush" as const,
    payload: { messageId: id, tries: 0 } satisfies SendPush,
    ...(startAfter && { startAfter }),
  }));
  if (jobs.length > 0) await enqueue(statementsIn(tx), jobs);
}
