import { facesFor, seesList, tallyFor, type Viewer } from "@turnout/contract/audience";
import { TAGS_SHOWN } from "@turnout/contract/guest-tags";
import { GuestListFor } from "@turnout/contract/events";
import type { Confirmations, ConfirmedFilter, GuestOrder, GuestReach, RemovedGuest, Standing } from "@turnout/contract/guests";
import { EntryBody, type Actor } from "@turnout/contract/log";
import { canBeSamePerson } from "@turnout/contract/same-person";
import { sql, type Kysely, type RawBuilder, type Transaction } from "kysely";
import type { Database } from "../db/database.ts";
import type { Columns, Computed, Narrowed, NotNull, Renamed } from "../db/row-types.ts";
import { contextOf } from "../log/event-row.ts";
import type { ReadBytes } from "../log/kept-snapshots.ts";
import type { LoadMe, SnapshotPart } from "../log/load-snapshot.ts";
import { LAST_TICKET } from "./listed-guests.ts";
import { presentMe, presentTally } from "./present.ts";
import { guestsTable, type GuestRow } from "./tables.ts";

type Db = Kysely<Database> | Transaction<Database>;

/** Guests on a page of the guest list. */
export const GUEST_PAGE = 100;

/** The guests' part of the snapshot: counts and faces. */
export const guestsInSnapshot: SnapshotPart = (_, event) => (viewerClass) => ({
  tally: tallyFor(viewerClass, presentTally(event)),
  faces: facesFor(viewerClass, event.faces, contextOf(event)),
});

/** By name, as for all statements that are prepared. */
const OWN_COLUMNS = sql.raw(
  Object.keys(guestsTable.columns)
    .map((name) => `guests.${name}`)
    .join(", "),
);

/**
 * The place on the waitlist of each of an event's guests. The waitlist is read once for all in a statement who wait, if any does, and each is
 * searched for in that: counted for each, a thousand who have just got a ticket would read it a thousand times.
 */
export const placeIn = (eventId: string) => sql`case when guests.ticket is not null then width_bucket(guests.ticket,
  (select array_agg(line.ticket order by line.ticket) from waitlist line where line.event_id = ${eventId})) end`;

/** These guests, as they see themselves. */
export const loadMe: LoadMe = async (db, eventId, guestIds) => {
  if (guestIds.length === 0) return new Map();
  const found = await sql<GuestRow & Computed<"place", "integer" | null>>`
    select ${OWN_COLUMNS}, ${placeIn(eventId)} as place
    from guests where event_id = ${eventId} and id = any(${guestIds}::uuid[]) and removed_at is null`.execute(db);
  return new Map(found.rows.map((guest) => [guest.id, presentMe(guest, guest.place)]));
};

export interface GuestFilter {
  search: string;
  standing: Standing | null;
  /** Only those with this tag; for hosts. */
  tag?: string | null;
  /** Only those whom that reached; for hosts. */
  reach?: GuestReach | null;
  /** Only those who are going and confirmed that they still come on that day, or did not; for hosts. */
  confirmed?: { day: string; is: ConfirmedFilter } | null;
  order: GuestOrder;
  /** The cursor that the previous page returned. */
  cursor: string | null;
}

/**
 * One page of the guest list as this viewer may see it, with the position it was read at. The JSON text of a
 * `GuestPage`, made by one SQL statement and so consistent. Null when there is no such event.
 */
export async function guestPage(...asked: Parameters<typeof readGuestPage>): Promise<string | null> {
  return (await readGuestPage(...asked))?.bytes.toString() ?? null;
}

