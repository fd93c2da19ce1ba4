import {
  isOnByDefault,
  NotificationChannel,
  type ChooseNotification,
  type NotificationChoices,
} from "@turnout/contract/notification-choices";
import { guestNotificationKinds, hostNotificationKinds, NotificationKind } from "@turnout/contract/notifications";
import { sql, type Kysely, type RawBuilder, type Transaction } from "kysely";
import type { Database } from "../db/database.ts";
import type { Columns, Computed } from "../db/row-types.ts";
import type { FreshNotification } from "./channels.ts";

type Db = Kysely<Database> | Transaction<Database>;

/** Who chooses, and for what: an account for all its events or for one, or a guest without an account for the event. */
export type Chooser =
  | { role: "account"; userId: string; eventId: null }
  | { role: "host" | "guest"; userId: string; eventId: string }
  | { role: "guest"; userId: null; guestId: string; eventId: string };

/**
 * Those of these notifications that their person wants by this channel: what is chosen for the event comes before what is chosen for all
 * events, and that before the default. What a guest chose without an account holds until the account chooses for the event.
 */
export async function wantedBy<One extends Pick<FreshNotification, "id" | "kind">>(
  db: Db,
  channel: NotificationChannel,
  notifications: One[],
): Promise<One[]> {
  const found = await sql<Columns<"notifications", "id"> & Computed<"isOn", "boolean">>`
    select notifications.id, chosen.is_on as "isOn"
    from notifications left join guests on guests.id = notifications.guest_id
    join lateral (
      select is_on, event_id, user_id from notification_choices
      where user_id = coalesce(notifications.user_id, guests.user_id) and kind = notifications.kind and channel = ${channel}
        and (event_id is null or event_id = notifications.event_id)
      union all
      select is_on, event_id, user_id from notification_choices
      where guest_id = notifications.guest_id and kind = notifications.kind and channel = ${channel}
      order by event_id nulls last, user_id nulls last limit 1) chosen on true
    where notifications.id = any(${notifications.map(({ id }) => id)}::uuid[])`.execute(db);
  const chosen = new Map(found.rows.map(({ id, isOn }) => [id, isOn]));
  return notifications.filter(({ id, kind }) => chosen.get(id) ?? isOnByDefault(kind, channel));
}

/** The condition on rows of `own` that an account has not kept out of the bell. */
export const inBellOf = (userId: string): RawBuilder<unknown> => sql`
  coalesce((select is_on from notification_choices choice
    where choice.user_id = ${userId} and choice.kind = own.kind and choice.channel = 'bell'
      and (choice.event_id is null or choice.event_id = own.event_id)
    order by choice.event_id nulls last limit 1), true)`;

/** Keeps a choice, or forgets it. */
export async function choose(db: Db, chooser: Chooser, { kind, channel, isOn }: ChooseNotification): Promise<void> {
  const { userId, eventId } = chooser;
  const guestId = guestOf(chooser);
  if (isOn === null) {
    await sql`
      delete from notification_choices
      where ${ownRows(chooser)} and event_id is not distinct from ${eventId}::uuid and kind = ${kind} and channel = ${channel}`.execute(db);
    return;
  }
  await sql`
    insert into notification_choices (user_id, guest_id, event_id, kind, channel, is_on)
    values (${userId}, ${guestId}, ${eventId}, ${kind}, ${channel}, ${isOn})
    on conflict (user_id, guest_id, event_id, kind, channel) do update set is_on = excluded.is_on`.execute(db);
}

/** What holds for somebody, for each kind and channel that concerns them: by the same precedence as `wantedBy`. */
export async function choicesOf(db: Db, chooser: Chooser): Promise<NotificationChoices["choices"]> {
  const found = await sql<Columns<"notification_choices", "kind" | "channel" | "is_on">>`
    select distinct on (kind, channel) kind, channel, is_on from notification_choices
    where (${ownRows(chooser)} and (event_id is null or event_id = ${chooser.eventId})) or ${rowsByLink(chooser)}
    order by kind, channel, event_id nulls last, user_id nulls last`.execute(db);
  const chosen = new Map(found.rows.map(({ kind, channel, is_on }) => [`${kind} ${channel}`, is_on]));
  // The list in the app is an account's.
  const channels = NotificationChannel.options.filter((channel) => channel !== "bell" || chooser.userId !== null);
  return kindsFor(chooser).flatMap((kind) =>
    channels.map((channel) => ({ kind, channel, isOn: chosen.get(`${kind} ${channel}`) ?? isOnByDefault(kind, channel) })),
  );
}

function kindsFor({ role }: Chooser): readonly NotificationKind[] {
  if (role === "account") return NotificationKind.options;
  return role === "host" ? [...hostNotificationKinds, "replied"] : guestNotificationKinds;
}

/** What the guest chose by their link, before they had an account. The list in the app asks the account's rows alone. */
function rowsByLink({ role, userId, eventId }: Chooser): RawBuilder<unknown> {
  if (role !== "guest" || userId === null) return sql`false`;
  return sql`(channel <> 'bell' and guest_id in
    (select id from guests where event_id = ${eventId} and user_id = ${userId} and removed_at is null))`;
}

const guestOf = (chooser: Chooser): string | null => ("guestId" in chooser ? chooser.guestId : null);
const ownRows = (chooser: Chooser): RawBuilder<unknown> =>
  chooser.userId === null ? sql`guest_id = ${guestOf(chooser)}` : sql`user_id = ${chooser.userId}`;
