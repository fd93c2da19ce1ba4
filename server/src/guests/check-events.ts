import { sql, type Kysely } from "kysely";
import type { Database } from "../db/database.ts";
import type { Columns, Computed } from "../db/row-types.ts";
import { NIL_UUID } from "../db/uuid.ts";
import { LOG_KEPT_DAYS } from "../log/prune-log.ts";

/** What has to hold for every event, whatever happens. */
export const invariants = ["seats", "log"] as const;
export type Invariant = (typeof invariants)[number];

/** Events that are looked at in one statement. */
export const CHECKED_AT_ONCE = 50;
/** Of each log, the newest entries: those before were looked at when they were new. */
const NEWEST_ENTRIES = 50;
/** Entries that are younger are not pruned yet, whatever the clock of the process was that wrote them (days). */
const SURELY_KEPT_DAYS = LOG_KEPT_DAYS - 2;

interface Checked {
  /** Where to go on; null: all have been looked at. */
  next: string | null;
  /** Ids of the events for which one does not hold. */
  broken: Record<Invariant, string[]>;
}

/**
 * Looks at the next events by id, and once more at those that were broken. **Seats**: as many people go as the event counts, and no
 * more than it takes. **Log**: its newest entries have no gap, and the last one's number is the event's position.
 *
 * One statement, so one state of the database: a change commits rows and entries together. Gaps among entries that are old enough to be
 * pruned are none.
 */
export async function checkEvents(db: Kysely<Database>, after: string | null, again: string[] = []): Promise<Checked> {
  const { rows } = await sql<Columns<"events", "id"> & Computed<"next" | "hasSeats" | "hasLog", "boolean">>`
    with next as (select id from events where id > ${after ?? NIL_UUID} order by id limit ${CHECKED_AT_ONCE}),
      looked_at as (
        select id, true as next from next
        union all
        select id, false from unnest(${again}::uuid[]) as again (id) where id not in (select id from next))
    select events.id, looked_at.next,
      going.people = events.seats_taken and (events.capacity is null or going.people <= events.capacity + events.overbooked) as "hasSeats",
      log.newest = events.log_seq and log.gaps = 0 as "hasLog"
    from looked_at join events on events.id = looked_at.id
    cross join lateral (
      select coalesce(sum(party_size), 0) as people from guests
      where guests.event_id = events.id and guests.standing = 'going' and guests.removed_at is null) as going
    cross join lateral (
      select coalesce(max(seq), 0) as newest,
        count(*) filter (where seq - before > 1 and least(at, at_before) > now() - ${`${SURELY_KEPT_DAYS} days`}::interval) as gaps
      from (select seq, at, lag(seq) over by_seq as before, lag(at) over by_seq as at_before
            from (select seq, at from event_log where event_log.event_id = events.id order by seq desc limit ${NEWEST_ENTRIES}) as entries
            window by_seq as (order by seq)) as neighbours) as log
    order by events.id`.execute(db);
  const newOnes = rows.filter(({ next }) => next);
  const idsOf = (some: typeof rows) => some.map(({ id }) => id);
  return {
    next: newOnes.length < CHECKED_AT_ONCE ? null : newOnes.at(-1)!.id,
    broken: { seats: idsOf(rows.filter(({ hasSeats }) => !hasSeats)), log: idsOf(rows.filter(({ hasLog }) => !hasLog)) },
  };
}