/** The same in UTF-8, its position, and how many guests the event has. Viewers of a class who are no hosts get the same bytes, which change with the log alone. */
export async function readGuestPage(
  db: Kysely<Database>,
  eventId: string,
  viewer: Viewer,
  filter: GuestFilter,
): Promise<(ReadBytes & { guestCount: number }) | null> {
  const matching = sql`event_id = ${eventId} and removed_at is null and ${visibleTo(viewer)} and ${matches(eventId, viewer, filter)}`;
  const isWhole = filter.search === "" && filter.standing === null && !filter.tag && !filter.reach && !filter.confirmed;
  const total = isWhole ? countedFor(viewer) : sql`(select count(*) from guests where ${matching})`;
  const key = sortKey[filter.order];
  // Those of the page are picked by id first: a card takes longer to write than a row to sort, and there may be 100,000 to sort.
  const card = cardColumns[viewer.class === "host" ? "host" : "others"];
  const found = await sql<
    Renamed<"events", { seq: "log_seq"; guestCount: "guest_count" }> &
      Computed<"total", "integer"> &
      Computed<"cards" | "last" | "id", "text" | null>
  >`
    select event.log_seq as seq, event.guest_count as "guestCount", (${total})::int as total, page.*
    from (select log_seq, guest_list_for, guest_count, declined_guests, silent_guests, waiting_parties from events where id = ${eventId}) event, lateral (
      select string_agg(card::text, ',' order by place) filter (where place <= ${GUEST_PAGE}) as cards,
        max(key) filter (where place = ${GUEST_PAGE} and goes_on) as last,
        max(id::text) filter (where place = ${GUEST_PAGE} and goes_on) as id
      from (
        select id, key, (select row_to_json(card) from (select ${card}) card) as card,
          row_number() over (order by ${key.order}) as place, lead(true, 1, false) over (order by ${key.order}) as goes_on
        from (select id as picked, ${key.text} as key
          from guests where ${matching} and ${after(filter)} order by ${key.order} limit ${GUEST_PAGE + 1}) first
        cross join ${pickedGuest(eventId)}) listed) page`.execute(db);
  const page = found.rows[0];
  if (!page) return null;
  const next = page.last === null ? null : cursorAfter(page.last, page.id!);
  const text = `{"guests":[${page.cards ?? ""}],"next":${JSON.stringify(next)},"total":${page.total},"seq":${page.seq}}`;
  return { bytes: Buffer.from(text), seq: page.seq, guestCount: page.guestCount };
}

/**
 * The guest of one event whose id is `picked`. `offset 0` keeps a look-up by the whole key: as a join, with statistics from before this event's
 * guests were added, the planner reads all of them for each.
 */
export const pickedGuest = (eventId: string) =>
  sql`lateral (select * from guests where event_id = ${eventId} and id = picked offset 0) guests`;

/**
 * The condition on one event's guests who have opened it by their link, while that access lasts, or with their account. It reads the
 * grants of this event once, for many guests: by `exists` the planner would read those of all events.
 */
export const openedAt = (eventId: string) =>
  sql`(guests.user_id is not null or guests.id in (select guest_id from visit_grants where event_id = ${eventId} and guest_id is not null))`;

/** The same, to look at a few guests. */
const hasOpened = sql`(guests.user_id is not null or exists (select from visit_grants where visit_grants.guest_id = guests.id))`;

/** Whether the last invitation was probably opened, to look at a few guests. One to another address says nothing, nor does one before it. */
const hasOpenedMail = sql`exists (
  select from mail_opens join mails on mails.id = mail_opens.mail_id
  where mail_opens.guest_id = guests.id and mails.recipient = guests.email and not exists (
    select from event_log where event_log.event_id = guests.event_id and event_log.about = guests.id
      and event_log.seq > (mails.payload ->> 'seq')::bigint and event_log.body ->> 'type' = 'guest.invited'))`;

/** `presentGuest` in SQL, or what `cardFor` leaves of it for viewers who are not hosts. */
export const cardColumns = {
  host: sql`id as "guestId", name, email, standing, party_size as "partySize", plus_ones as "plusOnes", note, ticket,
    source, to_char(answered_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "answeredAt",
    arrived, to_char(arrived_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "arrivedAt", arrivals, tags,
    question_answers as "questionAnswers", confirmed_for as "confirmedFor",
    case when delivery = 'sent' and delivered then 'delivered' else delivery end as delivery, ${hasOpened} as opened,
    ${hasOpenedMail} as "mailOpened"`,
  others: sql`id as "guestId", name, null as email, standing, party_size as "partySize", '[]'::json as "plusOnes", '' as note,
    null as ticket, null as source, null as "answeredAt"`,
};

export function visibleTo(viewer: Viewer) {
  return viewer.class === "host" ? sql`true` : sql`${mayRead(viewer)} and standing in ('going', 'maybe')`;
}

function mayRead(viewer: Viewer) {
  const readable = GuestListFor.options.filter((guestListFor) => seesList(viewer.class, { guestListFor }));
  return sql`event.guest_list_for = any(${readable}::text[])`;
}

