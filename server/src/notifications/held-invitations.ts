import { MAX_UNDELIVERED, type HeldInvitation, type HeldInvitations, type UndeliveredGuest } from "@turnout/contract/invitations";
import { sql, type Kysely } from "kysely";
import type { Database } from "../db/database.ts";
import type { Columns, Computed, Narrowed, NotNull, Outer, Renamed } from "../db/row-types.ts";
import { openedAt, reachedAt } from "../guests/queries.ts";
import { accountADay, type AccountAllowance } from "../mail/budget.ts";

type HeldRow = Narrowed<
  NotNull<
    Renamed<"guests", { guestId: "id"; email: "email" }> &
      Columns<"guests", "name"> &
      Renamed<"mails", { by: "held_by"; until: "held_until" }>,
    "by" | "until" | "email"
  >,
  Pick<HeldInvitation, "by">
> &
  Outer<Renamed<"users", { since: "created_at" }>>;

/** An event's invitations that have not gone out: those that are on their way, and those that wait for
 * the budget and why, and those that did not arrive. */
export async function heldInvitations(
  db: Kysely<Database>,
  eventId: string,
  { allowance, now }: { allowance: AccountAllowance | null; now: Date },
): Promise<HeldInvitations> {
  const found = await sql<HeldRow>`
    select distinct on (guests.id) guests.id as "guestId", guests.name, guests.email, held_by as by, held_until as until, users.created_at as since
    from mails join guests on guests.id = (payload ->> 'guestId')::uuid and guests.removed_at is null and guests.delivery = 'queued' and guests.email is not null
    left join users on users.id = mails.sender_id
    where mails.event_id = ${eventId} and mails.state = 'queued' and held_until is not null and mails.kind = 'invitation'
    order by guests.id, held_until`.execute(db);
  const guests = await sql<Computed<"queued" | "neverReached", "integer"> & Computed<"failed", "uuid[]">>`
    select count(*) filter (where delivery = 'queued')::int as queued, count(*) filter (where ${reachedAt(eventId).never})::int as "neverReached",
      coalesce(array_agg(id order by id) filter (where delivery = 'failed' and standing = 'none'), '{}') as failed
    from guests where event_id = ${eventId} and delivery in ('queued', 'failed', 'notSent') and removed_at is null`.execute(db);
  const held = found.rows.toSorted((a, b) => a.until.getTime() - b.until.getTime());
  const byAccount = held.find(({ by }) => by === "account");
  return {
    onTheWay: Math.max(0, guests.rows[0]!.queued - held.length),
    failed: guests.rows[0]!.failed,
    neverReached: guests.rows[0]!.neverReached,
    openedUnanswered: await openedUnanswered(db, eventId),
    deliveredUnopened: await deliveredUnopened(db, eventId),
    undelivered: await undeliveredGuests(db, eventId),
    waiting: [
      ...held.map(({ guestId, name, email, until }) => ({ guestId, name, email, until: until.toISOString() })),
      ...(await delayedGuests(db, eventId)).map((guest) => ({ ...guest, until: null })),
    ].slice(0, MAX_UNDELIVERED),
    held: held.map(({ guestId, by, until }) => ({ guestId, by, until: until.toISOString() })),
    aDay: byAccount && allowance !== null ? accountADay(byAccount.since, now, allowance) : null,
  };
}

/** By two indexes, which have all that it takes: neither a guest's row nor another event's grants are read. */
async function openedUnanswered(db: Kysely<Database>, eventId: string): Promise<number> {
  const found = await openedCount(eventId).execute(db);
  return found.rows[0]!.count;
}

export const openedCount = (eventId: string) => sql<Computed<"count", "integer">>`
  select count(*)::int as count from guests where event_id = ${eventId} and removed_at is null and standing = 'none' and ${openedAt(eventId)}`;

async function deliveredUnopened(db: Kysely<Database>, eventId: string): Promise<number> {
  const found = await sql<Computed<"count", "integer">>`
    select count(*)::int as count from guests where event_id = ${eventId} and removed_at is null and ${reachedAt(eventId).delivered}`.execute(
    db,
  );
  return found.rows[0]!.count;
}

type UndeliveredRow = Narrowed<
  NotNull<Renamed<"guests", { guestId: "id"; email: "email" }>, "email"> &
    Columns<"guests", "name" | "delivery"> &
    Computed<"reason", "text" | null>,
  Pick<UndeliveredGuest, "delivery" | "reason">
>;

/** The reason stands in the log alone, with the entry that says so. */
async function undeliveredGuests(db: Kysely<Database>, eventId: string): Promise<UndeliveredGuest[]> {
  const found = await sql<UndeliveredRow>`
    select guests.id as "guestId", name, email, delivery, (
      select body ->> 'reason' from event_log where event_log.event_id = guests.event_id and about = guests.id
        and body ->> 'type' = 'delivery.changed' order by seq desc limit 1) as reason
    from guests where event_id = ${eventId} and delivery in ('failed', 'complained') and removed_at is null and email is not null
    order by delivery desc, name, id limit ${MAX_UNDELIVERED}`.execute(db);
  return found.rows;
}

async function delayedGuests(db: Kysely<Database>, eventId: string) {
  const found = await sql<NotNull<Renamed<"guests", { guestId: "id"; email: "email" }> & Columns<"guests", "name">, "email">>`
    select id as "guestId", name, email from guests
    where event_id = ${eventId} and delivery = 'delayed' and removed_at is null and email is not null
    order by name, id limit ${MAX_UNDELIVERED}`.execute(db);
  return found.rows;
}
