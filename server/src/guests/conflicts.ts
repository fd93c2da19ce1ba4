import { USUAL_MINUTES } from "@turnout/contract/calendar";
import { MAX_CONFLICTS, type Conflict } from "@turnout/contract/conflicts";
import { sql, type Kysely } from "kysely";
import type { Database } from "../db/database.ts";
import type { Computed, Renamed } from "../db/row-types.ts";

/** An event without an end takes as long as calendars show it. */
const endOf = (event: "this" | "other") =>
  sql`coalesce(${sql.ref(`${event}.ends_at`)}, ${sql.ref(`${event}.starts_at`)} + make_interval(mins => ${USUAL_MINUTES}))`;

/** Other events at the same time that this account hosts or has said yes to, by start. Of nobody else's. */
export async function conflictsOf(db: Kysely<Database>, userId: string, eventId: string): Promise<Conflict[]> {
  const found = await sql<Renamed<"events", { eventId: "id"; title: "title" }> & Computed<"hosting", "boolean">>`
    select other.id as "eventId", other.title, bool_or(mine.hosting) as hosting
    from events this
    cross join (
      select event_id, true as hosting from hosts where id = ${userId}
      union all
      select event_id, false from guests where user_id = ${userId} and removed_at is null and standing = 'going') mine
    join events other on other.id = mine.event_id and other.id <> this.id and other.status = 'published'
      and other.starts_at < ${endOf("this")} and ${endOf("other")} > this.starts_at
    where this.id = ${eventId}
    group by other.id order by other.starts_at, other.id limit ${MAX_CONFLICTS}`.execute(db);
  return found.rows;
}
