import pg from "pg";
import { connect } from "../../../server/src/db/connect.ts";
import { answerInvitation } from "../../../server/src/guests/commands.ts";
import { answering } from "../../../server/src/testing/world.ts";
import { answer } from "../processes.ts";
import { asGuest, createWorld, openWriter } from "../product.ts";
import { answerWays, makeSeats, type AnswerWay } from "./answer-ways.ts";
import { ask, makeDatabase } from "./sql.ts";
import { hearStatements, playBack, type Sent } from "./statements.ts";

/** One crowd that wants the same seats, all at once. */
export interface Rush {
  /** In the order of arrival: when each was decided, among all, and whether they got a seat. */
  decided: { order: number; going: boolean }[];
  rate: number;
  p99: number;
  seconds: number;
}

export type RushWay = "turnout" | "playback" | AnswerWay;
interface Crowd {
  url: string;
  guests: number;
  seats: number;
}

const handlers = {
  rush(way: RushWay, crowd: Crowd) {
    if (way === "turnout") return ours(crowd);
    return way === "playback" ? playedBack(crowd) : theirs(way, crowd);
  },
};

async function ours(crowd: Crowd): Promise<Rush> {
  const gathering = await gather(crowd);
  const { results, ...timed } = await allAnswer(crowd.url, gathering);
  return { ...timed, decided: await decidedIn(crowd.url, gathering, results) };
}

/** The limit: what Turnout's writer sent, played back where nothing of it has happened yet. Nobody has to decide anything any more. */
async function playedBack(crowd: Crowd): Promise<Rush> {
  const recorded = await makeDatabase(crowd.url, "bench_recorded");
  const gathering = await gather({ ...crowd, url: recorded });
  const played = await makeDatabase(crowd.url, "bench_played", "bench_recorded");
  const sent: Sent[] = [];
  const stop = hearStatements((statement) => sent.push(unverified(statement)));
  const { results } = await allAnswer(recorded, gathering);
  stop();
  const seconds = await playBack(played, sent);
  const decided = await decidedIn(played, gathering, results);
  return { decided, seconds, rate: crowd.guests / seconds, p99: seconds * 1_000 };
}

/** Where events stand is verified by versions that rows have in one database only. */
function unverified(sent: Sent): Sent {
  if (typeof sent === "string" || sent.name !== "verify events") return sent;
  return { ...sent, text: sent.text.replace(/select 1 \/ .* from/, "select count(*) from") };
}

type Gathered = Awaited<ReturnType<typeof gather>>;

async function gather({ url, guests: count, seats }: Crowd) {
  const { db, gatherings } = await openWriter(url, 1, { guests: count, fields: { capacity: seats } });
  await db.destroy();
  await ask(url, ["vacuum analyze"]);
  return gatherings[0]!;
}

async function allAnswer(url: string, { id, guests }: Gathered) {
  const db = connect(url);
  const { changeEvent } = createWorld(db);
  try {
    return await together(guests, async (guest) => (await changeEvent(id, answerInvitation, answering("going"), asGuest(guest))).seq);
  } finally {
    await db.destroy();
  }
}

async function decidedIn(url: string, { id, guests }: Gathered, orders: number[]) {
  const rows = await ask<{ id: string }>(url, ["select id from guests where event_id = $1 and standing = 'going'"], [id]);
  const going = new Set(rows.map((row) => row.id));
  return guests.map((guest, index) => ({ order: orders[index]!, going: going.has(guest.id) }));
}

async function theirs(way: AnswerWay, { url, guests: count, seats }: Crowd): Promise<Rush> {
  const pool = new pg.Pool({ connectionString: url, max: 10 });
  await makeSeats(pool, count, seats);
  const crowd = Array.from({ length: count }, (_, guest) => guest);
  const timed = await together(crowd, (guest) => answerWays[way](pool, guest));
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
