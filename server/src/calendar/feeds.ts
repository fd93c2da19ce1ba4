import { randomUUID } from "node:crypto";
import { sql, type Kysely } from "kysely";
import { createBatchLoader, LOOK_UP_PAUSE } from "../db/batch-loader.ts";
import type { Database } from "../db/database.ts";
import { lookUp } from "../db/look-ups.ts";
import { OUTAGE_PATIENCE } from "../db/outage.ts";
import type { Columns, Computed, Narrowed, Outer } from "../db/row-types.ts";
import type { GuestRow } from "../guests/tables.ts";
import type { EventRow } from "../log/event-row.ts";
import type { FeedKey } from "./feed-token.ts";

interface LinkedGuest {
  eventId: string;
  guestId: string;
  accessVersion: number;
  madeBy: string | null;
}

/** Whose a feed is. Without an event it has all events of the account. */
export type FeedOwner = { userId: string; eventId: string | null } | LinkedGuest;

/** The owner's feed, made if there is none. Its address changes when `renew` is asked for, or the guest's link is another one. */
export async function openFeed(db: Kysely<Database>, owner: FeedOwner, renew: boolean): Promise<FeedKey> {
  const found = await ("guestId" in owner ? ofGuest(owner, renew) : ofAccount(owner, renew)).execute(db);
  return found.rows[0]!;
}

function ofAccount({ userId, eventId }: { userId: string; eventId: string | null }, renew: boolean) {
  const same =
    eventId === null ? sql`(user_id) where event_id is null` : sql`(user_id, event_id) where user_id is not null and event_id is not null`;
  return sql<Columns<"calendar_feeds", "id" | "version">>`
    insert into calendar_feeds as feed (id, user_id, event_id) values (${randomUUID()}, ${userId}, ${eventId})
    on conflict ${same} do update set version = feed.version + ${renew ? 1 : 0}
    returning id, version`;
}

function ofGuest({ eventId, guestId, accessVersion, madeBy }: LinkedGuest, renew: boolean) {
  return sql<Columns<"calendar_feeds", "id" | "version">>`
    insert into calendar_feeds as feed (id, event_id, guest_id, access_version, made_by)
    values (${randomUUID()}, ${eventId}, ${guestId}, ${accessVersion}, ${madeBy})
    on conflict (guest_id) where guest_id is not null do update set access_version = excluded.access_version, made_by = excluded.made_by,
      version = feed.version + case when ${renew} or feed.access_version <> excluded.access_version then 1 else 0 end
    returning id, version`;
}

/**
 * Whom a feed is for, at which events: a host, a guest with an account, a guest by a link that still admits. `offset 0` keeps an
 * index look-up for each, whatever the planner believes of the tables.
 */
const own = sql.raw(`
  select hosts.event_id, null::text as standing, true as hosting from hosts
  where hosts.id = feed.user_id and (feed.event_id is null or hosts.event_id = feed.event_id)
  union all
  select guests.event_id, guests.standing, false from guests
  where guests.user_id = feed.user_id and guests.removed_at is null and (feed.event_id is null or guests.event_id = feed.event_id)
  union all
  select guests.event_id, guests.standing, false from guests
  where guests.id = feed.guest_id and guests.removed_at is null and guests.access_version = feed.access_version
    and (feed.made_by is null or exists (select from hosts maker where maker.event_id = guests.event_id and maker.id = feed.made_by))`);

/** Of a feed of all events, those that are answered: an invitation is no plan yet. */
const shown = sql.raw(`event.status <> 'draft' and event.starts_at is not null
  and (own.hosting or own.standing in ('going', 'maybe', 'waiting') or (own.standing = 'none' and feed.event_id is not null))`);

/** Another number whenever an event's entry is written differently. */
const eventStamp =
  sql.raw(`hash_record_extended(row(event.id, event.title, event.description, event.starts_at, event.ends_at, event.all_day,
  event.zone, event.place, event.status, event.revision, event.wall_clock, event.calendar_changed_at), 0)`);

type StateRow = Columns<"calendar_feeds", "version"> &
  Computed<"place", "integer"> &
  Computed<"is_open", "boolean"> &
  Computed<"stamp", "text">;

/** `stamp` is another one whenever the feed's entries are. */
export type FeedState = Omit<StateRow, "place">;

/** The state of feeds, decided by the database without reading an entry. Those that are asked for at once are read together. */
export function createFeedStates(db: Kysely<Database>): (id: string) => Promise<FeedState | null> {
  const load = createBatchLoader((_group, ids: string[]) => readStates(db, ids), { outagePatience: OUTAGE_PATIENCE, pause: LOOK_UP_PAUSE });
  return (id) => load("", id);
}

async function readStates(db: Kysely<Database>, ids: string[]): Promise<(FeedState | null)[]> {
  const query = sql<StateRow>`
    select asked.place::int, feed.version, feed.event_id is null or found.events > 0 as is_open, found.stamp
    from unnest(${ids}::uuid[]) with ordinality as asked (id, place)
    join calendar_feeds feed on feed.id = asked.id
    cross join lateral (
      select count(*) as events, 
        coalesce(sum(hash_record_extended(row(${eventStamp}, own.standing, own.hosting), 0)) filter (where ${shown}), 0)::text as stamp
      from (${own}) own
      join lateral (select * from events where events.id = own.event_id offset 0) event on own.hosting or event.status <> 'draft'
      offset 0) found`;
  const found = await lookUp(db, (on) => query.execute(on));
  const states = new Map(found.rows.map((row) => [row.place, row]));
  return ids.map((_, index) => states.get(index + 1) ?? null);
}

/** Most events in a feed: those that start last. */
export const FEED_EVENTS = 1_000;

type PlaceRow = Narrowed<Outer<Columns<"guests", "standing">>, { standing: GuestRow["standing"] | null }> &
  Columns<"events", "id"> &
  Computed<"stamp", "text"> &
  Computed<"hosting" | "of_event", "boolean">;

/** An event in a feed, where its reader stands with it, and the stamp of what is written of it. */
export type FeedPlace = Omit<PlaceRow, "of_event">;

/** What is in a feed, and whether it is a feed of one event. */
export async function feedPlaces(db: Kysely<Database>, feedId: string): Promise<{ isOfEvent: boolean; places: FeedPlace[] }> {
  const found = await sql<PlaceRow>`
    select event.id, ${eventStamp}::text as stamp, own.standing, own.hosting, feed.event_id is not null as of_event
    from calendar_feeds feed
    cross join lateral (${own}) own
    join lateral (select * from events where events.id = own.event_id offset 0) event on true
    where feed.id = ${feedId} and ${shown}
    order by event.starts_at desc, event.id, own.hosting desc limit ${FEED_EVENTS}`.execute(db);
  return { isOfEvent: found.rows[0]?.of_event ?? false, places: found.rows.filter(({ id }, at) => id !== found.rows[at - 1]?.id) };
}

export type StampedEvent = EventRow & Computed<"stamp", "text">;

export async function stampedEvents(db: Kysely<Database>, ids: string[]): Promise<StampedEvent[]> {
  const found = await sql<StampedEvent>`
    select event.*, ${eventStamp}::text as stamp from events event where event.id = any(${ids}::uuid[])`.execute(db);
  return found.rows;
}