/** The number of guests that this viewer may see, from the event's counters: counting 10,000 rows takes longer than reading a page. */
function countedFor(viewer: Viewer) {
  if (viewer.class === "host") return sql`event.guest_count`;
  return sql`case when ${mayRead(viewer)} then event.guest_count - declined_guests - silent_guests - waiting_parties else 0 end`;
}

/** Most words of a search that are used. */
export const SEARCH_WORDS = 6;

/** Matches if the name contains every word, ignoring case and accents (`mueller` finds Müller), or, for hosts, if the address contains the text. */
function matches(eventId: string, viewer: Viewer, { search, standing, tag, reach, confirmed }: GuestFilter) {
  const inName = sql.join(wordsOf(search).map(isInName), sql` and `);
  const byEmail = viewer.class === "host" ? sql` or strpos(email, ${search.trim().toLowerCase()}) > 0` : sql``; // others could guess hidden addresses character by character
  const found = search.trim() === "" ? sql`true` : sql`(${inName}${byEmail})`;
  const stands = standing === null ? sql`true` : sql`standing = ${standing}`;
  const isTagged = tag && viewer.class === "host" ? sql`tags @> ${JSON.stringify([tag])}::jsonb` : sql`true`;
  const isReached = reach && viewer.class === "host" ? reachedAt(eventId)[reach] : sql`true`;
  const hasConfirmed = confirmed && viewer.class === "host" ? confirmedFor(confirmed.day, confirmed.is) : sql`true`;
  return sql`${found} and ${stands} and ${isTagged} and ${isReached} and ${hasConfirmed}`;
}

/** The condition on guests who are going and confirmed that they still come on this day, or did not; null: on none. */
export function confirmedFor(day: string | null, is: ConfirmedFilter): RawBuilder<unknown> {
  const isSo = is === "yes" ? sql`guests.confirmed_for = ${day}::text` : sql`guests.confirmed_for is distinct from ${day}::text`;
  return sql`(guests.standing = 'going' and ${isSo})`;
}

/** The condition on guests who came: those whom the doors let in, or, where these let nobody in, those who are going. */
export const hasCome = sql`case when (select arrived_people > 0 from events where events.id = guests.event_id)
  then guests.arrived > 0 else guests.standing = 'going' end`;

/** Whether this guest came, as far as is known. */
export async function isSaidToHaveCome(db: Db, eventId: string, guestId: string): Promise<boolean> {
  const found = await sql<Computed<"came", "boolean">>`
    select ${hasCome} as came from guests where event_id = ${eventId} and id = ${guestId} and removed_at is null`.execute(db);
  return found.rows[0]?.came ?? false;
}

/** The words of a search. */
export const wordsOf = (search: string): string[] => search.trim().split(/\s+/).slice(0, SEARCH_WORDS);

/** How a word may be spelled in a name: as it is, and without the e that stands for an umlaut. */
export const spellingsOf = (word: string): string[] => [...new Set([word, word.replace(/([aou])e/gi, "$1")])];

/** The conditions on one event's guests of each `GuestReach`. */
export const reachedAt = (eventId: string): Record<GuestReach, RawBuilder<unknown>> => ({
  never: sql`(guests.standing = 'none' and guests.delivery in ('notSent', 'failed') and not ${openedAt(eventId)})`,
  opened: sql`(guests.standing = 'none' and ${openedAt(eventId)})`,
  delivered: sql`(guests.standing = 'none' and guests.delivery = 'sent' and guests.delivered and not ${openedAt(eventId)})`,
});

/** How many of those who are going confirmed that they still come on this day, and how many did not; for hosts. */
export async function confirmations(db: Db, eventId: string, day: string | null): Promise<Confirmations> {
  const found = await sql<Computed<"confirmed" | "unconfirmed", "integer">>`
    select count(*) filter (where ${confirmedFor(day, "yes")})::int as confirmed, count(*) filter (where ${confirmedFor(day, "no")})::int as unconfirmed
    from guests where event_id = ${eventId} and removed_at is null`.execute(db);
  return found.rows[0]!;
}

function isInName(word: string) {
  const spellings = spellingsOf(word).map((spelling) => sql`strpos(name_folded, folded(${spelling})) > 0`);
  return sql`(${sql.join(spellings, sql` or `)})`;
}

/** The indexed expression of each order. */
const inNameIndex = sql`name_folded is not null`;

