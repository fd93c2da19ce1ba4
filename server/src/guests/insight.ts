import { INSIGHT_ENTRIES, INSIGHT_POINTS, type AnswersAt, type Insight } from "@turnout/contract/insight";
import type { Tally } from "@turnout/contract/guests";
import { sql, type Kysely } from "kysely";
import type { Database } from "../db/database.ts";
import type { Columns, Computed, Narrowed } from "../db/row-types.ts";
import { openedAt } from "./queries.ts";

type Counts = Omit<Insight, "answers" | "promoted">;
type CountsRow = Computed<
  "guests" | "answered" | "opened" | "expected" | "came" | "cameBesides" | "waitingParties" | "waitingPeople",
  "integer"
>;
type PointRow = Narrowed<Columns<"event_log", "at" | "body">, { body: Tally }>;

/** What hosts learn of an event's answers. Costs one reading of its guests and of its newest entries, however long the log is. */
export async function insightOf(db: Kysely<Database>, eventId: string, entries = INSIGHT_ENTRIES): Promise<Insight> {
  const [counts, answers, promoted] = await Promise.all([
    countsOf(db, eventId),
    answersOverTime(db, eventId, entries),
    promotedOf(db, eventId, entries),
  ]);
  return { ...counts, answers, promoted };
}

async function countsOf(db: Kysely<Database>, eventId: string): Promise<Counts> {
  const found = await sql<CountsRow>`
    select
      count(*)::int as guests,
      count(*) filter (where standing <> 'none')::int as answered,
      count(*) filter (where ${openedAt(eventId)})::int as opened,
      coalesce(sum(party_size) filter (where standing = 'going'), 0)::int as expected,
      coalesce(sum(least(arrived, party_size)) filter (where standing = 'going'), 0)::int as came,
      coalesce(sum(case when standing = 'going' then greatest(arrived - party_size, 0) else arrived end), 0)::int as "cameBesides",
      count(*) filter (where standing = 'waiting')::int as "waitingParties",
      coalesce(sum(party_size) filter (where standing = 'waiting'), 0)::int as "waitingPeople"
    from guests where event_id = ${eventId} and removed_at is null`.execute(db);
  return found.rows[0]!;
}

const newest = (eventId: string, entries: number) => sql`
  select seq, at, body from event_log where event_id = ${eventId} and about is not null order by seq desc limit ${entries}`;

/** The tally of the last entry in each of as many equal times. Entries have it as it stood after them. */
async function answersOverTime(db: Kysely<Database>, eventId: string, entries: number): Promise<AnswersAt[]> {
  const found = await sql<PointRow>`
    with moved as materialized (
      select seq, at, body -> 'tally' as tally from (${newest(eventId, entries)}) as newest where body -> 'tally' is not null),
    ends as (select min(at) as first, max(at) as last from moved),
    placed as (
      select moved.*, floor(extract(epoch from at - first) * ${INSIGHT_POINTS - 1}
        / greatest(extract(epoch from last - first), 1)) as place
      from moved, ends)
    select distinct on (place) at, tally as body from placed order by place, seq desc`.execute(db);
  return found.rows.map(({ at, body: { going, maybe, waiting, declined } }) => ({
    at: at.toISOString(),
    going,
    maybe,
    waiting,
    declined: declined ?? 0,
  }));
}

async function promotedOf(db: Kysely<Database>, eventId: string, entries: number): Promise<number> {
  const found = await sql<Computed<"promoted", "integer">>`
    select count(*)::int as promoted from (${newest(eventId, entries)}) as newest where body ->> 'type' = 'guest.promoted'`.execute(db);
  return found.rows[0]!.promoted;
}
