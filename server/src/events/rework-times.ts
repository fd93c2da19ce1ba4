import { randomUUID } from "node:crypto";
import { isTimeZone } from "@turnout/contract/time-zones";
import { ZONE_DATA_VERSION } from "@turnout/contract/zone-data";
import { sql, type Kysely } from "kysely";
import type { Database } from "../db/database.ts";
import type { Columns } from "../db/row-types.ts";
import { systemCaller } from "../log/caller.ts";
import type { ChangeEvent } from "../log/change-event.ts";
import { command } from "../log/command.ts";
import type { EventRow } from "../log/event-row.ts";
import { NOT_OVER } from "./is-over.ts";
import { presentDetails, whenAndWhereOf } from "./present.ts";
import { isOfRow, wallClockOfRow, workedOut } from "./wall-clock.ts";

/**
 * Recomputes an event's instants from its wall-clock times with a newer release of the zone data. If one moves,
 * calendars and guests are notified. Idempotent; an older release changes nothing.
 */
export const reworkTimes = command({
  name: "reworkTimes",

  needs: (_input: { commandId: string; data?: string }) => [],

  decide(state, { data = ZONE_DATA_VERSION }, _caller, now) {
    const { event } = state;
    if (!isDue(event, data)) return;
    const before = presentDetails(event);
    state.actAs({ kind: "system", personId: null, name: "Turnout" });
    state.changeEvent(workedOut(wallClockOfRow(event), event.zone, data));
    const after = presentDetails(state.event);
    const changed = (["startsAt", "endsAt", "answersCloseAt"] as const).filter((field) => before[field] !== after[field]);
    if (changed.length === 0) return;
    // Days are days: an all-day entry in a calendar names no zone.
    const isNews = event.status === "published" && !event.all_day && changed.some((field) => field !== "answersCloseAt");
    if (isNews) state.changeEvent({ revision: event.revision + 1, calendar_changed_at: now });
    const news = isNews ? { news: { was: whenAndWhereOf(before), quietly: false, note: "" } } : {};
    state.append({ type: "event.edited", details: presentDetails(state.event), changed, audienceChanged: false, ...news });
  },
});

/**
 * Releases (`2026a`) sort by name. An event in a zone that only an earlier version's table had keeps its instants.
 */
function isDue(event: EventRow, data: string): boolean {
  const { wall_clock: kept, zone } = event;
  if (!isTimeZone(zone)) return false;
  return kept === null || kept.data < data || !isOfRow(kept, event);
}

/** Reworks every event that is not over; a single statement if none needs it. An event that fails does not stop the others. */
export async function reworkAllTimes({ db, changeEvent }: { db: Kysely<Database>; changeEvent: ChangeEvent }): Promise<void> {
  const due = await sql<Columns<"events", "id">>`
    select id from events where ${sql.raw(NOT_OVER)} and status <> 'cancelled'
      and (wall_clock is null or wall_clock ->> 'data' < ${ZONE_DATA_VERSION}
        or (wall_clock ->> 'startsAt')::timestamptz is distinct from starts_at or (wall_clock ->> 'endsAt')::timestamptz is distinct from ends_at)`.execute(
    db,
  );
  const failed: unknown[] = [];
  for (const { id } of due.rows)
    await changeEvent(id, reworkTimes, { commandId: randomUUID() }, systemCaller).catch((error: unknown) => failed.push(error));
  if (failed.length > 0) throw failed[0];
}
