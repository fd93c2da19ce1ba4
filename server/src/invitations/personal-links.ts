import { createHash, randomBytes, randomUUID } from "node:crypto";
import { sql, type Kysely, type Transaction } from "kysely";
import type { Database } from "../db/database.ts";

type Db = Kysely<Database> | Transaction<Database>;

const hashOf = (token: string) => createHash("sha256").update(token).digest();

/**
 * A new link for a guest: 256 random bits, of which only the hash is kept. Null when the guest is not on the
 * list. Earlier links keep working until the guest's invitation is revoked. A mail that is tried again brings the
 * same `token` again: whoever makes one sees to it that nobody can guess it.
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

/** Links for many guests of one event at once. Returns whose were made: those who are on the list. */
export async function makePersonalLinks(db: Db, eventId: string, links: LinkToMake[]): Promise<Set<string>> {
  const made = await sql<{ guest_id: string }>`
    insert into invitations (id, event_id, guest_id, token_hash, access_version)
    select link.id, event_id, guests.id, token_hash, access_version
    from unnest(${links.map(() => randomUUID())}::uuid[], ${links.map(({ guestId }) => guestId)}::uuid[],
      ${links.map(({ token }) => hashOf(token))}::bytea[]) as link (id, guest_id, token_hash)
    join guests on guests.id = link.guest_id
    where event_id = ${eventId} and removed_at is null
    on conflict (token_hash) do update set access_version = excluded.access_version
    returning guest_id`.execute(db);
  return new Set(made.rows.map(({ guest_id }) => guest_id));
}

export interface LinkOwner {
  eventId: string;
  guestId: string;
  accessVersion: number;
  /** The host who handed the link over; null: it was mailed. */
  madeBy: string | null;
}

/** Whose link this is; null once revoked, removed, never made, or made by somebody who hosts no more. */
export async function guestOfLink(db: Db, token: string): Promise<LinkOwner | null> {
  const found = await sql<{ event_id: string; guest_id: string; access_version: number; made_by: string | null }>`
    select invitations.event_id, guest_id, guests.access_version, made_by from invitations
    join guests on guests.id = guest_id and guests.access_version = invitations.access_version and removed_at is null
    join events on events.id = invitations.event_id and events.status <> 'draft'
    where token_hash = ${hashOf(token)}
      and (made_by is null or exists (select from hosts where hosts.event_id = events.id and hosts.id = made_by))`.execute(db);
  const row = found.rows[0];
  return row ? { eventId: row.event_id, guestId: row.guest_id, accessVersion: row.access_version, madeBy: row.made_by } : null;
}
