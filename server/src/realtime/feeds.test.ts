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
import { createFeeds, SWEEP_INTERVAL } from "./feeds.ts";
import type { Frame } from "./follower.ts";

const { deps, bus } = await testApp();
const log = createPostgresStore(deps.db, []);
const world = { ...deps, hints: [], snapshot: deps.loadSnapshot } as never;

/** A database that may be replaced by a restored copy. */
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
const anOutlet = () => {
  const frames: { type: string; reason?: string }[] = [];
  return { frames, send: ({ text }: Frame) => void frames.push(JSON.parse(text) as never), hasRoom: () => true, cutOff: () => {} };
};

/** What needs no clock and no other process is done after some turns of the event loop. */
async function settled() {
  for (let turn = 0; turn < 20; turn++) await nextTurn();
}

/** Feeds whose sweeps happen when the test says so. */
function sweptFeeds(log: LogReader, onError: (error: unknown) => void = (error) => expect.unreachable(String(error))) {
  let sweep = () => {};
  const feeds = createFeeds({ log, bus, onError, clock: { ...systemClock, every: (_ms, run) => ((sweep = run), () => {}) } });
  return { feeds, sweep: async () => (sweep(), await settled()) };
}

test("[L6] a database that was restored under a reader's feet: they are told, and nothing of before is continued", async () => {
  const { state, reader } = aLog(7);
  const { feeds, sweep } = sweptFeeds(reader);
  const eventId = randomUUID();
  const outlet = anOutlet();
  const before = { epoch: state.epoch, after: 7 };
  await feeds.follow(eventId, before, { ...outlet, admit: async () => somebody });
  await sweep();
  expect(outlet.frames.map(({ type }) => type)).toEqual(["caughtUp"]);

  Object.assign(state, { epoch: randomUUID(), head: 3 });
  await sweep();
  expect(outlet.frames.at(-1)).toMatchObject({ type: "reset", reason: "epoch" });
  expect(feeds.followerCount()).toBe(0);
  const late = anOutlet();
  expect(await feeds.follow(eventId, before, { ...late, admit: async () => somebody })).toBe(null);
  expect(late.frames).toMatchObject([{ type: "reset", reason: "epoch" }]);
  expect(await feeds.follow(eventId, { epoch: state.epoch, after: 3 }, { ...anOutlet(), admit: async () => somebody })).not.toBe(null);
});

test("[L6] a hint of another life of the database is not used, however well it seems to continue", async () => {
  const { state, reader } = aLog(7);
  const { feeds } = sweptFeeds(reader);
  const eventId = randomUUID();
  const outlet = anOutlet();
  await feeds.follow(eventId, { epoch: state.epoch, after: 7 }, { ...outlet, admit: async () => somebody });
  Object.assign(state, { epoch: randomUUID(), head: 8 });
  const entry = { seq: 8, body: { type: "chat.posted" } } as never;
  bus.publish({ type: "hint", hint: { eventId, epoch: state.epoch, after: 7, upTo: 8, entries: [entry] } });
  await settled();
  expect(outlet.frames.map(({ type }) => type)).toEqual(["caughtUp", "reset"]);
});

test("[L6] a log pruned past a reader's position sends them for a fresh picture", async () => {
  const { state, reader } = aLog(7);
  const left = createLog();
  for (let count = 0; count < 12; count++) left.append(said);
  const pruned: LogReader = {
    ...reader,
    readLog: async (_eventId, { after, upTo = 12 }) => ({ entries: upTo < 12 ? [] : left.entries.slice(11), upTo: upTo < 12 ? after : 12 }),
  };
  const { feeds, sweep } = sweptFeeds(pruned);
  const eventId = randomUUID();
  const [outlet, late] = [anOutlet(), anOutlet()];
  await feeds.follow(eventId, { epoch: state.epoch, after: 7 }, { ...outlet, admit: async () => somebody });
  await feeds.follow(eventId, { epoch: state.epoch, after: 3 }, { ...late, admit: async () => somebody });
  expect(late.frames).toMatchObject([{ type: "reset", reason: "pruned" }]);
  state.head = 12;
  await sweep();
  expect(outlet.frames.at(-1)).toMatchObject({ type: "reset", reason: "pruned" });
  expect(feeds.followerCount()).toBe(0);
});

test("after a restart an event is looked at once for all who come back, however many they are", async () => {
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
  const back = Array.from({ length: 200 }, () =>
    feeds.follow(eventId, { epoch: state.epoch, after: 3 }, { ...anOutlet(), admit: async () => somebody }),
  );
  expect((await Promise.all(back)).every((follower) => follower?.cursor === 7)).toBe(true);
  expect(asked).toEqual({ readHeads: 2, readLog: 2 }); // pages of three
});

