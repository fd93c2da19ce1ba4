import { BOARD_MINUTES, type Board } from "@turnout/contract/board";
import { sql, type Kysely } from "kysely";
import type { Database } from "../db/database.ts";
import type { Columns, Computed } from "../db/row-types.ts";
import { GATES_SHOWN } from "./door-queries.ts";
import { presentTally } from "./present.ts";

type BoardRow = Columns<
  "events",
  "log_seq" | "seats_taken" | "maybe_people" | "waiting_people" | "waiting_parties" | "declined_guests" | "silent_guests" | "arrived_people"
> &
  Computed<"gates" | "minutes", "text">;

/** How long the boards of one event's door links are the same one (ms): however many there are, a process counts once in that time. */
export const BOARD_SHARED = 2_000;

/** Who came, by gate and by minute, and the tally. One statement, so that all of it is of one position; null: no such event. */
export async function boardOf(db: Kysely<Database>, eventId: string, now: Date): Promise<Board | null> {
  const first = new Date((Math.floor(now.getTime() / 60_000) - BOARD_MINUTES + 1) * 60_000);
  const found = await sql<BoardRow>`
    with came as materialized (
      select arrival->>'gate' as gate, (arrival->>'people')::int as people, (arrival->>'at')::timestamptz as at
      from guests, jsonb_array_elements(arrivals) arrival
      where event_id = ${eventId} and removed_at is null and arrived > 0
        and (arrival->>'people')::int > 0 and not arrival ? 'takenBack'),
    gates as (select gate, sum(people)::int as people from came group by gate order by 2 desc, 1 limit ${GATES_SHOWN}),
    minutes as (
      select floor(extract(epoch from at) / 60)::int as minute, sum(people)::int as people from came where at >= ${first} group by 1)
    select log_seq, seats_taken, maybe_people, waiting_people, waiting_parties, declined_guests, silent_guests, arrived_people,
      (select coalesce(json_agg(json_build_object('gate', gate, 'people', people) order by people desc, gate), '[]') from gates)::text as gates,
      (select coalesce(json_agg(json_build_object('minute', minute, 'people', people) order by minute), '[]') from minutes)::text as minutes
    from events where id = ${eventId}`.execute(db);
  const row = found.rows[0];
  if (!row) return null;
  return {
    seq: row.log_seq,
    at: now.toISOString(),
    tally: presentTally(row),
    gates: JSON.parse(row.gates) as Board["gates"],
    minutes: (JSON.parse(row.minutes) as { minute: number; people: number }[]).map(({ minute, people }) => ({
      at: new Date(minute * 60_000).toISOString().replace(".000Z", "Z"),
      people,
    })),
  };
}

interface SharedBoard {
  until: number;
  board: Promise<Board | null>;
}

/** Boards for those who ask again and again: at most `BOARD_SHARED` old. */
export function createSharedBoards(db: Kysely<Database>): (eventId: string, now: Date) => Promise<Board | null> {
  const shared = new Map<string, SharedBoard>();
  return (eventId, now) => {
    for (const [id, { until }] of shared) if (until <= now.getTime()) shared.delete(id);
    const known = shared.get(eventId);
    if (known) return known.board;
    const read = { until: now.getTime() + BOARD_SHARED, board: boardOf(db, eventId, now) };
    shared.set(eventId, read);
    // Whoever asks next tries again.
    read.board.catch(() => shared.get(eventId) === read && shared.delete(eventId));
    return read.board;
  };
}
