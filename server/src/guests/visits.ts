import { hash, randomBytes } from "node:crypto";
import { sql, type Kysely, type Transaction } from "kysely";
import type { Database } from "../db/database.ts";
import { createBatchLoader } from "../db/batch-loader.ts";
import { writeByKey } from "../db/look-ups.ts";
import { isOutage, OUTAGE_PATIENCE } from "../db/outage.ts";
import type { Columns } from "../db/row-types.ts";
import { uuidOf } from "../db/uuid.ts";

/** How long a visit lasts after its last use. */
export const VISIT_DAYS = 400;
/** A visit that was extended within so many days is not extended again: who opens their link a second time costs no write. */
export const EXTENDED_WITHIN_DAYS = 1;

type Db = Kysely<Database> | Transaction<Database>;

/** A visit's token: 256 random bits, stored in the browser's cookie only. */
export function newVisitToken(): string {
  return randomBytes(32).toString("base64url");
}

/** The id of a token's visit. Computed, so that an unknown browser costs no query. */
export function visitIdOf(token: string): string {
  return uuidOf(hash("sha256", token));
}

interface GuestGrant {
  eventId: string;
  guestId: string;
  accessVersion: number;
  madeBy?: string | null;
  /** The region that the browser writes dates for. */
  region?: string | null;
}

/**
 * Grants a visit a guest's access, until the guest's links are revoked or the host who made the link stops hosting. When
 * many come at once, they are granted in one statement: alone, each would wait for the disk. What is granted already is not written again.
 */
export async function grantGuest(db: Kysely<Database>, visitId: string, guest: GuestGrant): Promise<void> {
  const granting = grantsOf.get(db) ?? createBatchLoader((_, grants: Grant[]) => grantAll(db, grants), { outagePatience: OUTAGE_PATIENCE });
  grantsOf.set(db, granting);
  const failed = await granting("", { ...guest, visitId });
  if (failed) throw failed;
}

interface Grant extends GuestGrant {
  visitId: string;
}

const grantsOf = new WeakMap<Kysely<Database>, (group: string, grant: Grant) => Promise<Error | null>>();

/** Returns what each of them failed with, or null. */
async function grantAll(db: Kysely<Database>, grants: Grant[]): Promise<(Error | null)[]> {
  try {
    await keepGrants(db, grants);
    return grants.map(() => null);
  } catch (error) {
    if (isOutage(error)) throw error;
    if (grants.length === 1) return [error as Error];
    const results: (Error | null)[] = [];
    for (const grant of grants) results.push(...(await grantAll(db, [grant])));
    return results;
  }
}

async function keepGrants(db: Kysely<Database>, grants: Grant[]) {
  const write = async () => (await writeByKey(db, (on) => grantsWritten(grants).execute(on))).rows.map(({ id }) => id);
  const expired = await write();
  if (expired.length === 0) return;
  await forgetExpired(db, expired);
  await write();
}

/**
 * Writes what is not so already, and returns the visits that have expired, for which it writes nothing. In the order of the
 * visits, so that no two processes wait for each other. Of two grants of a visit the later one counts.
 */
function grantsWritten(grants: Grant[]) {
  const inOrder = [...new Map(grants.map((grant) => [`${grant.visitId} ${grant.eventId}`, grant])).values()].toSorted((a, b) =>
    a.visitId < b.visitId ? -1 : 1,
  );
  const column = <Value>(of: (grant: Grant) => Value) => inOrder.map(of);
  const [visitIds, regions] = [column(({ visitId }) => visitId), column(({ region }) => region ?? null)];
  const [eventIds, guestIds] = [column(({ eventId }) => eventId), column(({ guestId }) => guestId)];
  const [versions, makers] = [column(({ accessVersion }) => accessVersion), column(({ madeBy }) => madeBy ?? null)];
  return sql<Columns<"visits", "id">>`
    with asked as (
      select asked.*, visit.expires_at, visit.region as known_region,
        known.guest_id as known_guest, known.access_version as known_version, known.made_by as known_maker
      from unnest(${visitIds}::uuid[], ${regions}::text[], ${eventIds}::uuid[], ${guestIds}::uuid[], ${versions}::integer[], ${makers}::uuid[])
        as asked (visit_id, region, event_id, guest_id, access_version, made_by)
      left join lateral (select expires_at, region from visits where id = asked.visit_id offset 0) visit on true
      left join lateral (
        select guest_id, access_version, made_by from visit_grants where visit_id = asked.visit_id and event_id = asked.event_id
        offset 0) known on true),
    new as (
      select * from asked where (expires_at is null or expires_at > now()) and not (
        coalesce(expires_at > now() + ${`${VISIT_DAYS - EXTENDED_WITHIN_DAYS} days`}::interval, false)
        and (region is null or region is not distinct from known_region)
        and guest_id is not distinct from known_guest and access_version is not distinct from known_version
        and made_by is not distinct from known_maker)),
    kept as (
      insert into visits (id, expires_at, region)
      select visit_id, now() + ${`${VISIT_DAYS} days`}::interval, max(region) from new group by visit_id order by visit_id
      on conflict (id) do update set expires_at = excluded.expires_at, region = coalesce(excluded.region, visits.region)),
    granted as (
      insert into visit_grants (visit_id, event_id, guest_id, access_version, made_by)
      select visit_id, event_id, guest_id, access_version, made_by from new order by visit_id, event_id
      on conflict (visit_id, event_id) do update
      set guest_id = excluded.guest_id, access_version = excluded.access_version, made_by = excluded.made_by)
    select distinct visit_id as id from asked where expires_at <= now()`;
}

/** Grants a visit access to this event's page, until the share link is renewed. */
export async function grantShare(db: Db, visitId: string, share: { eventId: string; shareVersion: number }) {
  await forgetExpired(db, [visitId]);
  await sql`
    insert into visits (id, expires_at) values (${visitId}, now() + ${`${VISIT_DAYS} days`}::interval)
    on conflict (id) do update set expires_at = excluded.expires_at`.execute(db);
  await sql`
    insert into visit_grants (visit_id, event_id, share_version)
    values (${visitId}, ${share.eventId}, ${share.shareVersion})
    on conflict (visit_id, event_id) do update set share_version = excluded.share_version`.execute(db);
}

/** An expired visit starts anew without its earlier grants. */
const forgetExpired = (db: Db, visitIds: string[]) =>
  sql`delete from visits where id = any(${visitIds}::uuid[]) and expires_at <= now()`.execute(db);
