import type { EventEdited } from "@turnout/contract/event-entries";
import { GuestWrote, ReplyHeld } from "@turnout/contract/guest-mail-entries";
import type { WhenAndWhere } from "@turnout/contract/events";
import { sql, type Kysely, type Transaction } from "kysely";
import { z } from "zod";
import type { Database } from "../db/database.ts";
import type { Columns, Computed, Narrowed, NotNull, Outer, Renamed } from "../db/row-types.ts";
import type { BulletinRow } from "../invitations/bulletins-table.ts";
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

/** With the place on the waitlist (from 1; null: not on it), and the region and the language of the guest's browser, if known. */
export type GuestToTell = GuestRow & Computed<"place", "integer" | null> & Columns<"visits", "region" | "language">;

/**
 * The language in which a guest reads: of their account, or of the browser in which they answered, or the one in which they were invited. A
 * browser that only opened the link may be a program that looks into emails.
 */
const language = sql`coalesce((select locale from users where users.id = guests.user_id),
  case when replied_at is not null then
    (select language from visit_grants join visits on visits.id = visit_id
     where guest_id = guests.id and language is not null order by expires_at desc limit 1) end,
  guests.locale) as language`;

/** These guests, with what an email to them needs; without removed guests. */
export async function guestsToTell(db: Db, eventId: string, ids: string[]): Promise<GuestToTell[]> {
  const found = await sql<GuestToTell>`
    select guests.*,
      case when ticket is not null then
        (select count(*)::int from waitlist where waitlist.event_id = ${eventId} and waitlist.ticket <= guests.ticket) end as place,
      coalesce((select region from users where users.id = guests.user_id),
        (select region from visit_grants join visits on visits.id = visit_id
         where guest_id = guests.id and visits.region is not null order by expires_at desc limit 1)) as region,
      ${language}
    from guests where event_id = ${eventId} and id = any(${ids}::uuid[]) and removed_at is null`.execute(db);
  return found.rows;
}

/**
 * For guests who put themselves on the list with an address that somebody may have had there before them: whom that can
 * be. Whoever was invited comes first; nobody whose links were revoked.
 */
export async function listedBefore(db: Db, eventId: string, guestIds: string[]): Promise<Map<string, GuestRow[]>> {
  const found = await sql<GuestRow & Renamed<"guests", { asked: "id" }>>`
    select own.id as asked, earlier.* from guests own
    join guests earlier on earlier.event_id = own.event_id and earlier.email = own.email and earlier.id <> own.id
      and (earlier.added_at, earlier.id) < (own.added_at, own.id) and earlier.removed_at is null and earlier.delivery <> 'revoked'
    where own.event_id = ${eventId} and own.id = any(${guestIds}::uuid[]) and own.source = 'link'
    order by earlier.source = 'invited' desc, earlier.added_at, earlier.id`.execute(db);
  return Map.groupBy(found.rows, ({ asked }) => asked);
}

/** A removed guest as they were last told of the event. */
export type RemovedToTell = GuestRow &
  NotNull<Columns<"guests", "email">, "email"> &
  Columns<"visits", "region" | "language"> &
  Narrowed<Columns<"told_guests", "told">, { told: WhenAndWhere }>;

/**
 * A removed guest in whose calendar the event may be: they were sent an email about it, and no CANCEL since. Undefined where the
 * entry is still somebody's: a guest on the list with the same address has the same one.
 */
export async function removedToTell(db: Db, eventId: string, guestId: string): Promise<RemovedToTell | undefined> {
  const found = await sql<RemovedToTell>`
    select guests.*, told, (select region from users where users.id = guests.user_id) as region, ${language}
    from guests join told_guests on told_guests.event_id = guests.event_id and guest_id = guests.id
    where guests.event_id = ${eventId} and guests.id = ${guestId} and removed_at is not null and email is not null
      and delivery <> 'revoked' and not is_cancelled
      and not exists (select 1 from guests other
        where other.event_id = guests.event_id and other.email = guests.email and other.removed_at is null)`.execute(db);
  return found.rows[0];
}

/** Whether the event was cancelled after this entry. */
export async function isCancelledSince(db: Db, eventId: string, seq: number): Promise<boolean> {
  const found = await sql`
    select 1 from event_log where event_id = ${eventId} and seq > ${seq} and body ->> 'type' = 'event.cancelled' limit 1`.execute(db);
  return found.rows.length > 0;
}

