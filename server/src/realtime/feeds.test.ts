import { randomUUID } from "node:crypto";
import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";
import type { Viewer } from "@turnout/contract/audience";
import { expect, test } from "vitest";
import { systemClock } from "../clock.ts";
import { postMessage } from "../chat/commands.ts";
import { createPostgresStore } from "../log/postgres-store.ts";
import { LOG_PAGE } from "../log/read-log.ts";
import type { LogReader } from "../log/store.ts";
import { testApp } from "../testing/test-app.ts";
import { aGathering, asUser } from "../testing/world.ts";
import { createLog, said } from "./feed-scene.test-support.ts";
import { createFeeds, POLL_INTERVAL } from "./feeds.ts";
import type { Frame } from "./subscriber.ts";

const { deps, bus } = await testApp();
const log = createPostgresStore(deps.db, []);
const world = { ...deps, hints: [] } as never;

/** A database that can be replaced by a restored copy. */
function aLog(head: number) {
  const state = { epoch: randomUUID(), head, isDown: false };
  const reader: LogReader = {
    readLog: async (_eventId, { after }) => ({ entries: [], upTo: after }),
    async readHeads(ids) {
      if (state.isDown) throw new Error("down");
      return { epoch: state.epoch, positions: new Map(ids.map((id) => [id, state.head])) };
    },
  };
  return { state, reader };
}

const somebody: Viewer = { class: "guest", userId: null, guestId: randomUUID(), name: "Grace" };
const aSink = () => {
  const frames: { type: string; reason?: string }[] = [];
  return { frames, send: ({ text }: Frame) => void frames.push(JSON.parse(text) as never), hasRoom: () => true, cutOff: () => {} };
};

/** Waits some turns of the event loop, after which everything without timers is done. */
async function settled() {
  for (let turn = 0; turn < 20; turn++) await nextTurn();
}

/** Feeds whose polls happen when the test says so. */
function sweptFeeds(log: LogReader, onError: (error: unknown) => void = (error) => expect.unreachable(String(error))) {
  let poll = () => {};
  const feeds = createFeeds({ log, bus, onError, clock: { ...systemClock, every: (_ms, run) => ((poll = run), () => {}) } });
  return { feeds, poll: async () => (poll(), await settled()) };
}

test("[L6] subscribers of a database that is restored get a reset, and no earlier position is resumed", async () => {
  const { state, reader } = aLog(7);
  const { feeds, poll } = sweptFeeds(reader);
  const eventId = randomUUID();
  const sink = aSink();
  const before = { epoch: state.epoch, after: 7 };
  await feeds.subscribe(eventId, before, sink, async () => somebody);
  await poll();
  expect(sink.frames.map(({ type }) => type)).toEqual(["caughtUp"]);

  Object.assign(state, { epoch: randomUUID(), head: 3 });
  await poll();
  expect(sink.frames.at(-1)).toMatchObject({ type: "reset", reason: "epoch" });
  expect(feeds.subscriberCount()).toBe(0);
  const late = aSink();
  expect(await feeds.subscribe(eventId, before, late, async () => somebody)).toBe(null);
  expect(late.frames).toMatchObject([{ type: "reset", reason: "epoch" }]);
  expect(await feeds.subscribe(eventId, { epoch: state.epoch, after: 3 }, aSink(), async () => somebody)).not.toBe(null);
});

