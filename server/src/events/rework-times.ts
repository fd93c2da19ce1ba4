import { randomUUID } from "node:crypto";
import { isTimeZone } from "@turnout/contract/time-zones";
import { ZONE_DATA_VERSION } from "@turnout/contract/zone-data";
import { sql, type Kysely } from "kysely";
import type { Database } from "../db/database.ts";
import { systemCaller } from "../log/caller.ts";
import type { ChangeEvent } from "../log/change-event.ts";
import { command } from "../log/command.ts";
import type { EventRow } from "../log/event-row.ts";
import { NOT_OVER } from "./is-over.ts";
import { presentDetails, whenAndWhereOf } from "./present.ts";
import { isOfRow, wallClockOfRow, workedOut } from "./wall-clock.ts";

/**
 * Works an event's instants out anew from the hours that its host typed, by a newer release of the zone data. Where one
 * moves, calendars and guests hear of it; done again, or by an older release, it changes nothing.
 */
export const reworkTimes = command({
  name: "reworkTimes",

  needs: (_input: { commandId: string; data?: string }) => [],

  decide(state, { data = ZONE_DATA_VERSION }) {
    const { event } = state;
    if (!isDue(event, data)) return;
    const before = presentDetails(event);
    state.actAs({ kind: "system", personId: null, name: "Turnout" });
    state.changeEvent(workedOut(wallClockOfRow(event), event.zone, data));
    const after = presentDetails(state.event);
    const changed = (["startsAt", "endsAt", "answersCloseAt"] as const).filter((field) => before[field] !== after[field]);
    if (changed.length === 0) return;
    const isNews = event.status === "published" && changed.some((field) => field !== "answersCloseAt");
    if (isNews) state.changeEvent({ revision: event.revision + 1 });
    const news = isNews ? { news: { was: whenAndWhereOf(before), quietly: false, note: "" } } : {};
    state.append({ type: "event.edited", details: presentDetails(state.event), changed, audienceChanged: false, ...news });
  },
});

/**
 * Releases are named by year and letter, in the order in which they came. A zone that only an earlier version's table had
 * stays as it was worked out then.
 */
function isDue(event: EventRow, data: string): boolean {
  const { wall_clock: kept, zone } = event;
  if (!isTimeZone(zone)) return false;
  return kept === null || kept.data < data || !isOfRow(kept, event);
}

/** Every event that is not over, once; with nothing to do it is one statement. One that cannot be worked out holds up no other. */
export async function reworkAllTimes({ db, changeEvent }: { db: Kysely<Database>; changeEvent: ChangeEvent }): Promise<void> {
  const due = await sql<{ id: string }>`
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
