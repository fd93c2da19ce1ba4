import { randomUUID } from "node:crypto";
import type { AddressInfo } from "node:net";
import Fastify from "fastify";
import pg from "pg";
import { PgBoss } from "pg-boss";
import { answer } from "../processes.ts";
import { answerWays, decideAll, makeSeats } from "./answer-ways.ts";

/** Jobs that a consumer takes at once. */
const MOST = 500;
const QUEUE = "answers";

/** How others would let guests answer over HTTP. */
export type AnswerServerWay = "lock" | "queue";
type Decide = (guest: number) => Promise<number>;

/** A job for each answer, and one consumer that decides all that wait together. Whoever answered is told once theirs is decided. */
async function openQueue(pool: pg.Pool, url: string): Promise<Decide> {
  const boss = new PgBoss({ connectionString: url, max: 10, schedule: false });
  boss.on("error", console.error);
  await boss.start();
  await boss.deleteQueue(QUEUE);
  await boss.createQueue(QUEUE);
  const waiting = new Map<number, (place: number) => void>();
  const worker = await boss.work<{ guest: number }>(QUEUE, { batchSize: MOST, pollingIntervalSeconds: 0.5 }, async (jobs) => {
    const guests = jobs.map(({ data }) => data.guest);
    const before = await decideAll(pool, guests);
    guests.forEach((guest, at) => waiting.get(guest)?.(before + at + 1));
  });
  return async (guest) => {
    const decided = new Promise<number>((resolve) => waiting.set(guest, resolve));
    await boss.send(QUEUE, { guest });
    boss.notifyWorker(worker);
    return decided;
  };
}

let pool: pg.Pool;

const handlers = {
  /** No limits, no validation to speak of, no log: links, visits and answers alone. */
  async listen(url: string, way: AnswerServerWay) {
    pool = new pg.Pool({ connectionString: url, max: 10 });
    const decide: Decide = way === "queue" ? await openQueue(pool, url) : (guest) => answerWays.forUpdate(pool, guest);
    const server = Fastify({ trustProxy: "127.0.0.1" });
    server.get("/livez", () => "");
    server.get<{ Params: { guest: string } }>("/:kind/:guest", async (request, reply) => {
      const guest = Number(request.params.guest);
      const event = await pool.query({ name: "event", text: "select capacity, taken from bench_seats where id = 1" });
      const visit = randomUUID();
      await pool.query({ name: "visit", text: "insert into bench_visits values ($1, $2)", values: [visit, guest] });
      return reply.header("set-cookie", `visit=${visit}; Path=/; HttpOnly`).send({ event: event.rows[0] });
    });
    server.put("/rsvp", async (request) => {
      const visit = /visit=([^;]+)/.exec(request.headers.cookie ?? "")?.[1];
      const found = await pool.query<{ guest: number }>({
        name: "who",
        text: "select guest from bench_visits where id = $1",
        values: [visit],
      });
      const guest = found.rows[0]!.guest;
      return { seq: await decide(guest), guestId: String(guest) };
    });
    await server.listen({ port: 0, host: "127.0.0.1", backlog: 4_096 });
    return (server.server.address() as AddressInfo).port;
  },
  async gather(guests: number, seats: number) {
    await pool.query("drop table if exists bench_visits; create table bench_visits (id uuid primary key, guest int not null)");
    await makeSeats(pool, guests, seats);
  },
};

export type AnswerServer = typeof handlers;
answer(handlers);
