import type { NotificationKind } from "@turnout/contract/notifications";
import type { Transaction } from "kysely";
import type { Database } from "../db/database.ts";

/** How long channels outside the app wait (ms): who has read the notification in the app by then gets nothing more of it. */
export const LIVE_GRACE = 10_000;

/** A notification that nobody had before. */
export interface FreshNotification {
  id: string;
  eventId: string;
  kind: NotificationKind;
  /** The entry that caused it. */
  seq: number;
  /** The event's revision that it is about, if it is about one. */
  revision: number | null;
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