test("[L1] subscribers of an event that was deleted are told with the next poll; those who joined while it ran are not", async () => {
  const { state, reader } = aLog(7);
  const [deleted, opened] = [randomUUID(), randomUUID()];
  const known = new Set<string>([deleted, opened]);
  const asking = Promise.withResolvers<void>();
  let waits = false;
  const log: LogReader = {
    ...reader,
    async readHeads(ids) {
      const { epoch, positions } = await reader.readHeads(ids.filter((id) => known.has(id)));
      if (waits) await asking.promise;
      return { epoch, positions };
    },
  };
  const { feeds, poll } = sweptFeeds(log);
  const [before, during] = [aSink(), aSink()];
  await feeds.subscribe(deleted, { epoch: state.epoch, after: 7 }, before, async () => somebody);
  known.delete(deleted);
  waits = true;
  await poll();
  waits = false;
  await feeds.subscribe(opened, { epoch: state.epoch, after: 7 }, during, async () => somebody);
  asking.resolve();
  await settled();
  expect(before.frames).toEqual([expect.objectContaining({ type: "caughtUp" }), { type: "ended", eventId: deleted, reason: "not_found" }]);
  expect(during.frames.map(({ type }) => type)).toEqual(["caughtUp"]);
  expect(feeds.subscriberCount()).toBe(1);
});

test("[L6] a hint of another epoch is not used, even if it seems to continue", async () => {
  const { state, reader } = aLog(7);
  const { feeds } = sweptFeeds(reader);
  const eventId = randomUUID();
  const sink = aSink();
  await feeds.subscribe(eventId, { epoch: state.epoch, after: 7 }, sink, async () => somebody);
  Object.assign(state, { epoch: randomUUID(), head: 8 });
  const entry = { seq: 8, body: { type: "chat.posted" } } as never;
  bus.publish({ type: "hint", hint: { eventId, epoch: state.epoch, after: 7, upTo: 8, entries: [entry] } });
  await settled();
  expect(sink.frames.map(({ type }) => type)).toEqual(["caughtUp", "reset"]);
});

test("[L6] a subscriber whose position is pruned gets a reset", async () => {
  const { state, reader } = aLog(7);
  const left = createLog();
  for (let count = 0; count < 12; count++) left.append(said);
  const pruned: LogReader = {
    ...reader,
    readLog: async (_eventId, { after, upTo = 12 }) => ({ entries: upTo < 12 ? [] : left.entries.slice(11), upTo: upTo < 12 ? after : 12 }),
  };
  const { feeds, poll } = sweptFeeds(pruned);
  const eventId = randomUUID();
  const [sink, late] = [aSink(), aSink()];
  await feeds.subscribe(eventId, { epoch: state.epoch, after: 7 }, sink, async () => somebody);
  await feeds.subscribe(eventId, { epoch: state.epoch, after: 3 }, late, async () => somebody);
  expect(late.frames).toMatchObject([{ type: "reset", reason: "pruned" }]);
  state.head = 12;
  await poll();
  expect(sink.frames.at(-1)).toMatchObject({ type: "reset", reason: "pruned" });
  expect(feeds.subscriberCount()).toBe(0);
});

test("after a restart the head of an event is read once for all who come back", async () => {
  const { state, reader } = aLog(7);
  const kept = createLog();
  for (let count = 0; count < 7; count++) kept.append(said);
  const asked = { readHeads: 0, readLog: 0 };
  const counted: LogReader = {
    readHeads: (...args) => (asked.readHeads++, reader.readHeads(...args)),
    readLog: (...args) => (asked.readLog++, kept.readLog(...args)),
  };
  const { feeds } = sweptFeeds(counted);
  const eventId = randomUUID();
  const back = Array.from({ length: 200 }, () => feeds.subscribe(eventId, { epoch: state.epoch, after: 3 }, aSink(), async () => somebody));
  expect((await Promise.all(back)).every((subscriber) => subscriber?.cursor === 7)).toBe(true);
  expect(asked).toEqual({ readHeads: 2, readLog: 2 }); // pages of three
});

test("a position more than a page behind gets a reset, and nothing is read for it", async () => {
  const { state, reader } = aLog(LOG_PAGE + 7);
  const { feeds } = sweptFeeds({ ...reader, readLog: () => expect.unreachable("the log was read") });
  const sink = aSink();
  await feeds.subscribe(randomUUID(), { epoch: state.epoch, after: 6 }, sink, async () => somebody);
  expect(sink.frames).toMatchObject([{ type: "reset", reason: "pruned" }]);
});

