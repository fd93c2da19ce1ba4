import { excerptOf } from "@turnout/contract/message-words";
import type { Standing } from "@turnout/contract/guests";
import {
  actionKinds,
  MAX_NOTIFICATIONS_LISTED,
  MAX_UNREAD_COUNTED,
  NOTIFICATIONS_KEPT_DAYS,
  type Notification,
  type NotificationKind,
} from "@turnout/contract/notifications";
import { sql, type Kysely, type RawBuilder } from "kysely";
import type { Database } from "../db/database.ts";
import { inBellOf } from "./choices.ts";
import type { Columns, Computed, Narrowed, Outer, Renamed } from "../db/row-types.ts";

/** Notifications deleted by one statement, so that many do not exceed the statement timeout. */
const AT_ONCE = 10_000;

/**
 * An account's notifications, as host and as guest, of events where it still is one of them. Nothing of messages that were deleted or
 * cannot be read any more, nor of guests who were removed; and nothing that the account does not want in the app.
 */
const visibleTo = (userId: string): RawBuilder<unknown> =>
  visible(sql`
    select own.* from (
      select notifications.* from notifications join hosts on hosts.event_id = notifications.event_id and hosts.id = notifications.user_id
      where notifications.user_id = ${userId}
      union all
      select notifications.* from guests join notifications on notifications.guest_id = guests.id
      where guests.user_id = ${userId} and removed_at is null) as own
    where ${inBellOf(userId)}`);

const visible = (own: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  select own.*, events.title, about.name as about_name, messages.author_name, messages.text, bulletins.subject, writer.name as writer_name
  from (${own}) as own
  join events on events.id = own.event_id
  left join guests about on about.event_id = own.event_id and about.id = own.about_id and about.removed_at is null
  left join messages on messages.event_id = own.event_id and messages.id = own.message_id and messages.deleted_by is null
  left join bulletins on bulletins.event_id = own.event_id and bulletins.id = own.bulletin_id
  left join hosts writer on writer.event_id = own.event_id and writer.id = bulletins.written_by
  where (own.about_id is null or about.id is not null)
    and (own.message_id is null or (messages.id is not null and (own.user_id is not null or events.chat <> 'closed')))`;

type VisibleRow = Narrowed<Columns<"notifications">, { kind: NotificationKind; answer: Standing | null }> &
  Columns<"events", "title"> &
  Outer<
    Renamed<"guests", { about_name: "name" }> &
      Columns<"messages", "author_name" | "text"> &
      Columns<"bulletins", "subject"> &
      Renamed<"hosts", { writer_name: "name" }>
  >;

/** The newest notifications of an account, as they read now. */
export async function notificationsOf(db: Kysely<Database>, userId: string): Promise<Notification[]> {
  const found = await sql<VisibleRow>`
    select * from (${visibleTo(userId)}) as visible order by created_at desc, id limit ${MAX_NOTIFICATIONS_LISTED}`.execute(db);
  return found.rows.map(presentNotification);
}

const presentNotification = (row: VisibleRow): Notification => ({
  id: row.id,
  eventId: row.event_id,
  title: row.title,
  role: row.user_id === null ? "guest" : "host",
  kind: row.kind,
  seq: row.seq,
  at: row.created_at.toISOString(),
  isRead: row.read_at !== null,
  name: row.about_name ?? row.author_name ?? row.writer_name,
  answer: row.answer,
  messageId: row.message_id,
  excerpt: row.text === null ? row.subject || null : excerptOf(row.text),
});

/** A notification, and the guest whom it is about. */
export type Unread = Notification & { aboutId: string | null };

/** Those of these notifications that nobody has read, and whose person still hosts the event or is on its list, as they read now. */
export async function unreadAmong(db: Kysely<Database>, ids: string[]): Promise<Unread[]> {
  const those = sql`
    select notifications.* from notifications
    where id = any(${ids}::uuid[]) and read_at is null
      and (exists (select from hosts where hosts.event_id = notifications.event_id and hosts.id = notifications.user_id)
        or exists (select from guests where guests.id = notifications.guest_id and removed_at is null and delivery <> 'revoked'))`;
  const found = await sql<VisibleRow>`${visible(those)}`.execute(db);
  return found.rows.map((row) => ({ ...presentNotification(row), aboutId: row.about_id }));
}

/** How many of them are unread, up to `MAX_UNREAD_COUNTED`. */
export async function countUnread(db: Kysely<Database>, userId: string): Promise<number> {
  const found = await sql<Computed<"unread", "integer">>`
    select count(*)::int as unread from (
      select from (${visibleTo(userId)}) as visible where read_at is null limit ${MAX_UNREAD_COUNTED}) as counted`.execute(db);
  return found.rows[0]!.unread;
}

export interface Read {
  ids?: string[] | undefined;
  eventId?: string | undefined;
  upTo?: string | undefined;
}

/** Marks an account's own notifications read: of an event, those that its page shows. Returns whether any was unread. */
export async function markRead(db: Kysely<Database>, userId: string, { ids, eventId, upTo }: Read, now: Date): Promise<boolean> {
  const which = [
    ids ? sql`and id = any(${ids}::uuid[])` : sql``,
    eventId ? sql`and event_id = ${eventId} and kind <> all(${[...actionKinds]}::text[])` : sql``,
    upTo ? sql`and created_at <= ${upTo}` : sql``,
  ];
  const done = await sql`
    update notifications set read_at = ${now}
    where (user_id = ${userId} or guest_id in (select id from guests where guests.user_id = ${userId} and removed_at is null))
      and read_at is null ${sql.join(which, sql` `)}`.execute(db);
  return Number(done.numAffectedRows) > 0;
}

/** Marks read what a guest without an account sees on the event's page: an account's owner may be another who has the link. Returns how much was unread. */
export async function markSeen(db: Kysely<Database>, guestId: string, now: Date): Promise<number> {
  const done = await sql`update notifications set read_at = ${now} where guest_id = ${guestId} and read_at is null
    and exists (select from guests where id = ${guestId} and user_id is null)`.execute(db);
  return Number(done.numAffectedRows);
}

/** Deletes notifications that are past their time, read or not. */
export async function forgetOldNotifications(db: Kysely<Database>, now: Date, atOnce = AT_ONCE): Promise<void> {
  const oldest = new Date(now.getTime() - NOTIFICATIONS_KEPT_DAYS * 86_400_000);
  const some = sql`
    delete from notifications where ctid = any(array(select ctid from notifications where created_at < ${oldest} limit ${atOnce}))`;
  while (Number((await some.execute(db)).numAffectedRows) === atOnce);
}
