import { seesList, type Viewer } from "@turnout/contract/audience";
import type { GuestListFor } from "@turnout/contract/events";
import type { GuestOrder, Standing } from "@turnout/contract/guests";
import { sql, type Kysely } from "kysely";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Database } from "../db/database.ts";
import type { Columns, Computed, Narrowed, NotNull, Renamed } from "../db/row-types.ts";
import { NIL_UUID } from "../db/uuid.ts";
import type { ReadBytes } from "../log/kept-snapshots.ts";
import {
  createListedGuests,
  type ListedGuest,
  type ListPosition,
  type ListQuestion,
  type PickedGuests,
  type SoughtText,
} from "./listed-guests.ts";
import {
  cardColumns,
  cursorAfter,
  GUEST_PAGE,
  pickedGuest,
  positionOf,
  readGuestPage,
  sortKey,
  spellingsOf,
  visibleTo,
  wordsOf,
  type GuestFilter,
} from "./queries.ts";

/** Fewest guests of an event whose list is kept: the database looks through fewer as quickly. */
export const KEPT_FROM = 1_000;
/** Most bytes that all lists of a process take, about: of 100,000 guests, 65 MB. */
export const LIST_BYTES = 128 * 1024 * 1024;
/** How long a list is kept (ms): what an operator changes in the database by hand is in no log. */
export const LIST_KEPT_FOR = 600_000;
/** Most entries by which a list is brought up to date; beyond, it is loaded anew. */
export const CAUGHT_UP_BY = 20_000;
/** Guests that are loaded at once. */
const LOADED_AT_ONCE = 500;
/** How often a page is picked anew because guests moved while it was read. */
const TRIES = 3;

interface KeptList {
  guests: ReturnType<typeof createListedGuests>;
  epoch: string;
  /** The position that the guests are at. */
  seq: number;
  since: number;
}

export interface KeptListDeps {
  db: Kysely<Database>;
  /** A monotonic clock (ms). */
  now?: () => number;
  /** Whether the process is short of memory: then nothing is kept. */
  isShort?: () => boolean;
  from?: number;
  most?: number;
}

export interface KeptLists {
  /** `readGuestPage`, in a time that hardly depends on how many guests there are once the event's list is kept. */
  read(eventId: string, viewer: Viewer, filter: GuestFilter): Promise<ReadBytes | null>;
  /** Until no list is being loaded. */
  settled(): Promise<void>;
  /** Guests in all lists. */
  size(): number;
  /** What all lists take in memory, about. */
  bytes(): number;
}

/**
 * Keeps what lists of many guests are filtered and ordered by. A list is brought to a position by the guests whom the entries
 * up to it are about: every change of what it holds is in the log. A page is sent if the statement that read its cards saw the
 * position at which it was picked, or one at which the same are picked. Until a list is loaded, where `reach` asks for what
 * is in no log, and where `confirmed` asks for what follows from the event's day, the database looks through all guests.
 */
export function createKeptLists({
  db,
  now = () => performance.now(),
  isShort = () => false,
  from = KEPT_FROM,
  most = LIST_BYTES,
}: KeptListDeps): KeptLists {
  /** By event, the least recently read first. */
  const kept = new Map<string, KeptList>();
  const loading = new Map<string, Promise<unknown>>();
  /** Events whose list is too large to be kept, by when that was found. */
  const tooLarge = new Map<string, number>();

  const sum = (of: (list: KeptList) => number) => [...kept.values()].reduce((all, list) => all + of(list), 0);
  const bytes = () => sum(({ guests }) => guests.bytes());

  function keptOf(eventId: string): KeptList | null {
    const list = kept.get(eventId);
    if (!list) return null;
    kept.delete(eventId);
    if (now() - list.since > LIST_KEPT_FOR || isShort()) return null;
    kept.set(eventId, list);
    return list;
  }

  function keep(eventId: string, list: KeptList): void {
    kept.delete(eventId);
    if (isShort()) return;
    kept.set(eventId, list);
    makeRoom();
  }

  /** Forgets lists until the others are few enough; the one that is alone too large as well. */
  function makeRoom(): void {
    for (const [oldest] of kept) {
      if (bytes() <= most) return;
      if (kept.size === 1) tooLarge.set(oldest, now());
      kept.delete(oldest);
    }
  }

  /** One load at a time: it is work that nobody waits for. */
  function begin(eventId: string): void {
    for (const [event, found] of tooLarge) if (now() - found > LIST_KEPT_FOR) tooLarge.delete(event);
    if (loading.size > 0 || isShort() || kept.has(eventId) || tooLarge.has(eventId)) return;
    const load = loadList(db, eventId, { since: now(), most })
      .then((list) => {
        if (list === "too large") tooLarge.set(eventId, now());
        else if (list) keep(eventId, list);
      })
      .catch(() => null) // whoever asks next reads without it, and begins again
      .finally(() => loading.delete(eventId));
    loading.set(eventId, load);
  }

  return {
    size: () => sum(({ guests }) => guests.size()),
    bytes,
    settled: async () => void (await Promise.all(loading.values())),
    async read(eventId, viewer, filter) {
      if (filter.reach || filter.confirmed) return readGuestPage(db, eventId, viewer, filter);
      const list = keptOf(eventId);
      const page = list && (await readKept(db, list, { eventId, viewer, filter }));
      makeRoom(); // what changed, and what was searched for, has made the list larger
      if (page) return page;
      if (list && page === null) kept.delete(eventId);
      const plain = await readGuestPage(db, eventId, viewer, filter);
      if (plain && plain.guestCount >= from) begin(eventId);
      return plain;
    },
  };
}

