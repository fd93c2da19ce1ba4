import { ASSUMED_HOURS } from "@turnout/contract/event-end";
import { ROSTER_HOURS, type DoorFinding, type GateCount } from "@turnout/contract/door-facts";
import { Standing } from "@turnout/contract/guests";
import { sql, type Kysely } from "kysely";
import type { Database } from "../db/database.ts";
import type { Columns, Computed, Renamed } from "../db/row-types.ts";
import { doorKeyOf } from "./door-keys.ts";
import { presentGuest } from "./present.ts";
import type { GuestRow } from "./tables.ts";

/** Most findings at once; the latest come first. */
export const FINDINGS_SHOWN = 200;
/** Most gates that are counted by themselves. */
export const GATES_SHOWN = 100;

const HOUR = 3_600_000;

/** The log position of an event, which the tag of its roster is made of; null: no such event. */
export async function positionOf(db: Kysely<Database>, eventId: string): Promise<number | null> {
  const found = await sql<Renamed<"events", { seq: "log_seq" }>>`select log_seq as seq from events where id = ${eventId}`.execute(db);
  return found.rows[0]?.seq ?? null;
}

type RosterRow = Columns<"events", "log_seq" | "title" | "starts_at" | "ends_at"> & Computed<"guests", "text">;

/** Whose device keeps a roster: that of a host, who may read it at any time, or of a door link, which ends by itself. */
export type RosterReader = "host" | "link";

/**
 * An address as a hint: its first character, of a longer name the last one as well, and the domain. Namesakes often have addresses made of
 * their name, which begin alike and end in a number.
 */
const hintOfEmail = sql`left(email, 1) || '…' || substr(email, strpos(email, '@') - case when strpos(email, '@') > 5 then 1 else 0 end)`;

/** The JSON text of a `Roster`, whose guests one statement reads, so that they are of one moment; null: no such event. */
export async function rosterOf(db: Kysely<Database>, eventId: string, reader: RosterReader, now: Date): Promise<string | null> {
  const found = await sql<RosterRow>`
    select log_seq, title, starts_at, ends_at, coalesce((
      select json_agg(case when namesakes > 1 and email is not null
          then json_build_array(id, name, party_size, arrived, place, access_version, ${hintOfEmail})
          else json_build_array(id, name, party_size, arrived, place, access_version) end
        order by name_folded, id)
      from (
        select *, array_position(${Standing.options}::text[], standing) - 1 as place, count(*) over (partition by name_folded) as namesakes
        from guests where event_id = events.id and removed_at is null) listed), '[]')::text as guests
    from events where id = ${eventId}`.execute(db);
  const event = found.rows[0];
  if (!event) return null;
  const { publicKey: doorKey } = await doorKeyOf(db, eventId);
  const head = { seq: event.log_seq, at: now.toISOString(), until: untilOf(event, reader, now).toISOString(), title: event.title, doorKey };
  return `${JSON.stringify(head).slice(0, -1)},"guests":${event.guests}}`;
}

/** So long after the event's end, as door links end themselves; of an event without a date, and for a host after its end, after now. */
function untilOf({ starts_at, ends_at }: Pick<RosterRow, "starts_at" | "ends_at">, reader: RosterReader, now: Date): Date {
  const end = ends_at?.getTime() ?? (starts_at ? starts_at.getTime() + ASSUMED_HOURS * HOUR : now.getTime());
  return new Date((reader === "link" ? end : Math.max(end, now.getTime())) + ROSTER_HOURS * HOUR);
}

/** Guests whom doors let in while they could not know better, last first; for hosts. */
export async function doorFindings(db: Kysely<Database>, eventId: string): Promise<DoorFinding[]> {
  const found = await sql<GuestRow>`
    select * from guests where event_id = ${eventId} and arrived > 0 and arrivals <> '[]'
      and (removed_at is not null or arrived > party_size and jsonb_array_length(arrivals) > 1)
    order by arrived_at desc, id limit ${FINDINGS_SHOWN}`.execute(db);
  return found.rows.map((guest) => ({ guest: presentGuest(guest), removed: guest.removed_at !== null }));
}

/** How many people came in by each gate, as far as is known, most first. The empty name: unnamed gates. */
export async function peopleByGate(db: Kysely<Database>, eventId: string): Promise<GateCount[]> {
  const found = await sql<Computed<"gate", "text"> & Computed<"people", "integer">>`
    select arrival->>'gate' as gate, sum((arrival->>'people')::int)::int as people
    from guests, jsonb_array_elements(arrivals) arrival
    where event_id = ${eventId} and removed_at is null and arrived > 0
      and (arrival->>'people')::int > 0 and not arrival ? 'takenBack'
    group by 1 order by 2 desc, 1 limit ${GATES_SHOWN}`.execute(db);
  return found.rows;
}
