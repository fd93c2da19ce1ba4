import { sql, type Kysely } from "kysely";
import type { Database } from "../db/database.ts";
import { lookUp } from "../db/look-ups.ts";
import type { Computed } from "../db/row-types.ts";

/** How long before an event begins its guests are expected at its page, and how long after (ms). */
export const EXPECTED_BEFORE = 30 * 60_000;
export const EXPECTED_AFTER = 15 * 60_000;

/**
 * How many pages are expected to be open soon or now: one for each guest who has answered, and not declined, of an event that
 * begins soon or began just now. One answer is one page, however many people come along: they have no link of their own. Whole
 * days count for nothing, as nobody knows their hour.
 *
 * Reads a row of each such event and nothing of its guests.
 */
export async function expectedConnections(db: Kysely<Database>, now: Date): Promise<number> {
  const from = new Date(now.getTime() - EXPECTED_AFTER);
  const upTo = new Date(now.getTime() + EXPECTED_BEFORE);
  const { rows } = await lookUp(db, (on) =>
    sql<Computed<"expected", "integer">>`
      select coalesce(sum(events.guest_count - events.silent_guests - events.declined_guests), 0)::int as expected
      from events
      where events.status = 'published' and not events.all_day and events.starts_at >= ${from} and events.starts_at <= ${upTo}`.execute(on),
  );
  return rows[0]!.expected;
}
