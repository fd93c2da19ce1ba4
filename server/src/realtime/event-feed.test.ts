import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Hint } from "../log/hint.ts";
import { type EventFeed } from "./event-feed.ts";
import { eventId, said, revoked, createLog, createReader, guest, other, openFeed, realFeed } from "./feed-scene.test-support.ts";
import { frameOf, type Subscriber, type Frame } from "./subscriber.ts";

type Step = { what: "append" | "join" | "leave" | "wake" | "wait"; hint: "kept" | "lost" | "doubled" | "late"; from: number };
const step: fc.Arbitrary<Step> = fc.record({
  what: fc.constantFrom(
    "append" as const,
    "append" as const,
    "append" as const,
    "join" as const,
    "leave" as const,
    "wake" as const,
    "wait" as const,
  ),
  hint: fc.constantFrom("kept" as const, "kept" as const, "lost" as const, "doubled" as const, "late" as const),
  from: fc.integer({ min: 0, max: 30 }),
});

async function play(steps: Step[], open: (log: ReturnType<typeof createLog>) => EventFeed) {
  const log = createLog();
  const feed = open(log);
  const readers: ReturnType<typeof createReader>[] = [];
  const running: Promise<unknown>[] = [];
  const late: Hint[] = [];

  for (const { what, hint, from } of steps) {
    if (what === "append") {
      const told = log.append(said);
      if (hint === "late") late.push(told);
      if (hint === "kept" || hint === "doubled") running.push(feed.wake(told));
      if (hint === "doubled") running.push(feed.wake(told));
    }
    if (what === "join") {
      const reader = createReader(Math.min(from, log.entries.length, feed.cursor), other);
      readers.push(reader);
      running.push(feed.backfillTo(reader.subscriber.cursor).then(() => feed.join(reader.subscriber)));
    }
    if (what === "leave" && readers.length > 0) feed.leave(readers[from % readers.length]!.subscriber);
    if (what === "wake") running.push(feed.wake(late.pop()));
    if (what === "wait") await new Promise((resolve) => setImmediate(resolve));
  }
  await Promise.all(running);
  await feed.wake(); // what the poll does every second
  return { log, feed, readers };
}

test("[L3] [L8] with hints lost, doubled and late, and joins in between, no subscriber misses, repeats or reorders an entry", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 80 }), async (steps) => {
      const { log, feed, readers } = await play(steps, realFeed);
      for (const reader of readers) {
        expect(reader.problems).toEqual([]);
        expect(reader.seen).toEqual([...reader.seen].sort((a, b) => a - b));
        if (feed.subscribers.has(reader.subscriber)) expect(reader.at()).toBe(log.entries.length);
      }
    }),
    { numRuns: 400 },
  );
});

test("control: the same schedule detects a feed that does not check its hints", async () => {
  const careless = (log: ReturnType<typeof createLog>): EventFeed => {
    const subscribers = new Set<Subscriber>();
    let cursor = 0;
    return {
      subscribers,
      get cursor() {
        return cursor;
      },
      async wake(hint) {
        if (!hint) return;
        cursor = hint.upTo;
        for (const subscriber of subscribers)
          subscriber.send(frameOf({ type: "entries", eventId, after: hint.after, upTo: hint.upTo, entries: hint.entries }));
      },
      covers: () => true,
      advanceTo: async () => {},
      backfillTo: async () => {},
      reasonToReset: () => null,
      resume: () => {},
      join(subscriber) {
        const entries = log.entries.slice(subscriber.cursor, subscriber.cursor + 3);
        subscriber.send(frameOf({ type: "entries", eventId, after: subscriber.cursor, upTo: entries.at(-1)?.seq ?? 0, entries }));
        subscribers.add(subscriber);
      },
      leave: (subscriber) => void subscribers.delete(subscriber),
    };
  };
  const isCaught = async (steps: Step[]) => {
    const { log, readers, feed } = await play(steps, careless);
    return readers.some(
      (reader) => reader.problems.length > 0 || (feed.subscribers.has(reader.subscriber) && reader.at() !== log.entries.length),
    );
  };
  const found = await fc.check(
    fc.asyncProperty(fc.array(step, { maxLength: 80 }), async (steps) => !(await isCaught(steps))),
    { numRuns: 400 },
  );
  expect(found.failed).toBe(true);
});

test("[L10] a subscriber whose access ends gets everything before that entry, then the end, also in the middle of a batch", async () => {
  const log = createLog();
  const feed = realFeed(log);
  const removed = createReader(0, guest);
  const staying = createReader(0, other);
  await feed.backfillTo(removed.subscriber.cursor);
  feed.join(removed.subscriber);
  await feed.backfillTo(staying.subscriber.cursor);
  feed.join(staying.subscriber);
  log.append(said);
  log.append(revoked);
  log.append(said);
  await feed.wake();

  expect(removed.seen).toEqual([1]);
  expect(removed.ended()).toBe(true);
  expect(removed.problems).toEqual([]);
  expect(feed.subscribers.has(removed.subscriber)).toBe(false);
  expect(staying.at()).toBe(3);
});

test("[L12] an entry kind of a later version resets subscribers, whether they are live or come back", async () => {
  const log = createLog();
  const feed = realFeed(log);
  const reader = createReader(0, other);
  const frames: string[] = [];
  const { send } = reader.subscriber;
  reader.subscriber.send = (sent) => (frames.push(JSON.parse(sent.text).type), send(sent));
  feed.join(reader.subscriber);
  log.append(said);
  log.append(() => ({ type: "made.up" }) as never);
  await feed.wake();
  expect([reader.seen, reader.problems, frames]).toEqual([[1], [], ["caughtUp", "entries", "reset"]]);
  expect([feed.reasonToReset(other, 1), feed.reasonToReset(other, 2)]).toEqual(["audience", null]);
});

test("[L10] a catch-up past the entry that ended access contains nothing after it", async () => {
  const log = createLog();
  for (const body of [said, revoked, said, said]) log.append(body);
  const feed = openFeed(log, 4);
  const reader = createReader(0, guest);
  await feed.backfillTo(reader.subscriber.cursor);
  feed.join(reader.subscriber);

  expect(reader.seen).toEqual([1]);
  expect(reader.ended()).toBe(true);
});

test("[L10] of several entries that end access, the first after the position counts", async () => {
  const log = createLog();
  for (const body of [revoked, said]) log.append(body);
  const feed = openFeed(log, 2);
  await feed.backfillTo(0);
  const invitedAnew = createReader(2, guest);
  feed.join(invitedAnew.subscriber);
  log.append(said);
  await feed.wake();
  expect([invitedAnew.seen, invitedAnew.ended()]).toEqual([[3], false]);

  const hints = [said, revoked, said, revoked, said].map((body) => log.append(body));
  await feed.wake({ ...hints[0]!, upTo: 8, entries: hints.flatMap(({ entries }) => entries) });
  expect([invitedAnew.seen, invitedAnew.ended(), invitedAnew.problems]).toEqual([[3, 4], true, []]);
});

test("[L15] one frame is built for a whole class of viewers, however many they are", async () => {
  const log = createLog();
  const feed = realFeed(log);
  const sent: Frame[] = [];
  for (let index = 0; index < 50; index++) {
    feed.join({
      viewer: { ...other, guestId: randomUUID() },
      cursor: 0,
      ended: false,
      hasRoom: () => true,
      cutOff: () => expect.unreachable(),
      send: (frame) => void sent.push(frame),
    });
  }
  sent.length = 0;
  await feed.wake(log.append(said));
  expect(sent).toHaveLength(50);
  expect(new Set(sent).size).toBe(1);
});
