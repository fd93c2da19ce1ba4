import { sql, type Kysely } from "kysely";
import type { Database } from "../db/database.ts";
import type { GuestRow } from "../guests/tables.ts";

type Db = Kysely<Database>;

export interface GuestToTell extends GuestRow {
  /** In line; null for who is not in it. */
  place: number | null;
}

/** Those on the list, as a mail to them has to know them. Nobody who was removed. */
export async function guestsToTell(db: Db, eventId: string, ids: string[]): Promise<GuestToTell[]> {
  const found = await sql<GuestToTell>`
    select guests.*,
      case when ticket is not null then
        (select count(*)::int from guests other where other.event_id = ${eventId} and other.ticket <= guests.ticket) end as place
    from guests where event_id = ${eventId} and id = any(${ids}::uuid[]) and removed_at is null`.execute(db);
  return found.rows;
}

export interface HostToName {
  id: string;
  name: string;
  locale: string;
}

/** Who hosts, the first of them first, and the language each of them reads. */
export async function hostsToName(db: Db, eventId: string): Promise<HostToName[]> {
  const found = await sql<HostToName>`
    select hosts.id, hosts.name, users.locale from hosts join users on users.id = hosts.id
    where event_id = ${eventId} order by added_at, hosts.id`.execute(db);
  return found.rows;
}

export interface OpenHostInvitation {
  eventId: string;
  title: string;
  /** Who invites, and in which language. */
  host: string;
  locale: string;
}

/** An invitation to host that can still be taken up. */
export async function openHostInvitation(db: Db, id: string): Promise<OpenHostInvitation | undefined> {
  const found = await sql<OpenHostInvitation>`
    select event_id as "eventId", events.title, users.name as host, users.locale
    from host_invitations join events on events.id = event_id join users on users.id = created_by
    where host_invitations.id = ${id} and accepted_at is null and revoked_at is null and expires_at > now()`.execute(db);
  return found.rows[0];
}

/** The host's personal words that invitations go with, by entry. None once the log has forgotten them. */
export async function invitationMessages(db: Db, eventId: string, seqs: number[]): Promise<Map<number, string>> {
  const found = await sql<{ seq: string; message: string | null }>`
    select seq, body ->> 'message' as message from event_log where event_id = ${eventId} and seq = any(${seqs}::bigint[])`.execute(db);
  return new Map(found.rows.map(({ seq, message }) => [Number(seq), message ?? ""]));
}

/** Where a guest stands in the log. */
export interface Moment {
  guestId: string;
  seq: number;
}

/** What happened to these guests after the earliest of these moments. */
export async function entriesAbout(db: Db, eventId: string, moments: Moment[]): Promise<{ about: string; seq: string; type: string }[]> {
  const ids = moments.map(({ guestId }) => guestId);
  const found = await sql<{ about: string; seq: string; type: string }>`
    select about, seq, body ->> 'type' as type from event_log
    where event_id = ${eventId} and about = any(${ids}::uuid[]) and seq > ${Math.min(...moments.map(({ seq }) => seq))}`.execute(db);
  return found.rows;
}