interface Asked {
  eventId: string;
  viewer: Viewer;
  filter: GuestFilter;
}

/** Null: the list is of no more use. Undefined: guests move too quickly. */
async function readKept(db: Kysely<Database>, list: KeptList, { eventId, viewer, filter }: Asked): Promise<ReadBytes | null | undefined> {
  const question = await questionOf(db, viewer, filter);
  for (let tries = 0; tries < TRIES; tries++) {
    const from = list.seq;
    const wanted = list.guests.pick(question);
    const found = await readCards(db, { eventId, viewer, order: filter.order, wanted, from });
    if (!found || found.epoch !== list.epoch || found.changed === null || found.seq < from) return null;
    if (!maySee(viewer, found.guest_list_for))
      return { bytes: pageText({ cards: "", next: null, total: 0, seq: found.seq }), seq: found.seq };
    const picked =
      from === found.seq ? wanted : pickedAt(list, question, { seq: found.seq, changed: JSON.parse(found.changed) as ListedGuest[] });
    if (!picked || !isSame(picked, wanted)) continue;
    if (found.cards_read !== wanted.ids.length) return null; // something changed without an entry
    const next = picked.goesOn ? cursorAfter(found.last!, wanted.ids.at(-1)!) : null;
    return { bytes: pageText({ cards: found.cards ?? "", next, total: picked.total, seq: found.seq }), seq: found.seq };
  }
  return undefined;
}

function pickedAt(list: KeptList, question: ListQuestion, { seq, changed }: { seq: number; changed: ListedGuest[] }): PickedGuests | null {
  if (list.seq > seq) return null; // another reader brought it further
  if (list.seq < seq) {
    list.guests.change(changed);
    list.seq = seq;
  }
  return list.guests.pick(question);
}

const isSame = (one: PickedGuests, other: PickedGuests) =>
  one.ids.length === other.ids.length && one.ids.every((id, at) => id === other.ids[at]);

const maySee = (viewer: Viewer, guestListFor: string) =>
  viewer.class === "host" || seesList(viewer.class, { guestListFor: guestListFor as GuestListFor });

interface PageParts {
  /** Joined with commas. */
  cards: string;
  next: string | null;
  total: number;
  seq: number;
}

const pageText = ({ cards, next, total, seq }: PageParts): Buffer =>
  Buffer.from(`{"guests":[${cards}],"next":${JSON.stringify(next)},"total":${total},"seq":${seq}}`);

async function questionOf(db: Kysely<Database>, viewer: Viewer, filter: GuestFilter): Promise<ListQuestion> {
  const { order, search, standing } = filter;
  const isHost = viewer.class === "host";
  const others: Standing[] = ["going", "maybe"];
  const seen = isHost ? null : others;
  return {
    order,
    sought: search.trim() === "" ? null : await soughtText(db, search, isHost),
    standings: standing === null ? seen : [standing].filter((one) => seen === null || seen.includes(one)),
    tag: isHost && filter.tag ? filter.tag : null,
    after: listPosition(filter),
    most: GUEST_PAGE,
  };
}

async function soughtText(db: Kysely<Database>, search: string, isHost: boolean): Promise<SoughtText> {
  const words = wordsOf(search).map(spellingsOf);
  const plain = search.trim().toLowerCase();
  return { words: await folded(db, words), email: isHost ? plain : null };
}

/** What the database makes of these texts; of letters that need no rule, without asking it. */
async function folded(db: Kysely<Database>, words: string[][]): Promise<string[][]> {
  const odd = [...new Set(words.flat().filter((text) => !/^[\x20-\x7e]*$/.test(text)))];
  const known = new Map<string, string>();
  if (odd.length > 0) {
    const found = await sql<Computed<"text" | "fold", "text">>`
      select text, folded(text) as fold from unnest(${odd}::text[]) text`.execute(db);
    for (const { text, fold } of found.rows) known.set(text, fold);
  }
  return words.map((spellings) => spellings.map((text) => known.get(text) ?? text.toLowerCase()));
}

