import pg from "pg";
import { connect } from "../../../server/src/db/connect.ts";
import { migrate } from "../../../server/src/db/migrate.ts";
import { answerInvitation } from "../../../server/src/guests/commands.ts";
import { answering } from "../../../server/src/testing/world.ts";
import { answer } from "../processes.ts";
import { aGathering, asGuest, createWorld } from "../product.ts";
import { answerWays, type AnswerWay } from "./answer-ways.ts";

/** One crowd that wants the same seats, all at once. */
export interface Rush {
  /** In the order of arrival: when each was decided, among all, and whether they got a seat. */
  decided: { order: number; going: boolean }[];
  rate: number;
  p99: number;
  seconds: number;
}

const handlers = {
  rush: (way: "turnout" | AnswerWay, options: { url: string; guests: number; seats: number }) =>
    way === "turnout" ? ours(options) : theirs(way, options),
};

async function ours({ url, guests: count, seats }: { url: string; guests: number; seats: number }): Promise<Rush> {
  await migrate(url);
  const db = connect(url);
  const world = createWorld(db);
  const { id, guests } = await aGathering(world, { guests: count, fields: { capacity: seats } });
  const admitted = new pg.Client({ connectionString: url });
  await admitted.connect();
  await admitted.query("vacuum analyze");
  const timed = await together(
    guests,
    async (guest) => (await world.changeEvent(id, answerInvitation, answering("going"), asGuest(guest))).seq,
  );
  const { rows } = await admitted.query<{ id: string }>("select id from guests where event_id = $1 and standing = 'going'", [id]);
  const going = new Set(rows.map((row) => row.id));
  await admitted.end();
  await db.destroy();
  return { ...timed, decided: guests.map((guest, index) => ({ order: timed.results[index]!, going: going.has(guest.id) })) };
}

async function theirs(way: AnswerWay, { url, guests: count, seats }: { url: string; guests: number; seats: number }): Promise<Rush> {
  const pool = new pg.Pool({ connectionString: url, max: 10 });
  await pool.query(`
    drop table if exists bench_answers, bench_seats;
    create table bench_seats (id int primary key, capacity int not null, taken int not null default 0, place int not null default 0);
    create table bench_answers (event int, guest int, place int, going bool, primary key (event, guest));
    insert into bench_seats values (1, ${seats});
    insert into bench_answers select 1, generate_series(0, ${count - 1})`);
  await pool.query(answerWays[way].prepare ?? "select 1");
  await pool.query("vacuum analyze");
  const crowd = Array.from({ length: count }, (_, guest) => guest);
  const timed = await together(crowd, (guest) => answerWays[way].answer(pool, guest));
  const { rows } = await pool.query<{ going: boolean }>("select going from bench_answers order by guest");
  await pool.end();
  return { ...timed, decided: rows.map(({ going }, index) => ({ order: timed.results[index]!, going })) };
}

async function together<One>(crowd: One[], decide: (one: One) => Promise<number>) {
  const began = performance.now();
  const times: number[] = [];
  const results = await Promise.all(
    crowd.map(async (one) => {
      const result = await decide(one);
      times.push(performance.now() - began);
      return result;
    }),
  );
  const seconds = (performance.now() - began) / 1000;
  return { results, seconds, rate: crowd.length / seconds, p99: times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.99)]! };
}

export type RushServer = typeof handlers;
answer(handlers);
