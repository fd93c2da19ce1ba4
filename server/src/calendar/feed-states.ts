import type { Standing } from "@turnout/contract/guests";
import { sql, type Kysely } from "kysely";
import { createBatchLoader } from "../db/batch-loader.ts";
import type { Database } from "../db/database.ts";
import { lookUp } from "../db/look-ups.ts";
import { OUTAGE_PATIENCE } from "../db/outage.ts";
import type { Columns, Computed } from "../db/row-types.ts";
import { createKeptStates, type Changes } from "./kept-states.ts";

/**
 * Whom a feed is for, at which events: a host, a guest with an account, a guest by a link that still admits. `offset 0` keeps an
 * index look-up for each, whatever the planner believes of the tables.
 */
const own = sql.raw(`
  select hosts.event_id, null::text as standing, true as hosting from hosts
  where hosts.id = feed.user_id and (feed.event_id is null or hosts.event_id = feed.event_id)
  union all
  select guests.event_id, guests.standing, false from guests
  where guests.user_id = feed.user_id and guests.removed_at is null and (feed.event_id is null or guests.event_id = feed.event_id)
  union all
  select guests.event_id, guests.standing, false from guests
  where guests.id = feed.guest_id and guests.removed_at is null and guests.access_version = feed.access_version
    and (feed.made_by is null or exists (select from hosts maker where maker.event_id = guests.event_id and maker.id = feed.made_by))`);

/** Of a feed of all events, those that are answered: an invitation is no plan yet. */
const shown = sql.raw(`event.status <> 'draft' and event.starts_at is not null
  and (own.hosting or own.standing in ('going', 'maybe', 'waiting') or (own.standing = 'none' and feed.event_id is not null))`);

/** Another number whenever an event's entry is written differently. Changes of these columns are noted by a trigger. */
export const eventStamp =
  sql.raw(`hash_record_extended(row(event.id, event.title, event.description, event.starts_at, event.ends_at, event.all_day,
  event.zone, event.place, event.status, event.revision, event.wall_clock, event.calendar_changed_at), 0)`);

/** Where a feed stands. `stamp` is another one whenever its entries are. */
export type FeedState = Columns<"calendar_feeds", "id" | "version" | "user_id" | "event_id" | "guest_id" | "made_by"> &
  Computed<"is_open", "boolean"> &
  Computed<"stamp" | "places", "text">;

/** An event of the reader's: its id, whether they host it, where they stand, and the stamp of what is written of it. */
type Place = [eventId: string, hosting: boolean, standing: Standing | null, stamp: string | null];

/** An event that is in a feed. */
export interface FeedPlace {
  id: string;
  hosting: boolean;
  standing: Standing | null;
  stamp: string;
}

/**
 * Pause in which polls gather for a look at the changes (ms). Without it sending looks takes a quarter of the process; of two or three
 * milliseconds, waiting takes longer than all else.
 */
const GATHERING = 1;

/** Most events in a feed: those that start last. */
export const FEED_EVENTS = 1_000;

const placesIn = ({ places }: FeedState) => JSON.parse(places) as Place[];

/** The events that a feed shows, the last one first. */
export function placesOf(state: FeedState): FeedPlace[] {
  const found = new Map<string, FeedPlace>();
  for (const [id, hosting, standing, stamp] of placesIn(state))
    if (stamp !== null && !found.has(id) && found.size < FEED_EVENTS) found.set(id, { id, hosting, standing, stamp });
  return [...found.values()];
}

/** All that a feed is made of: no change that is about something else changes it. */
function sourcesOf(state: FeedState): string[] {
  const { id, user_id, event_id, made_by } = state;
  return [id, user_id, event_id, made_by, ...placesIn(state).map(([eventId]) => eventId)].filter((source) => source !== null);
}

/**
 * Where feeds stand. It is kept, and given again as long as no change is about what the feed is made of: those that are asked for at once
 * cost one statement together. What is given is never older than the call.
 */
export function createFeedStates(db: Kysely<Database>): (id: string) => Promise<FeedState | null> {
  const kept = createKeptStates<FeedState>({ sourcesOf, sizeOf: ({ places }) => places.length });
  /** One at a time, so that what is read stands between two looks at the changes. */
  const load = createBatchLoader(
    async (_group, ids: string[]) => {
      kept.apply(await lookUp(db, (on) => changesSince(on, kept.horizon())));
      const missing = [...new Set(ids)].filter((id) => !kept.get(id));
      if (missing.length === 0) return ids.map((id) => kept.get(id));
      const read = new Map((await lookUp(db, (on) => readStates(on, missing))).map((state) => [state.id, state]));
      const states = ids.map((id) => read.get(id) ?? kept.get(id));
      for (const state of read.values()) kept.put(state.id, state);
      return states;
    },
    { outagePatience: OUTAGE_PATIENCE, pause: GATHERING },
  );
  return (id) => load("", id);
}

type ChangesRow = Computed<"horizon" | "timeline" | "changes", "text">;

/** What has changed by transactions that a reader with this horizon may not have seen, and the horizon of who reads now. */
async function changesSince(db: Kysely<Database>, horizon: string): Promise<Changes> {
  const found = await sql<ChangesRow>`
    select pg_snapshot_xmin(pg_current_snapshot())::text as horizon,
      (select epoch from life)::text || pg_postmaster_start_time() as timeline,
      (select coalesce(string_agg(about || ' ' || transaction, ','), '') from calendar_changes where transaction >= ${horizon}::bigint)
        as changes`.execute(db);
  const { changes, ...now } = found.rows[0]!;
  return { ...now, changes: changes === "" ? [] : changes.split(",") };
}

async function readStates(db: Kysely<Database>, ids: string[]): Promise<FeedState[]> {
  const found = await sql<FeedState>`
    select feed.id, feed.version, feed.user_id, feed.event_id, feed.guest_id, feed.made_by,
      feed.event_id is null or found.events > 0 as is_open, found.stamp, found.places
    from calendar_feeds feed
    cross join lateral (
      select count(*) filter (where own.hosting or event.status <> 'draft') as events,
        coalesce(sum(hash_record_extended(row(stamps.stamp, own.standing, own.hosting), 0)) filter (where stamps.stamp is not null), 0)::text
          as stamp,
        coalesce(json_agg(json_build_array(event.id, own.hosting, own.standing, stamps.stamp::text)
          order by event.starts_at desc, event.id, own.hosting desc), '[]')::text as places
      from (${own}) own
      join lateral (select * from events where events.id = own.event_id offset 0) event on true
      cross join lateral (select case when ${shown} then ${eventStamp} end as stamp offset 0) stamps
      offset 0) found
    where feed.id = any(${ids}::uuid[])`.execute(db);
  return found.rows;
}
