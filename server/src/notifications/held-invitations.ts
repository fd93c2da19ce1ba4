import { MAX_UNDELIVERED, type HeldInvitation, type HeldInvitations, type UndeliveredGuest } from "@turnout/contract/invitations";
import { sql, type Kysely } from "kysely";
import type { Database } from "../db/database.ts";
import type { Columns, Computed, Narrowed, NotNull, Outer, Renamed } from "../db/row-types.ts";
import { isOver } from "../events/is-over.ts";
import { eventRow } from "../events/queries.ts";
import { reachedAt } from "../guests/queries.ts";
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

/**
 * An event's invitations that have not gone out: those that are on their way, and those that wait for the budget and why, and those that
 * did not arrive. Once the event is over, none goes out any more: what is queued ends without being sent.
 */
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
  const counts = (await invitationCounts(eventId).execute(db)).rows[0]!;
  const event = await eventRow(db, eventId);
  const isDone = event !== undefined && isOver(event, now);
  const held = (isDone ? [] : found.rows).toSorted((a, b) => a.until.getTime() - b.until.getTime());
  const byAccount = held.find(({ by }) => by === "account");
  return {
    onTheWay: isDone ? 0 : Math.max(0, counts.queued - held.length),
    failed: counts.failed,
    neverReached: counts.neverReached,
    openedUnanswered: counts.openedUnanswered,
    deliveredUnopened: counts.deliveredUnopened,
    undelivered: await undeliveredGuests(db, eventId),
    waiting: [
      ...held.map(({ guestId, name, email, until }) => ({ guestId, name, email, until: until.toISOString() })),
      ...(await delayedGuests(db, eventId)).map((guest) => ({ ...guest, until: null })),
    ].slice(0, MAX_UNDELIVERED),
    held: held.map(({ guestId, by, until }) => ({ guestId, by, until: until.toISOString() })),
    aDay: byAccount && allowance !== null ? accountADay(byAccount.since, now, allowance) : null,
  };
}

/** How far the invitations of an event got. It reads this event's guests once, and of the grants those of this event alone. */
export function invitationCounts(eventId: string) {
  const { never, opened, delivered } = reachedAt(eventId);
  return sql<Computed<"queued" | "neverReached" | "openedUnanswered" | "deliveredUnopened", "integer"> & Computed<"failed", "uuid[]">>`
    select count(*) filter (where delivery = 'queued')::int as queued, count(*) filter (where ${never})::int as "neverReached",
      count(*) filter (where ${opened})::int as "openedUnanswered", count(*) filter (where ${delivered})::int as "deliveredUnopened",
      coalesce(array_agg(id order by id) filter (where delivery = 'failed' and standing = 'none'), '{}') as failed
    from guests where event_id = ${eventId} and removed_at is null`;
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
