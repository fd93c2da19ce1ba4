import { randomUUID } from "node:crypto";
import { sql, type Kysely } from "kysely";
import type { Database } from "../db/database.ts";
import type { Columns, Computed } from "../db/row-types.ts";
import type { EventRow } from "../log/event-row.ts";
import { eventStamp } from "./feed-states.ts";
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

export type StampedEvent = EventRow & Computed<"stamp", "text">;

/** Events as they are now, each with the stamp of what is written of it. */
export async function stampedEvents(db: Kysely<Database>, ids: string[]): Promise<StampedEvent[]> {
  const found = await sql<StampedEvent>`
    select event.*, ${eventStamp}::text as stamp from events event where event.id = any(${ids}::uuid[])`.execute(db);
  return found.rows;
}
