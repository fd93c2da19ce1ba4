import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import type pg from "pg";
import { afterEach, expect, test } from "vitest";
import { connect, WRITERS, writersOf } from "../db/connect.ts";
import { isOutage, OUTAGE_PATIENCE } from "../db/outage.ts";
import { testDatabase } from "../db/test-database.ts";
import { answerInvitation } from "../guests/commands.ts";
import { aGathering, answering, asGuest, createWorld, type World } from "../testing/world.ts";

const { db, url } = await testDatabase();
const world = createWorld(db);

/** What is done to statements of the writer on their way. */
let meddle: ((text: string, client: pg.ClientBase, send: () => Promise<unknown>) => Promise<unknown>) | null = null;
const meddled = new WeakSet<pg.ClientBase>();
writersOf(db).on("acquire", (client) => {
  if (meddled.has(client)) return;
  meddled.add(client);
  const query = client.query.bind(client) as (...args: unknown[]) => Promise<unknown>;
  client.query = ((config: string | pg.QueryConfig, ...rest: unknown[]) => {
    const text = typeof config === "string" ? config : config.text;
    return meddle ? meddle(text, client, () => query(config, ...rest)) : query(config, ...rest);
  }) as never;
});
afterEach(() => (meddle = null));

const cut = (client: pg.ClientBase) => (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();

async function stateOf(eventId: string) {
  const { rows } = await sql<{ log_seq: number; seats_taken: number; entries: number; results: number; going: number }>`
    select log_seq, seats_taken, (select count(*)::int from event_log where event_id = events.id) as entries,
      (select count(*)::int from command_results where event_id = events.id) as results,
      (select count(*)::int from guests where event_id = events.id and standing = 'going') as going
    from events where id = ${eventId}`.execute(db);
  return rows[0]!;
}

test("[L16] a connection lost after the commit was sent: the outcome is unknown, and a retry returns the first result", async () => {
  const { id, guests } = await aGathering(world, { guests: 1, fields: { capacity: 1 } });
  const before = await stateOf(id);
  meddle = async (text, client, send) => {
    if (text !== "commit") return send();
    await send();
    cut(client);
    throw new Error("Connection terminated unexpectedly");
  };
  const input = answering("going");
  const first = world.changeEvent(id, answerInvitation, input, asGuest(guests[0]!));
  expect(isOutage(await first.catch((error: unknown) => error))).toBe(true);

  meddle = null;
  const { seq } = await world.changeEvent(id, answerInvitation, input, asGuest(guests[0]!));
  expect(seq).toBe(before.log_seq + 1);
  expect(await stateOf(id)).toEqual({ log_seq: seq, seats_taken: 1, entries: seq, results: before.results + 1, going: 1 });
});

test("[L1] a connection lost before the commit leaves nothing behind, and a retry succeeds", async () => {
  const { id, guests } = await aGathering(world, { guests: 3, fields: { capacity: 2 } });
  const before = await stateOf(id);
  for (const at of ["event_log", "command_results", "update events", "update guests", "commit", "for no key update"]) {
    meddle = async (text, client, send) => {
      if (text.includes(at)) cut(client);
      return send();
    };
    const error = await world.changeEvent(id, answerInvitation, answering("going"), asGuest(guests[0]!)).catch((reason: unknown) => reason);
    expect([at, isOutage(error)]).toEqual([at, true]);
    meddle = null;
    expect(await stateOf(id)).toEqual(before);
  }
  await world.changeEvent(id, answerInvitation, answering("going"), asGuest(guests[0]!));
  expect((await stateOf(id)).going).toBe(1);
});

test("an outage fails a whole batch at once, instead of retrying each command", async () => {
  const { id, guests } = await aGathering(world, { guests: 60 });
  let tries = 0;
  meddle = async (text, client, send) => {
    if (text === "begin") {
      tries += 1;
      cut(client);
    }
    return send();
  };
  const replies = await Promise.allSettled(
    guests.map((guest) => world.changeEvent(id, answerInvitation, answering("going"), asGuest(guest))),
  );
  expect(replies.every((reply) => reply.status === "rejected" && isOutage(reply.reason))).toBe(true);
  expect(tries).toBe(1);
});

test("in an outage, commands that have waited long fail with the batch before them; later ones are tried", async () => {
  const { id, guests } = await aGathering(world, { guests: 3 });
  const outage = Promise.withResolvers<void>();
  let tries = 0;
  meddle = async (text, client, send) => {
    if (text !== "begin") return send();
    tries += 1;
    await outage.promise;
    cut(client);
    return send();
  };
  const go = (index: number) =>
    world.changeEvent(id, answerInvitation, answering("going"), asGuest(guests[index]!)).catch((error: unknown) => error);
  const first = go(0);
  await expect.poll(() => tries).toBe(1);
  const second = go(1);
  await sleep(OUTAGE_PATIENCE + 1);
  const third = go(2);
  outage.resolve();
  expect([await first, await second].map(isOutage)).toEqual([true, true]);
  expect(tries).toBe(1);
  expect(isOutage(await third)).toBe(true);
  expect(tries).toBe(2);
});

test("a commit that the database answers with a rollback is a failure", async () => {
  const { id, guests } = await aGathering(world, { guests: 1 });
  const before = await stateOf(id);
  meddle = async (text, _client, send) => (text === "commit" ? { command: "ROLLBACK", rows: [] } : send());
  await expect(world.changeEvent(id, answerInvitation, answering("going"), asGuest(guests[0]!))).rejects.toThrow("rollback");
  meddle = null;
  expect(await stateOf(id)).toEqual(before);
});

/** Two hundred guests change their minds through two writers at once, as two processes are. */
async function rush(writers: World[], capacity = 50) {
  const { id, guests } = await aGathering(world, { guests: 200, fields: { capacity } });
  const before = (await stateOf(id)).log_seq;
  const answers = ["going", "maybe", "declined"] as const;
  const replies = await Promise.allSettled(
    guests.flatMap((guest, index) =>
      answers.map((answer, at) => writers[(index + at) % 2]!.changeEvent(id, answerInvitation, answering(answer), asGuest(guest))),
    ),
  );
  const isAcknowledged = replies.every(({ status }) => status === "fulfilled");
  return { id, ...(await holds(id)), isAcknowledged, isLogged: (await stateOf(id)).log_seq >= before + replies.length };
}
const allIsWell = { gapless: true, counted: true, fits: true, isAcknowledged: true, isLogged: true };

test("[L2] two concurrent writers: no position twice, no gap, no overbooking", async () => {
  const other = connect(url);
  try {
    expect(await rush([world, createWorld(other)])).toMatchObject(allIsWell);
  } finally {
    await other.destroy();
  }
});

test("[L2] control: without the lock, the log's primary key stops the second of two writers with the same position", async () => {
  const other = connect(url);
  const writers = [world, createWorld(other)];
  for (const pool of [writersOf(db), writersOf(other)]) unlock(pool);
  try {
    expect(await rush(writers)).toMatchObject({ gapless: true, counted: true, fits: true });
    await sql`alter table event_log drop constraint event_log_pkey`.execute(db);
    // The control: with neither, and no line whose tickets would give it away, the same two writers break it.
    expect(await rush(writers, 10_000)).not.toMatchObject({ gapless: true, counted: true, fits: true });
  } finally {
    await other.destroy();
  }
});

/** Takes the lock out of whatever the writer sends, and gives others time to read the same. For the last test of this file: it stays out. */
function unlock(pool: pg.Pool) {
  pool.on("acquire", (client) => {
    const query = client.query.bind(client) as (...args: unknown[]) => Promise<unknown>;
    client.query = ((config: string | pg.QueryConfig, ...rest: unknown[]) => {
      if (typeof config === "string" || !config.text.includes("for no key update")) return query(config, ...rest);
      const text = config.text.replace(" for no key update", "");
      return query({ ...config, name: "unlocked event", text }, ...rest).then((found) => sleep(10, found));
    }) as never;
  });
}

async function holds(eventId: string) {
  const { rows } = await sql<{ gapless: boolean; counted: boolean; fits: boolean }>`
    select log_seq = (select count(*) from event_log where event_id = events.id) as gapless,
      seats_taken = (select coalesce(sum(party_size), 0) from guests where event_id = events.id and standing = 'going') as counted,
      seats_taken <= capacity as fits
    from events where id = ${eventId}`.execute(db);
  return rows[0]!;
}

test("writers have their own connections", () => {
  expect(writersOf(db).options.max).toBe(WRITERS);
});
