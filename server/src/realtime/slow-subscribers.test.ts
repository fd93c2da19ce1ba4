import { expect, test } from "vitest";
import { systemClock, type Clock } from "../clock.ts";
import { createEventFeed } from "./event-feed.ts";
import { SEND_SLICE } from "./send-rounds.ts";
import {
  eventId,
  said,
  revoked,
  createLog,
  createReader,
  guest,
  other,
  standing,
  onError,
  realFeed,
  createSlowReader,
} from "./feed-scene.test-support.ts";
import { KEPT_ENTRIES } from "./recent-entries.ts";

test("[L11] nothing is queued for a full connection: once it has room, one frame holds all that it missed", async () => {
  const log = createLog();
  const feed = realFeed(log);
  const slow = createSlowReader(0);
  feed.join(slow.subscriber);
  slow.connection.hasRoom = false;
  slow.connection.frames = 0;
  for (let count = 0; count < KEPT_ENTRIES; count++) await feed.wake(log.append(said));
  expect(slow.connection.frames).toBe(0);

  slow.connection.hasRoom = true;
  feed.resume(slow.subscriber);
  expect(slow.connection.frames).toBe(1);
  expect(slow.at()).toBe(KEPT_ENTRIES);
  expect(slow.problems).toEqual([]);
});

test("[L11] a subscriber further behind than the kept entries is cut off, and the others go on", async () => {
  const log = createLog();
  const feed = realFeed(log);
  const [slow, healthy] = [createSlowReader(0), createReader(0, other)];
  feed.join(slow.subscriber);
  feed.join(healthy.subscriber);
  slow.connection.hasRoom = false;
  for (let count = 0; count <= 2 * KEPT_ENTRIES; count++) await feed.wake(log.append(said));
  expect(slow.connection.isCutOff).toBe(true);
  expect(feed.subscribers.has(slow.subscriber)).toBe(false);
  expect(healthy.at()).toBe(2 * KEPT_ENTRIES + 1);
});

test("[L10] a subscriber whose access ends while its connection is full gets the end and nothing else", async () => {
  const log = createLog();
  const feed = realFeed(log);
  const slow = createSlowReader(0);
  Object.assign(slow.subscriber, { viewer: guest });
  feed.join(slow.subscriber);
  slow.connection.hasRoom = false;
  for (const body of [said, revoked, said]) await feed.wake(log.append(body));
  slow.connection.hasRoom = true;
  feed.resume(slow.subscriber);
  expect([slow.ended(), slow.seen, slow.problems]).toEqual([true, [], []]);
});

test("one subscriber that breaks is cut off, and the others go on", async () => {
  const log = createLog();
  const told: unknown[] = [];
  const feed = createEventFeed({ eventId, log, clock: standing, onError: (error) => told.push(error) }, 0);
  const [broken, healthy] = [createSlowReader(0), createReader(0, other)];
  feed.join(broken.subscriber);
  feed.join(healthy.subscriber);
  Object.assign(broken.subscriber, { hasRoom: () => expect.unreachable("broken") });
  await feed.wake(log.append(said));
  await feed.wake(log.append(said));
  expect([told.length, broken.connection.isCutOff, healthy.at()]).toEqual([1, true, 2]);
});

test("a single entry goes out at once; after a round of several, the next ones go out together after a cool-down", async () => {
  const log = createLog();
  let now = 0;
  const later: { at: number; run: () => void }[] = [];
  const clock: Clock = { ...systemClock, now: () => now, after: (ms, run) => (later.push({ at: now + ms, run }), () => {}) };
  const feed = createEventFeed({ eventId, log, clock, onError }, 0);
  const slow = createSlowReader(0);
  Object.assign(slow.subscriber, { hasRoom: () => ((now += 20), true) }); // sending takes 20 ms
  feed.join(slow.subscriber);
  slow.connection.frames = 0;
  for (let count = 0; count < 3; count++) await feed.wake(log.append(said));
  expect([slow.connection.frames, slow.at(), later]).toEqual([3, 3, []]);

  log.append(said);
  log.append(said);
  await feed.wake();
  expect([slow.connection.frames, slow.at(), now]).toEqual([4, 5, 80]);
  for (let count = 0; count < 4; count++) await feed.wake(log.append(said));
  expect([slow.connection.frames, later.map(({ at }) => at)]).toEqual([4, [80 + 10]]);

  now = 90;
  later.shift()!.run();
  expect([slow.connection.frames, slow.at()]).toEqual([5, 9]);
  for (let rounds = 0; rounds < 20; rounds++) {
    await feed.wake(log.append(said));
    now += 1_000;
    later.shift()?.run();
  }
  expect(slow.at()).toBe(29);
});

test("a thousand subscribers are served before other work gets its turn, and each of many gets everything", async () => {
  const log = createLog();
  let turns = 0;
  const soon: (() => void)[] = [];
  const clock: Clock = { ...standing, after: (_ms, run) => (turns++, soon.push(run), () => {}) };
  const feed = createEventFeed({ eventId, log, clock, onError }, 0);
  const readers = Array.from({ length: 2 * SEND_SLICE + 1 }, () => createReader(0, other));
  for (const { subscriber } of readers) feed.join(subscriber);
  await feed.wake(log.append(said));
  await feed.wake(log.append(said));
  while (soon.length > 0) soon.shift()!();
  expect(turns).toBeGreaterThanOrEqual(4);
  expect(readers.every((reader) => reader.at() === 2 && reader.problems.length === 0)).toBe(true);
});
