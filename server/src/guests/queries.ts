import { cardFor, facesFor, tallyFor, type Viewer } from "@turnout/contract/audience";
import type { GuestCard, GuestOrder, Me, Standing } from "@turnout/contract/guests";
import type { Actor, EntryBody } from "@turnout/contract/log";
import { sql, type Kysely, type Transaction } from "kysely";
import type { Database } from "../db/database.ts";
import { contextOf, type EventRow } from "../log/event-row.ts";
import type { SnapshotPart } from "../log/load-snapshot.ts";
import { presentGuest, presentMe, presentTally } from "./present.ts";
import type { GuestRow } from "./tables.ts";

type Db = Kysely<Database> | Transaction<Database>;

/** Rows on one page of the guest list. */
export const GUEST_PAGE = 100;

/** The guests' part of the picture: counts, faces, and the reader's own answer. */
export const guestsInSnapshot: SnapshotPart = async (tx, event, viewers) => {
  const own = await loadOwn(
    tx,
    event.id,
    viewers.flatMap(({ guestId }) => guestId ?? []),
  );
  return (viewer) => ({
    tally: tallyFor(viewer.class, presentTally(event)),
    faces: facesFor(viewer.class, event.faces, contextOf(event)),
    me: (viewer.guestId === null ? null : own.get(viewer.guestId)) ?? null,
  });
};

/** What these guests see of their own answers. */
async function loadOwn(db: Db, eventId: string, guestIds: string[]): Promise<Map<string, Me>> {
  if (guestIds.length === 0) return new Map();
  const found = await sql<GuestRow & { place: number | null }>`
    select guests.*, case when guests.ticket is null then null else (
      select count(*)::int from guests other
      where other.event_id = ${eventId} and other.ticket <= guests.ticket) end as place
    from guests where event_id = ${eventId} and id = any(${guestIds}::uuid[]) and removed_at is null`.execute(db);
  return new Map(found.rows.map((guest) => [guest.id, presentMe(guest, guest.place)]));
}

export interface GuestFilter {
  search: string;
  standing: Standing | null;
  order: GuestOrder;
  /** Where the page before this one ended. */
  cursor: string | null;
}

/** One page of the guest list as this viewer may see it, read at the position it names. */
export async function guestPage(db: Kysely<Database>, eventId: string, viewer: Viewer, filter: GuestFilter) {
  return db
    .transaction()
    .setIsolationLevel("repeatable read")
    .execute(async (tx) => {
      const found = await sql<EventRow>`select * from events where id = ${eventId}`.execute(tx);
      const event = found.rows[0];
      if (!event) return null;
      const matching = sql`event_id = ${eventId} and removed_at is null and ${visibleTo(viewer, event)} and ${matches(viewer, filter)}`;
      const rows = await sql<GuestRow>`
      select * from guests where ${matching} and ${after(filter)} order by ${orderBy[filter.order]} limit ${GUEST_PAGE + 1}`.execute(tx);
      const total = await sql<{ count: number }>`select count(*)::int as count from guests where ${matching}`.execute(tx);
      const page = rows.rows.slice(0, GUEST_PAGE);
      return {
        guests: page.flatMap((guest) => cardFor(viewer.class, presentGuest(guest), contextOf(event)) ?? []) as GuestCard[],
        next: rows.rows.length > GUEST_PAGE ? cursorOf(filter, page.at(-1)!) : null,
        total: total.rows[0]!.count,
        seq: Number(event.log_seq),
      };
    });
}

function visibleTo(viewer: Viewer, event: EventRow) {
  if (viewer.class === "host") return sql`true`;
  const mayRead = facesFor(viewer.class, [{ guestId: event.id, name: "" }], contextOf(event)).length > 0;
  return mayRead ? sql`standing in ('going', 'maybe')` : sql`false`;
}

const pattern = (search: string) => `%${search.toLowerCase().replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;

function matches(viewer: Viewer, { search, standing }: GuestFilter) {
  const byEmail = viewer.class === "host" ? sql` or email like ${pattern(search)}` : sql``; // others could spell out hidden addresses
  const found = search === "" ? sql`true` : sql`(lower(name) like ${pattern(search)}${byEmail})`;
  return standing === null ? found : sql`${found} and standing = ${standing}`;
}

const orderBy = {
  name: sql`lower(name), id`,
  answered: sql`coalesce(answered_at, '-infinity') desc, id`,
  added: sql`added_at desc, id`,
};

function cursorOf({ order }: GuestFilter, last: GuestRow): string {
  const key = { name: last.name.toLowerCase(), answered: last.answered_at ?? "-infinity", added: last.added_at }[order];
  return Buffer.from(JSON.stringify([key, last.id])).toString("base64url");
}

/** A keyset, not an offset: rows that move while one pages are neither skipped nor shown twice. */
function after({ order, cursor }: GuestFilter) {
  const position = cursor && parseCursor(cursor);
  if (!position) return sql`true`;
  const [key, id] = position;
  if (order !== "name" && key !== "-infinity" && Number.isNaN(Date.parse(key))) return sql`true`;
  if (order === "name") return sql`(lower(name), id) > (${key}, ${id}::uuid)`;
  const column = order === "answered" ? sql`coalesce(answered_at, '-infinity')` : sql`added_at`;
  return sql`(${column} < ${key}::timestamptz or (${column} = ${key}::timestamptz and id > ${id}::uuid))`;
}

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

/** What we handed out: an id, and before it a name or a time. Anything else is no cursor of ours. */
function isPosition([key, id]: [string, string]): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id) && !key.includes("\0");
}

/** Everyone on the list, in the order that a printed list has; for hosts. */
export async function allGuests(db: Db, eventId: string): Promise<GuestRow[]> {
  const found = await sql<GuestRow>`
    select * from guests where event_id = ${eventId} and removed_at is null order by lower(name), id`.execute(db);
  return found.rows;
}

/** Lines of one guest's history that a host sees at once. */
export const HISTORY_LINES = 200;

/** What the log says of one guest, oldest first. */
export async function guestHistory(db: Db, eventId: string, guestId: string) {
  const found = await sql<{ seq: number; at: Date; actor: Actor; body: EntryBody }>`
    select seq, at, actor, body from event_log
    where event_id = ${eventId} and about = ${guestId}
    order by seq limit ${HISTORY_LINES}`.execute(db);
  return found.rows.map((line) => ({ ...line, seq: Number(line.seq), at: line.at.toISOString() }));
}

/** The guest of a published event with this address, for whoever has proven that it is theirs. */
export async function guestByEmail(db: Db, eventId: string, email: string): Promise<string | null> {
  const found = await sql<{ id: string }>`
    select guests.id from guests join events on events.id = event_id and events.status <> 'draft'
    where event_id = ${eventId} and email = ${email} and removed_at is null`.execute(db);
  return found.rows[0]?.id ?? null;
}

/** Those of these guests whose names others on the list may read. */
export async function listedAmong(db: Db, eventId: string, guestIds: string[]): Promise<Set<string>> {
  if (guestIds.length === 0) return new Set();
  const found = await sql<{ id: string }>`
    select id from guests where event_id = ${eventId} and id = any(${guestIds}::uuid[]) and removed_at is null
      and standing in ('going', 'maybe')`.execute(db);
  return new Set(found.rows.map(({ id }) => id));
}
