import { sql, type Kysely, type Transaction } from "kysely";
import type { Database } from "../db/database.ts";
import type { Columns, Computed, Renamed } from "../db/row-types.ts";
import { NIL_UUID } from "../db/uuid.ts";
import { readLog } from "../log/read-log.ts";
import type { Channel, FreshNotification } from "./channels.ts";
import type { Notify } from "./job-payloads.ts";
import { noticesOf, type Notice } from "./notices.ts";

/** Guests who are notified in one transaction. */
export const NOTIFIED_AT_ONCE = 500;

export interface NotifyDeps {
  db: Kysely<Database>;
  channels: Channel[];
  /** Tells open pages of these accounts, once the notifications are committed. Losing it costs time alone. */
  tell(accountIds: string[]): void;
}

/**
 * Notifies people of what entries of one commit did. However often it runs, after a crash too, everybody has one notification of each
 * entry, and each channel gets it once.
 */
export async function notify(deps: NotifyDeps, { eventId, after, upTo }: Notify): Promise<void> {
  const { entries } = await readLog(deps.db, eventId, { after, upTo });
  for (const notice of entries.flatMap(noticesOf)) await notifyOf(deps, eventId, notice);
}

async function notifyOf(deps: NotifyDeps, eventId: string, notice: Notice): Promise<void> {
  for (let from: string | undefined = NIL_UUID; from !== undefined;) {
    const start: string = from;
    const { fresh, next } = await deps.db.transaction().execute(async (tx) => {
      const page = await peopleAfter(tx, eventId, notice, start);
      const added = await addNotifications(tx, eventId, notice, page.people);
      for (const channel of added.length > 0 ? deps.channels : []) await channel.queue(tx, added);
      return { fresh: added, next: page.next };
    });
    const accounts = new Set(fresh.flatMap(({ accountId }) => accountId ?? []));
    if (accounts.size > 0) deps.tell([...accounts]);
    from = next;
  }
}

export interface People {
  userIds: string[];
  guestIds: string[];
}

/** Whom a notice is for, in pages of guests. Never whoever did it; a host who is on the list too hears of it as a host. */
async function peopleAfter(
  tx: Transaction<Database>,
  eventId: string,
  notice: Notice,
  after: string,
): Promise<{ people: People; next: string | undefined }> {
  const { actorId } = notice;
  if (notice.to === "hosts") {
    const hosts = idsOf(
      await sql<Columns<"hosts", "id">>`select id from hosts where event_id = ${eventId} and id is distinct from ${actorId}
        and not exists (select from guests where guests.event_id = ${eventId} and guests.id = ${notice.aboutId} and user_id = hosts.id)`.execute(
        tx,
      ),
    );
    return { people: { userIds: hosts, guestIds: [] }, next: undefined };
  }
  if (notice.to === "guest") {
    const guests = idsOf(
      await sql<
        Columns<"guests", "id">
      >`select id from guests where event_id = ${eventId} and id = ${notice.guestId} and removed_at is null`.execute(tx),
    );
    return { people: { userIds: [], guestIds: guests }, next: undefined };
  }
  if (notice.to === "author") return { people: await authorOf(tx, eventId, notice.of, actorId), next: undefined };
  const guests = idsOf(
    await sql<Columns<"guests", "id">>`select id from guests
      where event_id = ${eventId} and id > ${after} and id is distinct from ${actorId} and removed_at is null and standing <> 'declined'
        and delivery <> 'revoked'
        and not exists (select from hosts where hosts.event_id = ${eventId} and hosts.id = guests.user_id)
      order by id limit ${NOTIFIED_AT_ONCE}`.execute(tx),
  );
  return { people: { userIds: [], guestIds: guests }, next: guests.length < NOTIFIED_AT_ONCE ? undefined : guests.at(-1) };
}

/** Who wrote a message, if they are still there and nobody has deleted it. */
async function authorOf(tx: Transaction<Database>, eventId: string, messageId: string, actorId: string | null): Promise<People> {
  const written = sql`messages.event_id = ${eventId} and messages.id = ${messageId} and deleted_by is null
    and author_id is distinct from ${actorId}`;
  return {
    userIds: idsOf(
      await sql<
        Columns<"hosts", "id">
      >`select hosts.id from messages join hosts on hosts.event_id = messages.event_id and hosts.id = author_id
        where ${written} and author_role = 'host'`.execute(tx),
    ),
    guestIds: idsOf(
      await sql<
        Columns<"guests", "id">
      >`select guests.id from messages join guests on guests.event_id = messages.event_id and guests.id = author_id
        where ${written} and author_role = 'guest' and removed_at is null`.execute(tx),
    ),
  };
}

const idsOf = ({ rows }: { rows: { id: string }[] }): string[] => rows.map(({ id }) => id);

type FreshRow = Renamed<"notifications", { id: "id"; userId: "user_id"; guestId: "guest_id" }> & Computed<"accountId", "uuid" | null>;

/** Returns those that nobody had before. None for a message that is deleted by now. */
export async function addNotifications(
  tx: Transaction<Database>,
  eventId: string,
  notice: Omit<Notice, "to">,
  { userIds, guestIds }: People,
): Promise<FreshNotification[]> {
  if (userIds.length + guestIds.length === 0) return [];
  const { kind, seq, at, aboutId, messageId, bulletinId, answer, revision } = notice;
  const found = await sql<FreshRow>`
    with fresh as (
      insert into notifications (event_id, user_id, guest_id, kind, seq, about_id, message_id, bulletin_id, answer, created_at)
      select ${eventId}::uuid, user_id, guest_id, ${kind}, ${seq}::bigint, ${aboutId}::uuid, ${messageId}::uuid, ${bulletinId}::uuid, ${answer}, ${at}::timestamptz
      from (select id as user_id, null::uuid as guest_id from unnest(${userIds}::uuid[]) as host (id)
        union all select null, id from unnest(${guestIds}::uuid[]) as guest (id)) as people
      where ${messageId}::uuid is null
        or exists (select from messages where event_id = ${eventId} and id = ${messageId} and deleted_by is null)
      order by user_id, guest_id
      on conflict (event_id, seq, user_id, guest_id) do nothing returning id, user_id, guest_id)
    select fresh.id, fresh.user_id as "userId", fresh.guest_id as "guestId", coalesce(fresh.user_id, guests.user_id) as "accountId"
    from fresh left join guests on guests.id = fresh.guest_id`.execute(tx);
  return found.rows.map((row) => ({ ...row, eventId, kind, seq, revision }));
}
