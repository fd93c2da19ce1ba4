import type { NotificationKind } from "@turnout/contract/notifications";
import type { Kysely, Transaction } from "kysely";
import { sql } from "kysely";
import type { Database } from "../db/database.ts";
import type { Columns } from "../db/row-types.ts";

/** How long channels outside the app wait (ms): who has read the notification in the app by then gets nothing more of it. */
export const LIVE_GRACE = 10_000;

/** A notification that nobody had before. */
export interface FreshNotification {
  id: string;
  eventId: string;
  kind: NotificationKind;
  /** A host's account; null: it is a guest's. */
  userId: string | null;
  guestId: string | null;
  /** The account of the host or of the guest. Null: a guest without one. */
  accountId: string | null;
}

/**
 * One way, beside the list in the app, by which notifications reach people. `queue` runs in the transaction that makes them, once for
 * each: it queues jobs that start after `LIVE_GRACE`, which ask `unreadAmong` before they send.
 */
export interface Channel {
  queue(tx: Transaction<Database>, fresh: FreshNotification[]): Promise<void>;
}

/** Those of these notifications that nobody has read, and whose person still hosts the event or is on its list. */
export async function unreadAmong(db: Kysely<Database> | Transaction<Database>, ids: string[]): Promise<Columns<"notifications">[]> {
  const found = await sql<Columns<"notifications">>`
    select notifications.* from notifications
    where id = any(${ids}::uuid[]) and read_at is null
      and (exists (select from hosts where hosts.event_id = notifications.event_id and hosts.id = notifications.user_id)
        or exists (select from guests where guests.id = notifications.guest_id and removed_at is null and delivery <> 'revoked'))`.execute(
    db,
  );
  return found.rows;
}