export const sortKey = {
  name: { order: sql`name_folded, id`, text: sql`name_folded` },
  answered: {
    order: sql`coalesce(answered_at, '-infinity') desc, id`,
    text: sql`to_json(coalesce(answered_at, '-infinity')) #>> '{}'`,
  },
  line: { order: sql`coalesce(ticket, ${LAST_TICKET}), id`, text: sql`coalesce(ticket, ${LAST_TICKET})::text` },
  added: { order: sql`added_at desc, id`, text: sql`to_json(added_at) #>> '{}'` },
};

/** Keyset pagination: rows that move meanwhile are neither skipped nor shown twice. */
function after({ order, cursor }: GuestFilter) {
  const position = positionOf({ order, cursor });
  if (!position) return order === "name" ? inNameIndex : sql`true`;
  const [key, id] = position;
  if (order === "line") return sql`(coalesce(ticket, ${LAST_TICKET}), id) > (${key}::bigint, ${id}::uuid)`;
  if (order === "name") return sql`${inNameIndex} and (name_folded, id) > (${key}, ${id}::uuid)`;
  const column = order === "answered" ? sql`coalesce(answered_at, '-infinity')` : sql`added_at`;
  return sql`(${column} < ${key}::timestamptz or (${column} = ${key}::timestamptz and id > ${id}::uuid))`;
}

/** The key and id after which a page begins; null: at the beginning, also where the cursor is none of ours. */
export function positionOf({ order, cursor }: Pick<GuestFilter, "order" | "cursor">): [string, string] | null {
  const position = cursor ? parseCursor(cursor) : null;
  if (!position || order === "name") return position;
  const [key] = position;
  const isKey = order === "line" ? /^\d{1,10}$/.test(key) : key === "-infinity" || isWrittenTime(key);
  return isKey ? position : null;
}

/** The cursor of the page after the guest who has this key and id. */
export const cursorAfter = (key: string, id: string): string => Buffer.from(JSON.stringify([key, id])).toString("base64url");

function parseCursor(cursor: string): [string, string] | null {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString());
    return Array.isArray(parsed) &&
      parsed.length === 2 &&
      parsed.every((part) => typeof part === "string") &&
      isPosition(parsed as [string, string])
      ? (parsed as [string, string])
      : null;
  } catch {
    return null;
  }
}

/** A timestamp in PostgreSQL's format; JavaScript accepts more than PostgreSQL does. */
function isWrittenTime(key: string): boolean {
  const local = /^([1-9]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d{1,6})?[+-](0\d|1[0-4]):[0-5]\d$/.exec(key)?.[1];
  const read = new Date(`${local}Z`);
  return !Number.isNaN(read.getTime()) && read.toISOString().startsWith(local!);
}

/** A cursor is an id after a name or a time. Anything else is refused. */
function isPosition([key, id]: [string, string]): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id) && !key.includes("\0");
}

/** With whether they have opened the event, and the place on the waitlist from 1 (null: not on it). */
export type EveryGuest = GuestRow & Computed<"opened", "boolean"> & Computed<"place", "integer" | null>;

/** Reads every guest on the list by name; for hosts. */
export const everyGuest = (eventId: string) => sql<EveryGuest>`
  select *, ${openedAt(eventId)} as opened, ${placeIn(eventId)} as place
  from guests where event_id = ${eventId} and removed_at is null order by name_folded, id`;

export async function allGuests(db: Db, eventId: string): Promise<EveryGuest[]> {
  return (await everyGuest(eventId).execute(db)).rows;
}

/** The tags of an event's guests, those of most guests first; for hosts. */
export async function tagsOf(db: Db, eventId: string): Promise<{ tag: string; guests: number }[]> {
  const found = await sql<Computed<"tag", "text"> & Computed<"guests", "integer">>`
    select tag, count(*)::int as guests from guests cross join jsonb_array_elements_text(tags) tag
    where event_id = ${eventId} and removed_at is null and tags <> '[]'
    group by tag order by guests desc, tag limit ${TAGS_SHOWN}`.execute(db);
  return found.rows;
}

/** Most removed guests in a list. */
export const REMOVED_SHOWN = 200;

type RemovedRow = Columns<"guests", "name" | "email"> &
  Narrowed<Computed<"standing", "text">, Pick<RemovedGuest, "standing">> &
  NotNull<Renamed<"guests", { guestId: "id"; partySize: "party_size"; removedAt: "removed_at" }>, "removedAt">;