/** A host as emails name them. `repliesTo` is the address for replies; null if they do not want any. */
export type HostToName = Columns<"users", "id" | "name" | "locale" | "region"> & Outer<Renamed<"users", { repliesTo: "email" }>>;

const hostToName = sql`users.id, users.name, users.locale, users.region,
  case when users.takes_replies and users.email_verified then users.email end as "repliesTo"`;

/** The hosts, first host first. */
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

/** An invitation to host that can still be accepted. */
export async function openHostInvitation(db: Db, id: string): Promise<OpenHostInvitation | undefined> {
  const found = await sql<HostToName & Renamed<"host_invitations", { eventId: "event_id" }>>`
    select event_id as "eventId", ${hostToName}
    from host_invitations join users on users.id = created_by
    where host_invitations.id = ${id} and accepted_at is null and revoked_at is null and expires_at > now()`.execute(db);
  const [row] = found.rows;
  return row && { eventId: row.eventId, host: row };
}

const GuestMail = z.discriminatedUnion("type", [GuestWrote, ReplyHeld]);

/** What a guest's email said, by the entry of it. Undefined: it was pruned from the log, or is of another kind. */
export async function guestMail(db: Db, eventId: string, seq: number): Promise<z.infer<typeof GuestMail> | undefined> {
  const found = await sql<Columns<"event_log", "body">>`
    select body from event_log where event_id = ${eventId} and seq = ${seq}`.execute(db);
  return GuestMail.safeParse(found.rows[0]?.body).data;
}

/** What this entry declines, for the first time, of what this guest's calendar asked for. Null: nothing. */
export async function declinedReply(db: Db, { eventId, guestId, seq }: Moment & { eventId: string }): Promise<"time" | "delegates" | null> {
  const found = await sql<Computed<"hasTime", "boolean">>`
    select held.body -> 'proposal' ->> 'starts' is not null as "hasTime" from event_log settled
    join event_log held on held.event_id = settled.event_id and held.seq = (settled.body ->> 'reply')::bigint
    where settled.event_id = ${eventId} and settled.seq = ${seq} and held.about = ${guestId}
      and held.body ->> 'type' = 'reply.held'
      and (held.body -> 'proposal' ->> 'starts' is not null or held.body ->> 'delegates' is not null)
      and not exists (select 1 from event_log earlier
        where earlier.event_id = ${eventId} and earlier.about = ${guestId} and earlier.seq < ${seq}
          and earlier.body ->> 'type' = 'reply.settled' and earlier.body ->> 'reply' = settled.body ->> 'reply')`.execute(db);
  const [declined] = found.rows;
  return declined ? (declined.hasTime ? "time" : "delegates") : null;
}

/** Who invited, and their message, by entry; without entries that were pruned from the log. */
export async function invitationWords(db: Db, eventId: string, seqs: number[]): Promise<Map<number, InvitationWords>> {
  const found = await sql<Columns<"event_log", "seq"> & Computed<"message" | "by", "text" | null>>`
    select seq, body ->> 'message' as message, actor ->> 'personId' as by from event_log
    where event_id = ${eventId} and seq = any(${seqs}::bigint[])`.execute(db);
  return new Map(found.rows.map(({ seq, message, by }) => [seq, { message: message ?? "", by }]));
}

/** `isCancelled`: what they were last sent was a CANCEL for their entry alone. */
type LastTold = Told & { isCancelled: boolean };

type ToldRow = Narrowed<
  Columns<"told_guests", "guest_id" | "told"> & Renamed<"told_guests", { seq: "log_seq"; isCancelled: "is_cancelled" }>,
  { told: WhenAndWhere }
>;

/** The time and place that each of these guests was last sent, with the log position. */
export async function lastTold(db: Db, eventId: string, guestIds: string[]): Promise<Map<string, LastTold>> {
  const found = await sql<ToldRow>`
    select guest_id, log_seq as seq, told, is_cancelled as "isCancelled" from told_guests where event_id = ${eventId} and guest_id = any(${guestIds}::uuid[])`.execute(
    db,
  );
  return new Map(found.rows.map(({ guest_id, ...told }) => [guest_id, told]));
}

/** A change of time or place: the state before it, and the host's note. */
export interface News {
  seq: number;
  by: string | null;
  was: WhenAndWhere;
  quietly: boolean;
  note: string;
}