function listPosition({ order, cursor }: GuestFilter): ListPosition | null {
  const position = positionOf({ order, cursor });
  if (!position) return null;
  const [key, id] = position;
  if (order === "name") return { key, id };
  if (order === "line") return { key: Number(key), id };
  return { key: key === "-infinity" ? -Infinity : microseconds(key), id };
}

/** A time as PostgreSQL writes it: milliseconds are not exact enough. */
function microseconds(written: string): number {
  const [, second, fraction = "", sign, hours, minutes] = /^(.{19})(?:\.(\d+))?([+-])(\d\d):(\d\d)$/.exec(written)!;
  const offset = (Number(hours) * 60 + Number(minutes)) * 60_000 * (sign === "+" ? 1 : -1);
  return (Date.parse(`${second}Z`) - offset) * 1_000 + Number(fraction.padEnd(6, "0"));
}

/** A guest as `ListedGuest`, in SQL. */
const listed = sql`guests.id, name_folded as name, email, standing, ticket, tags, removed_at is not null as removed,
  (extract(epoch from answered_at) * 1000000)::bigint as answered, (extract(epoch from added_at) * 1000000)::bigint as added`;

type ReadCards = Columns<"events", "guest_list_for"> &
  NotNull<Columns<"life", "epoch">, "epoch"> &
  Renamed<"events", { seq: "log_seq" }> &
  Computed<"cards" | "last" | "changed", "text" | null> &
  Computed<"cards_read", "integer">;

interface Wanted {
  eventId: string;
  viewer: Viewer;
  order: GuestOrder;
  wanted: PickedGuests;
  /** The position at which they were picked. */
  from: number;
}

/** The cards of these guests in their order, and who changed since then; null when there is no such event. */
async function readCards(db: Kysely<Database>, { eventId, viewer, order, wanted, from }: Wanted): Promise<ReadCards | null> {
  const card = cardColumns[viewer.class === "host" ? "host" : "others"];
  const found = await sql<ReadCards>`
    select event.log_seq as seq, event.guest_list_for, life.epoch, page.*, case when event.log_seq - ${from} > ${CAUGHT_UP_BY} then null else (
      select coalesce(json_agg(row_to_json(changed)), '[]') from (
        select ${listed} from guests where event_id = ${eventId} and id in (
          select about from event_log where event_id = ${eventId} and seq > ${from} and about is not null)) changed) end::text as changed
    from (select log_seq, guest_list_for from events where id = ${eventId}) event, life, lateral (
      select string_agg(card::text, ',' order by place) as cards, count(*)::int as cards_read,
        max(key) filter (where place = ${wanted.ids.length}) as last
      from (
        select wanted.place, (select row_to_json(card) from (select ${card}) card) as card, ${sortKey[order].text} as key
        from unnest(${wanted.ids}::uuid[]) with ordinality as wanted (picked, place)
        cross join ${pickedGuest(eventId)}
        where removed_at is null and ${visibleTo(viewer)}) listed) page`.execute(db);
  return found.rows[0] ?? null;
}

type LoadedRow = Renamed<"guests", { id: "id"; name: "name"; email: "email"; ticket: "ticket" }> &
  Narrowed<Columns<"guests", "standing" | "tags">, { standing: Standing; tags: string[] }> &
  Computed<"answered", "bigint" | null> &
  Computed<"added", "bigint"> &
  Computed<"removed", "boolean">;

/**
 * Reads all guests of an event, some at a time. Those who change meanwhile are in the log after the position that was read
 * first. Null when there is no such event; none either that takes more than so many bytes.
 */
async function loadList(
  db: Kysely<Database>,
  eventId: string,
  { since, most }: { since: number; most: number },
): Promise<KeptList | "too large" | null> {
  const found = await sql<NotNull<Columns<"life", "epoch">, "epoch"> & Renamed<"events", { seq: "log_seq" }>>`
    select log_seq as seq, epoch from events, life where id = ${eventId}`.execute(db);
  const event = found.rows[0];
  if (!event) return null;
  const guests = createListedGuests();
  for (let after = NIL_UUID; ;) {
    const some = await sql<LoadedRow>`
      select ${listed} from guests where event_id = ${eventId} and id > ${after} and removed_at is null
      order by id limit ${LOADED_AT_ONCE}`.execute(db);
    guests.load(some.rows);
    if (guests.bytes() > most) return "too large";
    if (some.rows.length < LOADED_AT_ONCE) break;
    after = some.rows.at(-1)!.id;
    await nextTurn();
  }
  await guests.sort(nextTurn);
  return { guests, epoch: event.epoch, seq: event.seq, since };
}