/** Removed guests with the standing they had, last removed first; for hosts. */
export async function removedGuests(db: Db, eventId: string): Promise<RemovedGuest[]> {
  const found = await sql<RemovedRow>`
    select id as "guestId", name, email, coalesce(removed_standing, 'none') as standing, party_size as "partySize", removed_at as "removedAt"
    from guests where event_id = ${eventId} and removed_at is not null
    order by removed_at desc, id limit ${REMOVED_SHOWN}`.execute(db);
  return found.rows.map((guest) => ({ ...guest, removedAt: guest.removedAt.toISOString() }));
}

/** The address and account of a guest, removed ones included; for hosts. */
export async function identitiesOf(db: Db, eventId: string, guestId: string): Promise<{ email: string | null; userId: string | null }> {
  const found = await sql<Columns<"guests", "email"> & Renamed<"guests", { userId: "user_id" }>>`
    select email, user_id as "userId" from guests where event_id = ${eventId} and id = ${guestId}`.execute(db);
  return found.rows[0] ?? { email: null, userId: null };
}

/** The addresses and accounts of guests, removed ones included; for hosts. */
export async function identitiesOfAll(db: Db, eventId: string, guestIds: string[]): Promise<{ emails: string[]; userIds: string[] }> {
  const found = await sql<Columns<"guests", "email"> & Renamed<"guests", { userId: "user_id" }>>`
    select email, user_id as "userId" from guests where event_id = ${eventId} and id = any(${guestIds}::uuid[])
    order by id`.execute(db); // the same command has the same body, also when it is sent again
  return { emails: found.rows.flatMap(({ email }) => email ?? []), userIds: found.rows.flatMap(({ userId }) => userId ?? []) };
}

/** A guest's place on the waitlist, 1 is next; null: they do not wait. */
export async function placeOnWaitlist(db: Db, eventId: string, guestId: string): Promise<number | null> {
  const found = await sql<Computed<"place", "integer">>`
    select (select count(*)::int from waitlist where waitlist.event_id = ${eventId} and waitlist.ticket <= guests.ticket) as place
    from guests where event_id = ${eventId} and id = ${guestId} and ticket is not null`.execute(db);
  return found.rows[0]?.place ?? null;
}

/** Most lines of a guest's history. */
export const HISTORY_LINES = 200;

type HistoryRow = Narrowed<Columns<"event_log", "seq" | "at" | "actor" | "body">, { actor: Actor; body: EntryBody }>;

/** The log's entries about one guest, oldest first. */
export async function guestHistory(db: Db, eventId: string, guestId: string) {
  const found = await sql<HistoryRow>`
    select seq, at, actor, body from event_log
    where event_id = ${eventId} and about = ${guestId}
    order by seq desc limit ${HISTORY_LINES}`.execute(db);
  // Kinds that a later version wrote while this one still runs are unknown here.
  const known = found.rows.filter(({ body }) => EntryBody.safeParse(body).success);
  return known.toReversed().map((line) => ({ ...line, at: line.at.toISOString() }));
}

/**
 * The guest of a published event with this verified address. Of several who share it, the one with a compatible name;
 * null if there is none, since only their own link identifies them then.
 */
export async function guestByEmail(db: Db, eventId: string, { email, name }: { email: string; name: string }): Promise<string | null> {
  const found = await sql<Columns<"guests", "id" | "name">>`
    select guests.id, guests.name from guests join events on events.id = event_id and events.status <> 'draft'
    where event_id = ${eventId} and email = ${email} and removed_at is null order by added_at, guests.id`.execute(db);
  const [only, another] = found.rows;
  if (!another) return only?.id ?? null;
  return found.rows.find((guest) => canBeSamePerson(guest.name, name))?.id ?? null;
}

/** Those of these guests whose names other guests may see. */
export async function listedAmong(db: Db, eventId: string, guestIds: string[]): Promise<Set<string>> {
  if (guestIds.length === 0) return new Set();
  const found = await sql<Columns<"guests", "id">>`
    select id from guests where event_id = ${eventId} and id = any(${guestIds}::uuid[]) and removed_at is null
      and standing in ('going', 'maybe')`.execute(db);
  return new Set(found.rows.map(({ id }) => id));
}