test("[L6] a feed that is dropped while somebody joins does not keep them", async () => {
  const { state, reader } = aLog(7);
  const { feeds, poll } = sweptFeeds(reader);
  const sink = aSink();
  const entered = Promise.withResolvers<Viewer>();
  const subscriber = feeds.subscribe(randomUUID(), { epoch: state.epoch, after: 7 }, sink, () => entered.promise);
  await settled();
  state.epoch = randomUUID();
  await poll();
  entered.resolve(somebody);
  expect(await subscriber).toBe(null);
  expect(sink.frames.map(({ type }) => type)).toEqual(["reset"]);
});

test("[L8] subscribers with fresher snapshots than the feed all wait for it at their positions", async () => {
  const { state, reader } = aLog(7);
  const kept = createLog();
  for (let count = 0; count < 9; count++) kept.append(said);
  const { feeds, poll } = sweptFeeds({
    ...reader,
    readLog: async (...range) => (await sleep(20), kept.readLog(...range)),
  });
  const eventId = randomUUID();
  await feeds.subscribe(eventId, { epoch: state.epoch, after: 7 }, aSink(), async () => somebody);
  state.head = 9;
  const sinks = Array.from({ length: 5 }, aSink);
  const follow = (sink: ReturnType<typeof aSink>) => feeds.subscribe(eventId, { epoch: state.epoch, after: 9 }, sink, async () => somebody);
  await Promise.all(sinks.map(follow));
  expect(sinks.map(({ frames }) => frames.map(({ type }) => type))).toEqual(sinks.map(() => ["caughtUp"]));
  kept.append(said);
  state.head = 10;
  await poll();
  await expect.poll(() => sinks.map(({ frames }) => frames.map(({ type }) => type))).toEqual(sinks.map(() => ["caughtUp", "entries"]));
});

test("a position ahead of the head gets a reset, also when the feed is open", async () => {
  const { state, reader } = aLog(7);
  const { feeds } = sweptFeeds(reader);
  const eventId = randomUUID();
  await feeds.subscribe(eventId, { epoch: state.epoch, after: 7 }, aSink(), async () => somebody);
  const ahead = aSink();
  await feeds.subscribe(eventId, { epoch: state.epoch, after: 8 }, ahead, async () => somebody);
  expect(ahead.frames).toMatchObject([{ type: "reset", reason: "ahead" }]);
});

test("while the database is away polls fail one at a time, and subscribers stay", async () => {
  const { state, reader } = aLog(7);
  const errors: unknown[] = [];
  const { feeds, poll } = sweptFeeds(reader, (error) => errors.push(error));
  const sink = aSink();
  await feeds.subscribe(randomUUID(), { epoch: state.epoch, after: 7 }, sink, async () => somebody);
  state.isDown = true;
  await poll();
  await poll();
  state.isDown = false;
  await poll();
  expect([errors.length, feeds.subscriberCount(), sink.frames.length]).toEqual([2, 1, 1]);
});

test("[L8] the feed of an event whose first subscriber takes long to be admitted is not dropped meanwhile", async () => {
  const { id, host } = await aGathering(world);
  const feeds = createFeeds({ log, bus, clock: systemClock, onError: (error) => expect.unreachable(String(error)) });
  const viewer: Viewer = { class: "host", userId: host.id, guestId: null, name: host.name };
  const frames: string[] = [];
  const { epoch, positions } = await log.readHeads([id]);
  const position = { epoch, after: positions.get(id)! };

  const sink = { send: ({ text }: Frame) => void frames.push(text), hasRoom: () => true, cutOff: () => expect.unreachable() };
  const subscriber = await feeds.subscribe(id, position, sink, () => sleep(2 * POLL_INTERVAL, viewer));
  expect([...feeds.subscribersOf(id)]).toEqual([subscriber]);

  await deps.changeEvent(id, postMessage, { commandId: randomUUID(), text: "Is anybody there?", replyTo: null }, asUser(host));
  await expect.poll(() => frames.join("\n")).toContain("Is anybody there?");
  feeds.stop();
});