type NewsRow = Columns<"event_log", "seq"> &
  Computed<"by", "text" | null> &
  Narrowed<Renamed<"event_log", { news: "body" }>, { news: EventNews }>;

/** All changes of time or place up to an entry, in order, as far as the log has them. */
export async function newsUpTo(db: Db, eventId: string, seq: number): Promise<News[]> {
  const found = await sql<NewsRow>`
    select seq, actor ->> 'personId' as by, body -> 'news' as news from event_log
    where event_id = ${eventId} and seq <= ${seq} and body ->> 'type' = 'event.edited' and body -> 'news' ->> 'quietly' is not null
    order by seq`.execute(db);
  return found.rows.map(({ seq: at, by, news }) => ({ seq: at, by, ...news }));
}

/** The last change of time or place after `seq` that guests are notified of; null if there is none. */
export async function lastNewsAfter(db: Db, eventId: string, seq: number): Promise<number | null> {
  const found = await sql<Computed<"last", "bigint" | null>>`
    select max(seq) as last from event_log
    where event_id = ${eventId} and seq > ${seq} and body ->> 'type' = 'event.edited' and body -> 'news' ->> 'quietly' = 'false'`.execute(
    db,
  );
  return found.rows[0]?.last ?? null;
}

/** Stores the time and place that guests were sent. Ignores events that were deleted meanwhile. */
export async function rememberTold(db: Db, rows: (Told & { eventId: string; guestId: string })[]): Promise<void> {
  // Ordered, so that two transactions on the same guests cannot deadlock.
  await sql`
    insert into told_guests (event_id, guest_id, log_seq, told)
    select distinct on (event_id, guest_id) event_id, guest_id, log_seq, told
    from jsonb_to_recordset(${JSON.stringify(rows.map(({ eventId, guestId, seq, told }) => ({ event_id: eventId, guest_id: guestId, log_seq: seq, told })))}::jsonb)
      as row (event_id uuid, guest_id uuid, log_seq bigint, told jsonb)
    where exists (select 1 from events where id = event_id)
    order by event_id, guest_id, log_seq desc
    on conflict (event_id, guest_id) do update set log_seq = excluded.log_seq, told = excluded.told, is_cancelled = false
    where told_guests.log_seq <= excluded.log_seq`.execute(db);
}

type Withdrawn = Columns<"guests", "event_id" | "id" | "email">;

/**
 * Stores that these guests' entries were cancelled. Returns those who were let in again meanwhile: their rows stay as they are until
 * this is committed, so that a later return finds it stored.
 */
export async function rememberCancelled(tx: Transaction<Database>, guests: { eventId: string; guestId: string }[]): Promise<Withdrawn[]> {
  const ids = guests.map(({ guestId }) => guestId);
  await sql`
    update told_guests set is_cancelled = true, cancels = cancels + 1 where (event_id, guest_id) in (
      select * from unnest(${guests.map(({ eventId }) => eventId)}::uuid[], ${ids}::uuid[]))`.execute(tx);
  const found = await sql<Withdrawn & Columns<"guests", "removed_at">>`
    select event_id, id, email, removed_at from guests where id = any(${ids}::uuid[]) order by id for share`.execute(tx);
  return found.rows.filter(({ removed_at }) => removed_at === null);
}

/** Where a guest stands in the log. */
export interface Moment {
  guestId: string;
  seq: number;
}

type EntryAbout = NotNull<Columns<"event_log", "about" | "seq">, "about"> & Computed<"type", "text">;

/** What happened to these guests after the earliest of these moments. */
export async function entriesAbout(db: Db, eventId: string, moments: Moment[]): Promise<EntryAbout[]> {
  const ids = moments.map(({ guestId }) => guestId);
  const found = await sql<EntryAbout>`
    select about, seq, body ->> 'type' as type from event_log
    where event_id = ${eventId} and about = any(${ids}::uuid[]) and seq > ${Math.min(...moments.map(({ seq }) => seq))}`.execute(db);
  return found.rows;
}

/** What hosts wrote to guests, of those that have begun to go out. */
export async function bulletinsToSend(db: Db, eventId: string, ids: string[]): Promise<BulletinRow[]> {
  const found = await sql<BulletinRow>`
    select * from bulletins where event_id = ${eventId} and id = any(${ids}::uuid[]) and begun_at is not null`.execute(db);
  return found.rows;
}
