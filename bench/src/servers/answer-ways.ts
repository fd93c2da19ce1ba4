import type pg from "pg";
import { inTransaction } from "./sql.ts";

/** What the last of them calls. */
const ANSWER_FUNCTION = `
  create or replace function bench_answer(who int) returns int language plpgsql as $$
  declare seat bench_seats;
  begin
    update bench_seats set place = place + 1, taken = taken + (taken < capacity)::int where id = 1 returning * into seat;
    update bench_answers set place = seat.place, going = seat.place <= seat.capacity where event = 1 and guest = who;
    return seat.place;
  end $$`;

/** Makes the tables anew: one event with so many seats, and guests who have not answered. */
export async function makeSeats(pool: pg.Pool, guests: number, seats: number): Promise<void> {
  await pool.query(`
    drop table if exists bench_answers, bench_seats;
    create table bench_seats (id int primary key, capacity int not null, taken int not null default 0, place int not null default 0);
    create table bench_answers (event int, guest int, place int, going bool, primary key (event, guest));
    insert into bench_seats values (1, ${seats});
    insert into bench_answers select 1, generate_series(0, ${guests - 1})`);
  await pool.query(ANSWER_FUNCTION);
  await pool.query("vacuum analyze");
}

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

/** The same for all who wait, in their order, as the consumer of a queue does. Returns the place before the first of them. */
export const decideAll = (pool: pg.Pool, guests: number[]): Promise<number> =>
  inTransaction(pool, async (client) => {
    const { rows } = await client.query<Record<"place" | "taken" | "capacity", number>>(`${LOOK} for update`);
    const { place, taken, capacity } = rows[0]!;
    const going = guests.map((_, at) => taken + at < capacity);
    await client.query("update bench_seats set place = place + $1, taken = taken + $2 where id = 1", [
      guests.length,
      going.filter(Boolean).length,
    ]);
    const places = guests.map((_, at) => place + at + 1);
    await client.query(
      `update bench_answers set place = decided.place, going = decided.going
        from unnest($1::int[], $2::int[], $3::bool[]) as decided (guest, place, going) where event = 1 and bench_answers.guest = decided.guest`,
      [guests, places, going],
    );
    return place;
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
