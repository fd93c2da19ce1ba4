import {
  emailedKinds,
  emailPaces,
  isOnByDefault,
  NotificationChannel,
  type Choose,
  type EmailedKind,
  type EmailPace,
  type NotificationChoices,
} from "@turnout/contract/notification-choices";
import { guestNotificationKinds, hostNotificationKinds, listedKinds, NotificationKind, saidToKinds } from "@turnout/contract/notifications";
import { sql, type Kysely, type RawBuilder, type Transaction } from "kysely";
import type { Database } from "../db/database.ts";
import type { Columns } from "../db/row-types.ts";
import type { FreshNotification } from "./channels.ts";

type Db = Kysely<Database> | Transaction<Database>;

/** Who chooses, and for what: an account for all its events or for one, or a guest without an account for the event. */
export type Chooser =
  | { role: "account"; userId: string; eventId: null }
  | { role: "host" | "guest"; userId: string; eventId: string }
  | { role: "guest"; userId: null; guestId: string; eventId: string; hasAddress?: boolean };

/** Those of these notifications that their person wants by this channel. */
export async function wantedBy<One extends Pick<FreshNotification, "id" | "kind">>(
  db: Db,
  channel: NotificationChannel,
  notifications: One[],
): Promise<One[]> {
  const chosen = await chosenFor(db, channel, notifications);
  return notifications.filter(({ id, kind }) => chosen.get(id)?.is_on ?? isOnByDefault(kind, channel));
}

/** When these notifications are emailed, as their person wants it, by id. */
export async function pacesOf(db: Db, notifications: { id: string; kind: EmailedKind }[]): Promise<Map<string, EmailPace>> {
  const chosen = await chosenFor(db, "email", notifications);
  return new Map(notifications.map(({ id, kind }) => [id, (chosen.get(id)?.pace ?? emailPaces[kind]) as EmailPace]));
}

type ChosenRow = Columns<"notifications", "id"> & Columns<"notification_choices", "is_on" | "pace">;

async function chosenFor(db: Db, channel: NotificationChannel | "email", notifications: { id: string }[]): Promise<Map<string, ChosenRow>> {
  const found = await sql<ChosenRow>`
    select notifications.id, chosen.is_on, chosen.pace
    from notifications left join guests on guests.id = notifications.guest_id
    join lateral (${chosenBy(channel)}) chosen on true
    where notifications.id = any(${notifications.map(({ id }) => id)}::uuid[])`.execute(db);
  return new Map(found.rows.map((row) => [row.id, row]));
}

/**
 * What somebody chose for a row of `notifications`, beside its row of `guests`: for the event before for all events. What a guest chose
 * without an account holds until the account chooses for the event.
 */
export const chosenBy = (channel: NotificationChannel | "email"): RawBuilder<unknown> => sql`
  select is_on, pace, event_id, user_id from notification_choices
  where user_id = coalesce(notifications.user_id, guests.user_id) and kind = notifications.kind and channel = ${channel}
    and (event_id is null or event_id = notifications.event_id)
  union all
  select is_on, pace, event_id, user_id from notification_choices
  where guest_id = notifications.guest_id and kind = notifications.kind and channel = ${channel}
  order by event_id nulls last, user_id nulls last limit 1`;

/** The condition on rows of `own` that an account has not kept out of the bell. */
export const inBellOf = (userId: string): RawBuilder<unknown> => sql`
  coalesce((select is_on from notification_choices choice
    where choice.user_id = ${userId} and choice.kind = own.kind and choice.channel = 'bell'
      and (choice.event_id is null or choice.event_id = own.event_id)
    order by choice.event_id nulls last limit 1), true)`;

