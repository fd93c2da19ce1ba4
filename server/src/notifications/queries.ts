import type { EventEdited } from "@turnout/contract/event-entries";
import type { WhenAndWhere } from "@turnout/contract/events";
import { sql, type Kysely, type Transaction } from "kysely";
import type { Database } from "../db/database.ts";
import type { GuestRow } from "../guests/tables.ts";

type Db = Kysely<Database> | Transaction<Database>;
type EventNews = NonNullable<EventEdited["news"]>;

export interface InvitationWords {
  message: string;
  /** The user who invited. */
  by: string | null;
}

/** When and where a guest knows of, as it stood at a position of the event's log. */
export interface Told {
  seq: number;
  told: WhenAndWhere;
}

export interface GuestToTell extends GuestRow {
  /** In line; null for who is not in it. */
  place: number | null;
  /** The country that their browser writes dates for, if it has been here. */
  region: string | null;
}

/** Those on the list, as a mail to them has to know them. Nobody who was removed. */
export async function guestsToTell(db: Db, eventId: string, ids: string[]): Promise<GuestToTell[]> {
  const found = await sql<GuestToTell>`
    select guests.*,
      case when ticket is not null then
        (select count(*)::int from guests other where other.event_id = ${eventId} and other.ticket <= guests.ticket) end as place,
      coalesce((select region from users where users.id = guests.user_id),
        (select region from visit_grants join visits on visits.id = visit_id
         where guest_id = guests.id and visits.region is not null order by expires_at desc limit 1)) as region
    from guests where event_id = ${eventId} and id = any(${ids}::uuid[]) and removed_at is null`.execute(db);
  return found.rows;
}

/**
 * For guests who put themselves on the list with an address that somebody may have had there before them: whom that can
 * be. Whoever was invited comes first; nobody whose links were revoked.
 */
export async function listedBefore(db: Db, eventId: string, guestIds: string[]): Promise<Map<string, GuestRow[]>> {
  const found = await sql<GuestRow & { asked: string }>`
    select own.id as asked, earlier.* from guests own
    join guests earlier on earlier.event_id = own.event_id and earlier.email = own.email and earlier.id <> own.id
      and (earlier.added_at, earlier.id) < (own.added_at, own.id) and earlier.removed_at is null and earlier.delivery <> 'revoked'
    where own.event_id = ${eventId} and own.id = any(${guestIds}::uuid[]) and own.source = 'link'
    order by earlier.source = 'invited' desc, earlier.added_at, earlier.id`.execute(db);
  return Map.groupBy(found.rows, ({ asked }) => asked);
}

/** A host as letters name them. */
export interface HostToName {
  id: string;
  name: string;
  locale: string;
  region: string | null;
  /** Where replies reach them; null if they would rather not get any. */
  repliesTo: string | null;
}

const hostToName = sql`users.id, users.name, users.locale, users.region,
  case when users.takes_replies and users.email_verified then users.email end as "repliesTo"`;

/** Who hosts, the first of them first. */
export async function hostsToName(db: Db, eventId: string): Promise<HostToName[]> {
  const found = await sql<HostToName>`
    select ${hostToName} from hosts join users on users.id = hosts.id
    where event_id = ${eventId} order by added_at, hosts.id`.execute(db);
  return found.rows;
}

export interface OpenHostInvitation {
  eventId: string;
  /** Who invites. */
  host: HostToName;
}

/** An invitation to host that can still be taken up. */
export async function openHostInvitation(db: Db, id: string): Promise<OpenHostInvitation | undefined> {
  const found = await sql<HostToName & { eventId: string }>`
    select event_id as "eventId", ${hostToName}
    from host_invitations join users on users.id = created_by
    where host_invitations.id = ${id} and accepted_at is null and revoked_at is null and expires_at > now()`.execute(db);
  const [row] = found.rows;
  return row && { eventId: row.eventId, host: row };
}

/** Who invited, and their personal words, by entry. Of what the log has forgotten there is nothing. */
export async function invitationWords(db: Db, eventId: string, seqs: number[]): Promise<Map<number, InvitationWords>> {
  const found = await sql<{ seq: string; message: string | null; by: string | null }>`
    select seq, body ->> 'message' as message, actor ->> 'personId' as by from event_log
    where event_id = ${eventId} and seq = any(${seqs}::bigint[])`.execute(db);
  return new Map(found.rows.map(({ seq, message, by }) => [Number(seq), { message: message ?? "", by }]));
}

/** When and where each of these guests was last told to come, and where in the log that was. */
export async function lastTold(db: Db, eventId: string, guestIds: string[]): Promise<Map<string, Told>> {
  const found = await sql<{ guest_id: string; seq: string; told: WhenAndWhere }>`
    select guest_id, log_seq as seq, told from told_guests where event_id = ${eventId} and guest_id = any(${guestIds}::uuid[])`.execute(db);
  return new Map(found.rows.map(({ guest_id, seq, told }) => [guest_id, { seq: Number(seq), told }]));
}

/** One change of time or place: what was before it, and the words of the host who made it. */
export interface News {
  seq: number;
  by: string | null;
  was: WhenAndWhere;
  quietly: boolean;
  note: string;
}

/** All changes of time or place up to an entry, in order, as far as the log remembers. */
export async function newsUpTo(db: Db, eventId: string, seq: number): Promise<News[]> {
  const found = await sql<{ seq: string; by: string | null; news: EventNews }>`
    select seq, actor ->> 'personId' as by, body -> 'news' as news from event_log
    where event_id = ${eventId} and seq <= ${seq} and body ->> 'type' = 'event.edited' and body -> 'news' ->> 'quietly' is not null
    order by seq`.execute(db);
  return found.rows.map(({ seq: at, by, news }) => ({ seq: Number(at), by, ...news }));
}

/** The last entry after `seq` with a time or place that guests are to hear of; null if there is none. */
export async function lastNewsAfter(db: Db, eventId: string, seq: number): Promise<number | null> {
  const found = await sql<{ last: string | null }>`
    select max(seq) as last from event_log
    where event_id = ${eventId} and seq > ${seq} and body ->> 'type' = 'event.edited' and body -> 'news' ->> 'quietly' = 'false'`.execute(
    db,
  );
  const { last = null } = found.rows[0] ?? {};
  return last === null ? null : Number(last);
}

/** Remembers what guests were told; what is older than that is not news to them any more. Events may have gone meanwhile. */
export async function rememberTold(db: Db, rows: (Told & { eventId: string; guestId: string })[]): Promise<void> {
  // In one order for all: two who remember the same guests must not wait for each other in a circle.
  await sql`
    insert into told_guests (event_id, guest_id, log_seq, told)
    select distinct on (event_id, guest_id) event_id, guest_id, log_seq, told
    from jsonb_to_recordset(${JSON.stringify(rows.map(({ eventId, guestId, seq, told }) => ({ event_id: eventId, guest_id: guestId, log_seq: seq, told })))}::jsonb)
      as row (event_id uuid, guest_id uuid, log_seq bigint, told jsonb)
    where exists (select 1 from events where id = event_id)
    order by event_id, guest_id, log_seq desc
    on conflict (event_id, guest_id) do update set log_seq = excluded.log_seq, told = excluded.told
    where told_guests.log_seq <= excluded.log_seq`.execute(db);
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
