import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { ServerFrame } from "@turnout/contract/live";
import { describe, expect, test } from "vitest";
import { postMessage } from "./chat/commands.ts";
import { systemClock, type Clock } from "./clock.ts";
import { connect } from "./db/connect.ts";
import { testDatabase } from "./db/test-database.ts";
import { answerInvitation } from "./guests/commands.ts";
import { REDIS_SILENCE } from "./redis/connect-redis.ts";
import { skipWithoutRedis, testRedis } from "./redis/redis-server.test-support.ts";
import { PRESENCE_BELIEVED } from "./realtime/presence-elsewhere.ts";
import { follow, guestCookie, listening, snapshotOf, reaches, type Reader } from "./testing/live-client.ts";
import { testApp } from "./testing/test-app.ts";
import { until } from "./testing/until.ts";
import { unswept } from "./testing/unswept.ts";
import { aGathering, answering, asGuest, asUser, type Gathering } from "./testing/world.ts";
import { afterFile } from "./testing/after-file.ts";

/** Without Redis, changes must be seen within this time (ms). */
const SWEPT = 2_000;

const redis = skipWithoutRedis ? null : await testRedis();
const { url } = await testDatabase();

/** Another process on the same database, with its own connections. */
async function aProcess(redisUrl: string | null, clock: Clock = systemClock) {
  const own = connect(url);
  const app = await testApp({ database: { db: own, url, embedded: false, close: async () => {} }, redisUrl, clock });
  afterFile(() => own.destroy());
  return { app, port: await listening(app) };
}

type Process = Awaited<ReturnType<typeof aProcess>>;

const worldOf = ({ app }: Process) => ({ ...app.deps, hints: [] }) as never;

async function say({ app }: Process, { id, host }: Gathering, text = "hello") {
  return (await app.deps.changeEvent(id, postMessage, { commandId: randomUUID(), text, replyTo: null }, asUser(host))).seq;
}

/** A guest's client, connected to a process. */
async function reading({ app, port }: Process, { id, guests }: Gathering, guest = 0): Promise<Reader> {
  const cookie = await guestCookie(app, id, guests[guest]!.id);
  return follow(port, await snapshotOf(app, id, cookie), id, cookie);
}

/** Time until a change made in one process is seen by a client of another (ms). */
async function delay(from: Process, gathering: Gathering, reader: Reader): Promise<number> {
  const seq = await say(from, gathering);
  const began = performance.now();
  await reader.until(reaches(seq));
  return performance.now() - began;
}

/** The median of five: single ones can be late on a busy machine. */
async function medianDelay(from: Process, gathering: Gathering, reader: Reader): Promise<number> {
  const delays: number[] = [];
  for (let i = 0; i < 5; i++) delays.push(await delay(from, gathering, reader));
  return delays.toSorted((a, b) => a - b)[2]!;
}

/** Whether a change of one process, which nobody looks for, is seen in another before a moment has passed. */
async function isToldOf(from: Process, gathering: Gathering, reader: Reader): Promise<boolean> {
  const seen = reader.until(reaches(await say(from, gathering))).then(
    () => true,
    () => false,
  );
  return Promise.race([seen, sleep(1_000, false)]);
}

const present = (count: number) => (frames: ServerFrame[]) => {
  const last = frames.findLast((frame) => frame.type === "presence");
  return last?.type === "presence" && last.count === count;
};
const namesIn = (reader: Reader) => {
  const last = reader.frames.findLast((frame) => frame.type === "presence");
  return last?.type === "presence" ? last.people.map(({ name }) => name).toSorted() : [];
};

describe("two processes without Redis", async () => {
  const [one, other] = [await aProcess(null), await aProcess(null)];

  test("control: show three of five changes of each other within two seconds, by polling", async () => {
    const gathering = await aGathering(worldOf(one), { guests: 1 });
    const reader = await reading(other, gathering);
    expect(await medianDelay(one, gathering, reader)).toBeLessThan(SWEPT);
  });

  test("control: show each other nothing when they do not poll", async () => {
    const [deaf, gathering] = [await aProcess(null, unswept), await aGathering(worldOf(one), { guests: 1 })];
    expect(await isToldOf(one, gathering, await reading(deaf, gathering))).toBe(false);
  });

  test("serve a client that switches between them without a gap, and it ends with the snapshot of a reload", async () => {
    const gathering = await aGathering(worldOf(one), { guests: 1 });
    const cookie = await guestCookie(one.app, gathering.id, gathering.guests[0]!.id);
    let snapshot = await snapshotOf(one.app, gathering.id, cookie);
    for (let move = 0; move < 6; move++) {
      const [here, there] = move % 2 ? [one, other] : [other, one];
      const reader = await follow(here.port, snapshot, gathering.id, cookie);
      await Promise.all(Array.from({ length: 5 }, () => say(there, gathering)));
      const seq = await say(here, gathering, "away");
      await reader.until(reaches(seq));
      snapshot = reader.snapshot();
      reader.socket.terminate();
      await say(there, gathering, "while nobody looked");
    }
    const last = await follow(other.port, snapshot, gathering.id, cookie);
    const head = await say(one, gathering);
    await last.until(reaches(head));
    expect(last.snapshot()).toEqual(await snapshotOf(one.app, gathering.id, cookie));
  });

  test("never give a seat twice, and number entries in one order", async () => {
    const gathering = await aGathering(worldOf(one), { guests: 40, fields: { capacity: 10 } });
    const seqs = await Promise.all(
      gathering.guests.map(async (guest, index) => {
        const { app } = index % 2 ? one : other;
        return (await app.deps.changeEvent(gathering.id, answerInvitation, answering("going"), asGuest(guest))).seq;
      }),
    );
    expect(new Set(seqs).size).toBe(40);
    const { tally } = await snapshotOf(one.app, gathering.id, await guestCookie(other.app, gathering.id, gathering.guests[0]!.id));
    expect(tally.going).toBe(10);
  });
});

