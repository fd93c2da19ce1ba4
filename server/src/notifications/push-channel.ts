import { sql } from "kysely";
import type { Columns } from "../db/row-types.ts";
import { LIVE_GRACE, type Channel, type FreshNotification } from "./channels.ts";
import { wantedBy } from "./choices.ts";
import { browsersOf, queueSending, type QueuePushDeps } from "./queue-pushes.ts";

/**
 * Web push as a way by which notifications reach people who want it for that kind: a message for each browser of theirs, sent once `LIVE_GRACE`
 * has passed, unless the notification was read by then.
 */
export function pushChannel({ enqueue, now }: Omit<QueuePushDeps, "db">): Channel {
  return {
    async queue(tx, fresh) {
      const wanted = await wantedBy(tx, "push", fresh);
      if (wanted.length === 0) return;
      const column = (of: (one: FreshNotification) => string | null) => wanted.map(of);
      // Ordered, so that two transactions that queue the same cannot deadlock. A browser of two guests gets it once.
      const queued = await sql<Columns<"push_messages", "id">>`
        with fresh as (
          select * from unnest(${column(({ id }) => id)}::uuid[], ${column(({ eventId }) => eventId)}::uuid[],
            ${column(({ userId }) => userId)}::uuid[], ${column(({ guestId }) => guestId)}::uuid[], ${column(({ kind }) => kind)}::text[],
            ${column(causeOf)}::text[], ${column((one) => JSON.stringify(payloadOf(one)))}::jsonb[])
            as fresh (id, event_id, user_id, guest_id, kind, cause, payload)),
        whom as (select guests.id, guests.event_id, guests.user_id, guests.access_version from fresh join guests on guests.id = fresh.guest_id),
        browsers as (
          select fresh.id, sub.id as subscription_id from fresh join push_subscriptions sub on sub.user_id = fresh.user_id
          union
          select fresh.id, browsers.subscription_id from (${browsersOf}) browsers join fresh on fresh.guest_id = browsers.guest_id)
        insert into push_messages (id, subscription_id, notification_id, cause, kind, event_id, guest_id, payload, created_at)
        select gen_random_uuid(), subscription_id, fresh.id, cause, kind, event_id, guest_id, payload, ${now()}::timestamptz
        from browsers join fresh on fresh.id = browsers.id order by subscription_id, guest_id
        on conflict (subscription_id, cause) do nothing returning id`.execute(tx);
      await queueSending(tx, enqueue, queued.rows, new Date(now().getTime() + LIVE_GRACE));
    },
  };
}

/** As versions without notifications name it where they know the kind: during an upgrade both may see to one entry. */
function causeOf({ kind, eventId, guestId, seq, revision }: FreshNotification): string {
  if (kind === "promoted") return `promoted:${eventId}:${guestId}:${seq}`;
  return revision === null ? `${kind}:${eventId}:${seq}` : `${kind}:${eventId}:revision ${revision}`;
}

const payloadOf = ({ seq, revision }: FreshNotification) => (revision === null ? { seq } : { revision, seq });
