import { createHash, randomBytes, randomUUID } from "node:crypto";
import { sql, type Kysely, type Transaction } from "kysely";
import { createBatchLoader } from "../db/batch-loader.ts";
import type { Database } from "../db/database.ts";
import { lookUp } from "../db/look-ups.ts";
import { OUTAGE_PATIENCE } from "../db/outage.ts";
import type { Columns, Computed } from "../db/row-types.ts";

type Db = Kysely<Database> | Transaction<Database>;

const hashOf = (token: string) => createHash("sha256").update(token).digest();

/**
 * Creates a guest's link: 256 random bits, of which only the hash is stored. Null when the guest is not on the list.
 * Earlier links stay valid until the guest is revoked. A retried email passes the same `token` again; it must be
 * unguessable.
 */
export async function makePersonalLink(
  db: Db,
  eventId: string,
  guestId: string,
  token = randomBytes(32).toString("base64url"),
  madeBy: string | null = null,
): Promise<string | null> {
  const made = await sql`
    insert into invitations (id, event_id, guest_id, token_hash, access_version, made_by)
    select ${randomUUID()}, event_id, id, ${hashOf(token)}, access_version, ${madeBy}::uuid from guests
    where event_id = ${eventId} and id = ${guestId} and removed_at is null
    on conflict (token_hash) do update set access_version = excluded.access_version`.execute(db);
  return Number(made.numAffectedRows) === 1 ? token : null;
}

export interface LinkToMake {
  guestId: string;
  accessVersion: number;
  token: string;
}

/**
 * Creates links for many guests of one event, for the access version they were requested with. Returns for each whether
 * it was made: not for a guest who was removed, or whose access version has changed.
 */
export async function makePersonalLinks(db: Db, eventId: string, links: LinkToMake[]): Promise<boolean[]> {
  const hashes = links.map(({ token }) => hashOf(token));
  const made = await sql<Columns<"invitations", "token_hash">>`
    insert into invitations (id, event_id, guest_id, token_hash, access_version)
    select link.id, guest.event_id, guest.id, link.token_hash, guest.access_version
    from unnest(${links.map(() => randomUUID())}::uuid[], ${links.map(({ guestId }) => guestId)}::uuid[],
      ${hashes}::bytea[], ${links.map(({ accessVersion }) => accessVersion)}::integer[])
      as link (id, guest_id, token_hash, access_version),
    lateral (select event_id, id, access_version from guests
      where event_id = ${eventId} and id = link.guest_id and access_version = link.access_version and removed_at is null offset 0) as guest
    on conflict (token_hash) do update set access_version = excluded.access_version
    returning token_hash`.execute(db);
  const isMade = new Set(made.rows.map(({ token_hash }) => token_hash.toString("hex")));
  return hashes.map((hash) => isMade.has(hash.toString("hex")));
}

export interface LinkOwner {
  eventId: string;
  guestId: string;
  accessVersion: number;
  /** The host who handed the link over; null: it was emailed. */
  madeBy: string | null;
}

/**
 * The guest of a link. Null if there is none, if the guest was revoked or removed, or if its host hosts no more. Links that are
 * opened at the same time are looked up together.
 */
export function guestOfLink(db: Kysely<Database>, token: string): Promise<LinkOwner | null> {
  const look = ownersOf.get(db) ?? createBatchLoader((_, hashes: Buffer[]) => readOwners(db, hashes), { outagePatience: OUTAGE_PATIENCE });
  ownersOf.set(db, look);
  return look("", hashOf(token));
}

const ownersOf = new WeakMap<Kysely<Database>, (group: string, hash: Buffer) => Promise<LinkOwner | null>>();

type OwnerRow = Columns<"invitations", "event_id" | "guest_id" | "access_version" | "made_by"> & Computed<"place", "integer">;

/** `offset 0` keeps a look-up by the complete key for each. */
const ownersQuery = (hashes: Buffer[]) => sql<OwnerRow>`
  select asked.place::int, link.event_id, link.guest_id, link.access_version, link.made_by
  from unnest(${hashes}::bytea[]) with ordinality as asked (token_hash, place)
  join lateral (
    select event_id, guest_id, access_version, made_by from invitations where invitations.token_hash = asked.token_hash offset 0) link on true
  join lateral (select status from events where id = link.event_id offset 0) event on event.status <> 'draft'
  join lateral (
    select access_version, removed_at from guests where event_id = link.event_id and id = link.guest_id
    offset 0) guest on guest.access_version = link.access_version and guest.removed_at is null
  where link.made_by is null or exists (select from hosts where hosts.event_id = link.event_id and hosts.id = link.made_by)`;

async function readOwners(db: Kysely<Database>, hashes: Buffer[]): Promise<(LinkOwner | null)[]> {
  const { rows } = await lookUp(db, (on) => ownersQuery(hashes).execute(on));
  const owners = new Map(rows.map((row) => [row.place, row]));
  return hashes.map((_, index) => {
    const row = owners.get(index + 1);
    return row ? { eventId: row.event_id, guestId: row.guest_id, accessVersion: row.access_version, madeBy: row.made_by } : null;
  });
}