describe.skipIf(!redis)("two processes that share a Redis", async () => {
  const server = redis!;
  const [one, other] = [await aProcess(server?.url ?? null), await aProcess(server?.url ?? null)];
  /** It sees of others what Redis carries, and nothing else. */
  const unpolled = await aProcess(server?.url ?? null, unswept);
  const gathering = await aGathering(worldOf(one), { guests: 3 });

  test("show each other's changes without polling", async () => {
    const reader = await reading(unpolled, gathering);
    for (let time = 0; time < 5; time++) await reader.until(reaches(await say(one, gathering)));
  });

  test("close the sockets of an ended session in both", async () => {
    const ended: string[] = [];
    other.app.bus.subscribe((message) => message.type === "sessionEnded" && ended.push(message.sessionId));
    one.app.bus.publish({ type: "sessionEnded", sessionId: "one of them" });
    await expect.poll(() => ended).toEqual(["one of them"]);
  });

  test("count presence together, a person in both once, and send no name that the guest list hides", async () => {
    const secret = await aGathering(worldOf(one), { guests: 2, fields: { guestListFor: "hosts" } });
    const open = await aGathering(worldOf(one), { guests: 3, fields: { guestListFor: "guests" } });
    for (const { id, guests } of [secret, open])
      for (const guest of guests.slice(0, 2)) await one.app.deps.changeEvent(id, answerInvitation, answering("going"), asGuest(guest));
    const hidden = [await reading(one, secret, 0), await reading(other, secret, 1)];
    for (const reader of hidden) await reader.until(present(2));
    for (const { frames } of hidden) {
      const told = frames.flatMap((frame) => (frame.type === "presence" ? frame.people : []));
      expect(told).toEqual([]);
    }
    // The third has not answered, so the guest list hides their name.
    const seen = [await reading(one, open, 0), await reading(other, open, 1), await reading(other, open, 0), await reading(other, open, 2)];
    for (const reader of seen) await reader.until((frames) => present(3)(frames) && namesIn(reader).length === 2);
    expect(namesIn(seen[0]!)).toEqual(["Guest 1", "Guest 2"]);
    seen[1]!.socket.terminate();
    await seen[0]!.until(present(2));
    expect(namesIn(seen[0]!)).toEqual(["Guest 1"]);
  });

  test("send each other who is typing", async () => {
    const [writer, reader] = [await reading(one, gathering, 0), await reading(other, gathering, 1)];
    writer.socket.send(JSON.stringify({ type: "typing", eventId: gathering.id }));
    await reader.until((frames) => frames.some((frame) => frame.type === "typing" && frame.people[0]?.name === "Guest 1"));
  });

  test("show three of five changes within two seconds while Redis is gone, and without polling when it is back, empty", async () => {
    const [here, there] = [await reading(one, gathering, 0), await reading(other, gathering, 1)];
    await there.until(present(2));
    await server.kill();
    const delays = [await medianDelay(one, gathering, there), await medianDelay(other, gathering, here)];
    expect(Math.max(...delays)).toBeLessThan(SWEPT);
    await there.until(present(1)); // the other process's presence has expired

    await server.restart();
    await until(() => expect([one, other, unpolled].every(({ app }) => app.bus.isConnected())).toBe(true));
    const reader = await reading(unpolled, gathering, 2);
    await until(async () => expect(await isToldOf(one, gathering, reader)).toBe(true));
    await there.until(present(3));
  });

  test("lose nothing when Redis loses all its data", async () => {
    const reader = await reading(unpolled, gathering);
    await server.ask("FLUSHALL");
    await reader.until(reaches(await say(one, gathering)));
  });

  test("continue while Redis does not answer: commands wait for none of its answers, and three of five changes are seen within two seconds", async () => {
    const [reader, told] = [await reading(other, gathering), await reading(unpolled, gathering)];
    const before = await timeToSay(20);
    server.pause();
    try {
      expect((await timeToSay(20)) - before).toBeLessThan(REDIS_SILENCE); // none of them has waited for an answer
      expect(await medianDelay(one, gathering, reader)).toBeLessThan(SWEPT);
    } finally {
      server.resume();
    }
    await until(async () => expect(await isToldOf(one, gathering, told)).toBe(true));
  });

  async function timeToSay(words: number): Promise<number> {
    const began = performance.now();
    for (let word = 0; word < words; word++) await say(one, gathering);
    return performance.now() - began;
  }

  test(
    "stop counting the presence of a killed process after a while",
    async () => {
      const reader = await reading(one, gathering);
      await reader.until(present(1));
      const ghost = randomUUID();
      const here = { people: [{ personId: randomUUID(), name: "Ghost", isHost: true }], others: 0 };
      other.app.bus.publish({ type: "presence", eventId: gathering.id, from: ghost, here, asks: false });
      await reader.until(present(2));
      await reader.until(present(1));
    },
    2 * PRESENCE_BELIEVED + 10_000,
  );
});
