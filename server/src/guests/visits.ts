import { hash, randomBytes } from "node:crypto";
import { sql, type Kysely, type Transaction } from "kysely";
import type { Database } from "../db/database.ts";
import { uuidOf } from "../db/uuid.ts";

/** How long a browser stays who it is at its events. */
export const VISIT_DAYS = 400;

type Db = Kysely<Database> | Transaction<Database>;

/** 256 random bits: what a browser keeps in its cookie, and the only place it is kept. */
export function newVisitToken(): string {
  return randomBytes(32).toString("base64url");
}

/** The visit that a cookie's token names. Computed, so that an unknown browser costs no look-up. */
export function visitIdOf(token: string): string {
  return uuidOf(hash("sha256", token));
}

/**
 * From now on this browser is this guest at this event, until the guest's links are revoked, or whoever made the link
 * hosts no more. `region`: for which it writes dates.
 */
export async function grantGuest(
  db: Db,
  visitId: string,
  guest: { eventId: string; guestId: string; accessVersion: number; madeBy?: string | null; region?: string | null },
) {
  await keepVisit(db, visitId, guest.region);
  await sql`
    insert into visit_grants (visit_id, event_id, guest_id, access_version, made_by)
    values (${visitId}, ${guest.eventId}, ${guest.guestId}, ${guest.accessVersion}, ${guest.madeBy ?? null})
    on conflict (visit_id, event_id) do update
    set guest_id = excluded.guest_id, access_version = excluded.access_version, made_by = excluded.made_by`.execute(db);
}

/** From now on this browser may open this event's page, until the share link is renewed. */
export async function grantShare(db: Db, visitId: string, share: { eventId: string; shareVersion: number }) {
  await keepVisit(db, visitId);
  await sql`
    insert into visit_grants (visit_id, event_id, share_version)
    values (${visitId}, ${share.eventId}, ${share.shareVersion})
    on conflict (visit_id, event_id) do update set share_version = excluded.share_version`.execute(db);
}

/** A visit that had expired begins anew: what it was once granted stays over. */
async function keepVisit(db: Db, visitId: string, region: string | null = null) {
  await sql`delete from visits where id = ${visitId} and expires_at <= now()`.execute(db);
  await sql`
    insert into visits (id, expires_at, region) values (${visitId}, now() + ${`${VISIT_DAYS} days`}::interval, ${region})
    on conflict (id) do update set expires_at = excluded.expires_at, region = coalesce(excluded.region, visits.region)`.execute(db);
}
