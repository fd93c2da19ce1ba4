import { sql, type Kysely } from "kysely";
import type { Database } from "../db/database.ts";
import type { GuestRow } from "../guests/tables.ts";

type Db = Kysely<Database>;

export interface GuestToTell extends GuestRow {
  /** In line; null for who is not in it. */
  place: number | null;
}

/** Somebody on the list, as a mail to them has to know them. Nobody who was removed. */
export async function guestToTell(db: Db, eventId: string, guestId: string): Promise<GuestToTell | undefined> {
  const found = await sql<GuestToTell>`
    select guests.*,
      (select count(*)::int from guests other where other.event_id = ${eventId} and other.ticket <= guests.ticket) as place
    from guests where event_id = ${eventId} and id = ${guestId} and removed_at is null`.execute(db);
  const guest = found.rows[0];
  return guest && { ...guest, place: guest.ticket === null ? null : guest.place };
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

/** The host's personal words that an invitation goes with. Empty once the log has forgotten them. */
export async function invitationMessage(db: Db, eventId: string, seq: number): Promise<string> {
  const found = await sql<{ message: string | null }>`
    select body ->> 'message' as message from event_log where event_id = ${eventId} and seq = ${seq}`.execute(db);
  return found.rows[0]?.message ?? "";
}

/** Whether any entry of these kinds about this guest came after `seq`. */
export async function happenedSince(
  db: Db,
  about: { eventId: string; guestId: string; seq: number },
  kinds: readonly string[],
): Promise<boolean> {
  const found = await sql`
    select 1 from event_log
    where event_id = ${about.eventId} and about = ${about.guestId}
      and seq > ${about.seq} and body ->> 'type' = any(${kinds}) limit 1`.execute(db);
  return found.rows.length > 0;
}