test("who is further behind than a page is sent for a fresh picture, and nothing is read for them", async () => {
  const { state, reader } = aLog(LOG_PAGE + 7);
  const { feeds } = sweptFeeds({ ...reader, readLog: () => expect.unreachable("the log was read") });
  const outlet = anOutlet();
  await feeds.follow(randomUUID(), { epoch: state.epoch, after: 6 }, { ...outlet, admit: async () => somebody });
  expect(outlet.frames).toMatchObject([{ type: "reset", reason: "pruned" }]);
});

test("[L6] a feed that is given up while somebody is let in does not keep them", async () => {
  const { state, reader } = aLog(7);
  const { feeds, sweep } = sweptFeeds(reader);
  const outlet = anOutlet();
  const entered = Promise.withResolvers<Viewer>();
  const follower = feeds.follow(randomUUID(), { epoch: state.epoch, after: 7 }, { ...outlet, admit: () => entered.promise });
  await settled();
  state.epoch = randomUUID();
  await sweep();
  entered.resolve(somebody);
  expect(await follower).toBe(null);
  expect(outlet.frames.map(({ type }) => type)).toEqual(["reset"]);
});

test("[L8] readers with fresher pictures than the feed, who come together, all wait for it where they are", async () => {
  const { state, reader } = aLog(7);
  const kept = createLog();
  for (let count = 0; count < 9; count++) kept.append(said);
  const { feeds, sweep } = sweptFeeds({
    ...reader,
    readLog: async (...range) => (await sleep(20), kept.readLog(...range)),
  });
  const eventId = randomUUID();
  await feeds.follow(eventId, { epoch: state.epoch, after: 7 }, { ...anOutlet(), admit: async () => somebody });
  state.head = 9;
  const outlets = Array.from({ length: 5 }, anOutlet);
  const follow = (outlet: ReturnType<typeof anOutlet>) =>
    feeds.follow(eventId, { epoch: state.epoch, after: 9 }, { ...outlet, admit: async () => somebody });
  await Promise.all(outlets.map(follow));
  expect(outlets.map(({ frames }) => frames.map(({ type }) => type))).toEqual(outlets.map(() => ["caughtUp"]));
  kept.append(said);
  state.head = 10;
  await sweep();
  await expect.poll(() => outlets.map(({ frames }) => frames.map(({ type }) => type))).toEqual(outlets.map(() => ["caughtUp", "entries"]));
});

test("a position ahead of the head is told so, also when the feed stands at hand", async () => {
  const { state, reader } = aLog(7);
  const { feeds } = sweptFeeds(reader);
  const eventId = randomUUID();
  await feeds.follow(eventId, { epoch: state.epoch, after: 7 }, { ...anOutlet(), admit: async () => somebody });
  const ahead = anOutlet();
  await feeds.follow(eventId, { epoch: state.epoch, after: 8 }, { ...ahead, admit: async () => somebody });
  expect(ahead.frames).toMatchObject([{ type: "reset", reason: "ahead" }]);
});

test("while the database is away sweeps fail one at a time, and readers stay", async () => {
  const { state, reader } = aLog(7);
  const errors: unknown[] = [];
  const { feeds, sweep } = sweptFeeds(reader, (error) => errors.push(error));
  const outlet = anOutlet();
  await feeds.follow(randomUUID(), { epoch: state.epoch, after: 7 }, { ...outlet, admit: async () => somebody });
  state.isDown = true;
  await sweep();
  await sweep();
  state.isDown = false;
  await sweep();
  expect([errors.length, feeds.followerCount(), outlet.frames.length]).toEqual([2, 1, 1]);
});

test("[L8] an event whose first reader takes long to be let in is not given up meanwhile", async () => {
  const { id, host } = await aGathering(world);
  const feeds = createFeeds({ log, bus, clock: systemClock, onError: (error) => expect.unreachable(String(error)) });
  const viewer: Viewer = { class: "host", userId: host.id, guestId: null, name: host.name };
  const frames: string[] = [];
  const { epoch, positions } = await log.readHeads([id]);
  const position = { epoch, after: positions.get(id)! };

  const follower = await feeds.follow(id, position, {
    admit: () => sleep(2 * SWEEP_INTERVAL, viewer),
    send: ({ text }) => void frames.push(text),
    hasRoom: () => true,
    cutOff: () => expect.unreachable(),
  });
  expect([...feeds.followersOf(id)]).toEqual([follower]);

  await deps.changeEvent(id, postMessage, { commandId: randomUUID(), text: "Can you hear me?", replyTo: null }, asUser(host));
  await expect.poll(() => frames.join("\n"), { timeout: 2 * SWEEP_INTERVAL }).toContain("Can you hear me?");
  feeds.stop();
});
