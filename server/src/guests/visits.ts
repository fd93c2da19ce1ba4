import { hash, randomBytes } from "node:crypto";
import { sql, type Kysely, type Transaction } from "kysely";
import type { Database } from "../db/database.ts";
import { createBatchLoader } from "../db/batch-loader.ts";
import { isOutage, OUTAGE_PATIENCE } from "../db/outage.ts";
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
 * many come at once, they are granted in one transaction: alone, each would wait for the disk.
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
    await db.transaction().execute((tx) => keepGrants(tx, grants));
    return grants.map(() => null);
  } catch (error) {
    if (isOutage(error)) throw error;
    if (grants.length === 1) return [error as Error];
    const results: (Error | null)[] = [];
    for (const grant of grants) results.push(...(await grantAll(db, [grant])));
    return results;
  }
}

/** In the order of the visits, so that no two processes wait for each other. Of two grants of a visit the later one counts. */
async function keepGrants(tx: Db, grants: Grant[]) {
  const inOrder = [...new Map(grants.map((grant) => [`${grant.visitId} ${grant.eventId}`, grant])).values()].toSorted((a, b) =>
    a.visitId < b.visitId ? -1 : 1,
  );
  const column = <Value>(of: (grant: Grant) => Value) => inOrder.map(of);
  await keepVisits(tx, new Map(inOrder.map(({ visitId, region }) => [visitId, region ?? null])));
  await sql`
    insert into visit_grants (visit_id, event_id, guest_id, access_version, made_by)
    select * from unnest(${column((one) => one.visitId)}::uuid[], ${column((one) => one.eventId)}::uuid[],
      ${column((one) => one.guestId)}::uuid[], ${column((one) => one.accessVersion)}::integer[], ${column((one) => one.madeBy ?? null)}::uuid[])
    on conflict (visit_id, event_id) do update
    set guest_id = excluded.guest_id, access_version = excluded.access_version, made_by = excluded.made_by`.execute(tx);
}

/** Grants a visit access to this event's page, until the share link is renewed. */
export async function grantShare(db: Db, visitId: string, share: { eventId: string; shareVersion: number }) {
  await keepVisits(db, new Map([[visitId, null]]));
  await sql`
    insert into visit_grants (visit_id, event_id, share_version)
    values (${visitId}, ${share.eventId}, ${share.shareVersion})
    on conflict (visit_id, event_id) do update set share_version = excluded.share_version`.execute(db);
}

/** Extends visits; an expired one starts anew without its earlier grants. By visit, the region that its browser writes dates for. */
async function keepVisits(db: Db, regions: ReadonlyMap<string, string | null>) {
  const visitIds = [...regions.keys()];
  await sql`delete from visits where id = any(${visitIds}::uuid[]) and expires_at <= now()`.execute(db);
  await sql`
    insert into visits (id, expires_at, region)
    select id, now() + ${`${VISIT_DAYS} days`}::interval, region from unnest(${visitIds}::uuid[], ${[...regions.values()]}::text[]) as kept (id, region)
    on conflict (id) do update set expires_at = excluded.expires_at, region = coalesce(excluded.region, visits.region)`.execute(db);
}