/** Keeps a choice, or forgets it. */
export async function choose(db: Db, chooser: Chooser, choice: Choose): Promise<void> {
  const { userId, eventId } = chooser;
  const { kind, channel } = choice;
  const guestId = guestOf(chooser);
  const pace = "pace" in choice ? choice.pace : null;
  const isOn = "pace" in choice ? choice.pace && choice.pace !== "off" : choice.isOn;
  if (isOn === null) {
    await sql`
      delete from notification_choices
      where ${ownRows(chooser)} and event_id is not distinct from ${eventId}::uuid and kind = ${kind} and channel = ${channel}`.execute(db);
    return;
  }
  await sql`
    insert into notification_choices (user_id, guest_id, event_id, kind, channel, is_on, pace)
    values (${userId}, ${guestId}, ${eventId}, ${kind}, ${channel}, ${isOn}, ${pace})
    on conflict (user_id, guest_id, event_id, kind, channel) do update set is_on = excluded.is_on, pace = excluded.pace`.execute(db);
}

/** Forgets all that an account chose about emails, also as a guest by a link. */
export async function forgetEmailChoices(db: Db, userId: string): Promise<void> {
  await sql`
    delete from notification_choices
    where channel = 'email' and (user_id = ${userId} or guest_id in (select id from guests where user_id = ${userId}))`.execute(db);
}

/** What holds for somebody, for each kind and channel that concerns them: by the same precedence as `chosenBy`. */
export async function choicesOf(db: Db, chooser: Chooser): Promise<NotificationChoices> {
  const found = await sql<Columns<"notification_choices", "kind" | "channel" | "is_on" | "pace">>`
    select distinct on (kind, channel) kind, channel, is_on, pace from notification_choices
    where (${ownRows(chooser)} and (event_id is null or event_id = ${chooser.eventId})) or ${rowsByLink(chooser)}
    order by kind, channel, event_id nulls last, user_id nulls last`.execute(db);
  const chosen = new Map(found.rows.map((row) => [`${row.kind} ${row.channel}`, row]));
  const kinds = kindsFor(chooser);
  const emails = emailedKinds
    .filter((kind) => kinds.includes(kind) && canBeEmailed(chooser))
    .map((kind) => ({ kind, pace: (chosen.get(`${kind} email`)?.pace ?? emailPaces[kind]) as EmailPace }));
  // The list in the app is an account's.
  const channels = NotificationChannel.options.filter((channel) => channel !== "bell" || chooser.userId !== null);
  const choices = kinds.flatMap((kind) =>
    channelsFor(kind, channels).map((channel) => ({
      kind,
      channel,
      isOn: chosen.get(`${kind} ${channel}`)?.is_on ?? isOnByDefault(kind, channel),
    })),
  );
  return { choices, emails };
}

const channelsFor = (kind: NotificationKind, channels: NotificationChannel[]): NotificationChannel[] =>
  listed.has(kind) ? channels.filter((channel) => channel === "bell") : channels;
const listed: ReadonlySet<NotificationKind> = new Set(listedKinds);

function kindsFor({ role }: Chooser): readonly NotificationKind[] {
  if (role === "account") return NotificationKind.options;
  return role === "host" ? [...hostNotificationKinds, ...saidToKinds] : guestNotificationKinds;
}

/** What the guest chose by their link, before they had an account. The list in the app asks the account's rows alone. */
function rowsByLink({ role, userId, eventId }: Chooser): RawBuilder<unknown> {
  if (role !== "guest" || userId === null) return sql`false`;
  return sql`(channel <> 'bell' and guest_id in
    (select id from guests where event_id = ${eventId} and user_id = ${userId} and removed_at is null))`;
}

const canBeEmailed = (chooser: Chooser): boolean => chooser.userId !== null || (chooser.hasAddress ?? false);
const guestOf = (chooser: Chooser): string | null => ("guestId" in chooser ? chooser.guestId : null);
const ownRows = (chooser: Chooser): RawBuilder<unknown> =>
  chooser.userId === null ? sql`guest_id = ${guestOf(chooser)}` : sql`user_id = ${chooser.userId}`;
