import type pg from "pg";
import { inTransaction } from "./sql.ts";

/** What the last of them calls. */
export const ANSWER_FUNCTION = `
  create or replace function bench_answer(who int) returns int language plpgsql as $$
  declare seat bench_seats;
  begin
    update bench_seats set place = place + 1, taken = taken + (taken < capacity)::int where id = 1 returning * into seat;
    update bench_answers set place = seat.place, going = seat.place <= seat.capacity where event = 1 and guest = who;
    return seat.place;
  end $$`;

/** A transaction that holds the event while it looks and writes. */
const decideOne = (pool: pg.Pool, guest: number, lock: string, look: string) =>
  inTransaction(pool, async (client) => {
    if (lock) await client.query(lock);
    const { rows } = await client.query<Record<"place" | "taken" | "capacity", number>>(look);
    const { place, taken, capacity } = rows[0]!;
    const going = taken < capacity;
    const seats = "update bench_seats set place = place + 1, taken = taken + $1 where id = 1";
    await client.query({ name: "seats", text: seats, values: [going ? 1 : 0] });
    const mine = "update bench_answers set place = $1, going = $2 where event = 1 and guest = $3";
    await client.query({ name: "mine", text: mine, values: [place + 1, going, guest] });
    return place + 1;
  });

const LOOK = "select place, taken, capacity from bench_seats where id = 1";

/** How others would decide who gets a seat: each answers one guest, and returns the place they were decided at. */
export const answerWays = {
  forUpdate: (pool: pg.Pool, guest: number) => decideOne(pool, guest, "", `${LOOK} for update`),
  advisory: (pool: pg.Pool, guest: number) => decideOne(pool, guest, "select pg_advisory_xact_lock(1)", LOOK),
  function: async (pool: pg.Pool, guest: number) =>
    (await pool.query<{ place: number }>("select bench_answer($1) as place", [guest])).rows[0]!.place,
};
export type AnswerWay = keyof typeof answerWays;
