import { hash, randomBytes } from "node:crypto";
import { sql, type Kysely, type Transaction } from "kysely";
import type { Database } from "../db/database.ts";
import { uuidOf } from "../db/uuid.ts";

/** How long a visit lasts after its last use. */
export const VISIT_DAYS = 400;

type Db = Kysely<Database> | Transaction<Database>;

/** A visit's token: 256 random bits, stored in the browser's cookie only. */
export function newVisitToken(): string {
  return randomBytes(32).toString("base64url");
}

/** The id of a token's visit. Computed, so that an unknown browser costs no query. */
export function visitIdOf(token: string): string {
  return uuidOf(hash("sha256", token));
}

/**
 * Grants a visit a guest's access, until the guest's links are revoked or the host who made the link stops hosting.
 * `region`: the region that the browser writes dates for.
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

/** Grants a visit access to this event's page, until the share link is renewed. */
export async function grantShare(db: Db, visitId: string, share: { eventId: string; shareVersion: number }) {
  await keepVisit(db, visitId);
  await sql`
    insert into visit_grants (visit_id, event_id, share_version)
    values (${visitId}, ${share.eventId}, ${share.shareVersion})
    on conflict (visit_id, event_id) do update set share_version = excluded.share_version`.execute(db);
}

/** Extends a visit; an expired one starts anew without its earlier grants. */
async function keepVisit(db: Db, visitId: string, region: string | null = null) {
  await sql`delete from visits where id = ${visitId} and expires_at <= now()`.execute(db);
  await sql`
    insert into visits (id, expires_at, region) values (${visitId}, now() + ${`${VISIT_DAYS} days`}::interval, ${region})
    on conflict (id) do update set expires_at = excluded.expires_at, region = coalesce(excluded.region, visits.region)`.execute(db);
}
