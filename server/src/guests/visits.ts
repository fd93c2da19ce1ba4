import type { Locale } from "@turnout/contract/locale";
import { hash, randomBytes } from "node:crypto";
import { sql, type Kysely } from "kysely";
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
  /** The region that the browser writes dates for, and the language in which it shows pages. */
  region?: string | null;
  language?: Locale | null;
  /** Only if the visit is no guest of the event by then: a link that was opened meanwhile counts. */
  unlessGuest?: boolean;
}

interface ShareGrant {
  eventId: string;
  shareVersion: number;
}

/**
 * Grants a visit a guest's access, until the guest's links are revoked or the host who made the link stops hosting. When
 * many come at once, they are granted in one statement: alone, each would wait for the disk. What is granted already is not written again.
 */
export const grantGuest = (db: Kysely<Database>, visitId: string, guest: GuestGrant): Promise<void> =>
  granted(db, { ...guest, madeBy: guest.madeBy ?? null, visitId });

/** Grants a visit access to this event's page, until the share link is renewed: together with all others, and besides what a guest of it may. */
export const grantShare = (db: Kysely<Database>, visitId: string, share: ShareGrant): Promise<void> => granted(db, { ...share, visitId });

async function granted(db: Kysely<Database>, grant: Grant): Promise<void> {
  const granting = grantsOf.get(db) ?? createBatchLoader((_, grants: Grant[]) => grantAll(db, grants), { outagePatience: OUTAGE_PATIENCE });
  grantsOf.set(db, granting);
  const failed = await granting("", grant);
  if (failed) throw failed;
}

type Grant = { visitId: string; eventId: string } & Partial<GuestGrant & ShareGrant>;

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

/** Of two grants of a visit at one event the later one counts, unless it gives way; one of a guest and one of a share link count both. */
function eachOnce(grants: Grant[]): Grant[] {
  const byPlace = new Map<string, Grant>();
  for (const grant of grants) {
    const place = `${grant.visitId} ${grant.eventId}`;
    const before = byPlace.get(place);
    if (grant.unlessGuest && before?.guestId) continue;
    const unlessGuest = grant.guestId ? grant.unlessGuest : before?.unlessGuest;
    byPlace.set(place, { ...before, ...grant, unlessGuest: unlessGuest ?? false });
  }
  return [...byPlace.values()];
}

/**
 * Writes what is not so already, of a visit and of its grant, and returns the visits that have expired, for which it writes nothing. In the
 * order of the visits, so that no two processes wait for each other.
 */
function grantsWritten(grants: Grant[]) {
  const inOrder = eachOnce(grants).toSorted((a, b) => (a.visitId < b.visitId ? -1 : 1));
  const column = <Value>(of: (grant: Grant) => Value) => inOrder.map((grant) => of(grant) ?? null);
  const [visitIds, eventIds] = [column(({ visitId }) => visitId), column(({ eventId }) => eventId)];
  const [regions, languages] = [column(({ region }) => region), column(({ language }) => language)];
  const makers = column(({ madeBy }) => madeBy);
  const [guestIds, versions] = [column(({ guestId }) => guestId), column(({ accessVersion }) => accessVersion)];
  const shares = column(({ shareVersion }) => shareVersion);
  const givesWay = column(({ unlessGuest }) => unlessGuest);
  return sql<Columns<"visits", "id">>`
    with asked as (
      select asked.*, visit.expires_at, visit.region as known_region, visit.language as known_language, known.guest_id as known_guest,
        known.access_version as known_version, known.made_by as known_maker, known.share_version as known_share
      from unnest(${visitIds}::uuid[], ${regions}::text[], ${languages}::text[], ${eventIds}::uuid[], ${guestIds}::uuid[], ${versions}::integer[],
        ${makers}::uuid[], ${shares}::integer[], ${givesWay}::boolean[])
        as asked (visit_id, region, language, event_id, guest_id, access_version, made_by, share_version, gives_way)
      left join lateral (select expires_at, region, language from visits where id = asked.visit_id offset 0) visit on true
      left join lateral (
        select guest_id, access_version, made_by, share_version from visit_grants
        where visit_id = asked.visit_id and event_id = asked.event_id offset 0) known on true),
    valid as (select * from asked where expires_at is null or expires_at > now()),
    kept as (
      insert into visits (id, expires_at, region, language)
      select visit_id, now() + ${`${VISIT_DAYS} days`}::interval, max(region), max(language) from valid
      where not (coalesce(expires_at > now() + ${`${VISIT_DAYS - EXTENDED_WITHIN_DAYS} days`}::interval, false)
        and (region is null or region is not distinct from known_region)
        and (language is null or language is not distinct from known_language))
      group by visit_id order by visit_id
      on conflict (id) do update set expires_at = excluded.expires_at, region = coalesce(excluded.region, visits.region), language = coalesce(excluded.language, visits.language)),
    granted as (
      insert into visit_grants (visit_id, event_id, guest_id, access_version, made_by, share_version)
      select visit_id, event_id, guest_id, access_version, made_by, share_version from valid
      where not (gives_way is true and known_guest is not null)
        and not ((share_version is null or share_version is not distinct from known_share)
        and (guest_id is null or (guest_id is not distinct from known_guest
          and access_version is not distinct from known_version and made_by is not distinct from known_maker)))
      order by visit_id, event_id
      on conflict (visit_id, event_id) do update
      set guest_id = coalesce(excluded.guest_id, visit_grants.guest_id),
        access_version = case when excluded.guest_id is null then visit_grants.access_version else excluded.access_version end,
        made_by = case when excluded.guest_id is null then visit_grants.made_by else excluded.made_by end,
        share_version = coalesce(excluded.share_version, visit_grants.share_version))
    select distinct visit_id as id from asked where expires_at <= now()`;
}

/** An expired visit starts anew without its earlier grants. */
const forgetExpired = (db: Kysely<Database>, visitIds: string[]) =>
  sql`delete from visits where id = any(${visitIds}::uuid[]) and expires_at <= now()`.execute(db);
