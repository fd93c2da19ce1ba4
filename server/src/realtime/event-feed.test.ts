import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Hint } from "../log/change-event.ts";
import { type EventFeed } from "./event-feed.ts";
import { eventId, said, revoked, createLog, createReader, guest, other, openFeed, realFeed } from "./feed-scene.test-support.ts";
import { frameOf, type Follower, type Frame } from "./follower.ts";

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
      running.push(feed.reachBackTo(reader.follower.cursor).then(() => feed.join(reader.follower)));
    }
    if (what === "leave" && readers.length > 0) feed.leave(readers[from % readers.length]!.follower);
    if (what === "wake") running.push(feed.wake(late.pop()));
    if (what === "wait") await new Promise((resolve) => setImmediate(resolve));
  }
  await Promise.all(running);
  await feed.wake(); // what the sweep does every second
  return { log, feed, readers };
}

test("[L3] [L8] with hints lost, doubled and late, and joins in between, no follower misses, repeats or reorders an entry", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 80 }), async (steps) => {
      const { log, feed, readers } = await play(steps, realFeed);
      for (const reader of readers) {
        expect(reader.problems).toEqual([]);
        expect(reader.seen).toEqual([...reader.seen].sort((a, b) => a - b));
        if (feed.followers.has(reader.follower)) expect(reader.at()).toBe(log.entries.length);
      }
    }),
    { numRuns: 400 },
  );
});

test("control: a feed that believes its hints without looking is caught by the same play", async () => {
  const careless = (log: ReturnType<typeof createLog>): EventFeed => {
    const followers = new Set<Follower>();
    let cursor = 0;
    return {
      followers,
      get cursor() {
        return cursor;
      },
      async wake(hint) {
        if (!hint) return;
        cursor = hint.upTo;
        for (const follower of followers)
          follower.send(frameOf({ type: "entries", eventId, after: hint.after, upTo: hint.upTo, entries: hint.entries }));
      },
      covers: () => true,
      reachTo: async () => {},
      reachBackTo: async () => {},
      reasonToReset: () => null,
      resume: () => {},
      join(follower) {
        const entries = log.entries.slice(follower.cursor, follower.cursor + 3);
        follower.send(frameOf({ type: "entries", eventId, after: follower.cursor, upTo: entries.at(-1)?.seq ?? 0, entries }));
        followers.add(follower);
      },
      leave: (follower) => void followers.delete(follower),
    };
  };
  const isCaught = async (steps: Step[]) => {
    const { log, readers, feed } = await play(steps, careless);
    return readers.some(
      (reader) => reader.problems.length > 0 || (feed.followers.has(reader.follower) && reader.at() !== log.entries.length),
    );
  };
  const found = await fc.check(
    fc.asyncProperty(fc.array(step, { maxLength: 80 }), async (steps) => !(await isCaught(steps))),
    { numRuns: 400 },
  );
  expect(found.failed).toBe(true);
});

test("[L10] the entry that takes access away is the last thing before the end, also in the middle of a batch", async () => {
  const log = createLog();
  const feed = realFeed(log);
  const removed = createReader(0, guest);
  const staying = createReader(0, other);
  await feed.reachBackTo(removed.follower.cursor);
  feed.join(removed.follower);
  await feed.reachBackTo(staying.follower.cursor);
  feed.join(staying.follower);
  log.append(said);
  log.append(revoked);
  log.append(said);
  await feed.wake();

  expect(removed.seen).toEqual([1]);
  expect(removed.ended()).toBe(true);
  expect(removed.problems).toEqual([]);
  expect(feed.followers.has(removed.follower)).toBe(false);
  expect(staying.at()).toBe(3);
});

test("[L12] a kind that a later version writes cuts nobody off: they are told to load anew, whether they follow or come back", async () => {
  const log = createLog();
  const feed = realFeed(log);
  const reader = createReader(0, other);
  const frames: string[] = [];
  const { send } = reader.follower;
  reader.follower.send = (sent) => (frames.push(JSON.parse(sent.text).type), send(sent));
  feed.join(reader.follower);
  log.append(said);
  log.append(() => ({ type: "made.up" }) as never);
  await feed.wake();
  expect([reader.seen, reader.problems, frames]).toEqual([[1], [], ["caughtUp", "entries", "reset"]]);
  expect([feed.reasonToReset(other, 1), feed.reasonToReset(other, 2)]).toEqual(["audience", null]);
});

test("[L10] who catches up past the entry that removed them gets nothing after it", async () => {
  const log = createLog();
  for (const body of [said, revoked, said, said]) log.append(body);
  const feed = openFeed(log, 4);
  const reader = createReader(0, guest);
  await feed.reachBackTo(reader.follower.cursor);
  feed.join(reader.follower);

  expect(reader.seen).toEqual([1]);
  expect(reader.ended()).toBe(true);
});

test("[L10] of several entries that take access away, the first counts; those before one's position do not", async () => {
  const log = createLog();
  for (const body of [revoked, said]) log.append(body);
  const feed = openFeed(log, 2);
  await feed.reachBackTo(0);
  const invitedAnew = createReader(2, guest);
  feed.join(invitedAnew.follower);
  log.append(said);
  await feed.wake();
  expect([invitedAnew.seen, invitedAnew.ended()]).toEqual([[3], false]);

  const hints = [said, revoked, said, revoked, said].map((body) => log.append(body));
  await feed.wake({ ...hints[0]!, upTo: 8, entries: hints.flatMap(({ entries }) => entries) });
  expect([invitedAnew.seen, invitedAnew.ended(), invitedAnew.problems]).toEqual([[3, 4], true, []]);
});

test("[L15] one frame is built for a whole class of readers, however many they are", async () => {
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
