import type { Viewer } from "@turnout/contract/audience";
import { MAX_PRESENT_NAMED, type ServerFrame } from "@turnout/contract/live";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createMemoryBus } from "./bus.ts";
import type { Follower } from "./follower.ts";
import { createPresence, PRESENCE_FRAMES, PRESENCE_INTERVAL } from "./presence.ts";
import { MAX_TOLD } from "./presence-elsewhere.ts";
import type { Here } from "./who-is-here.ts";
import { shortened, together, whoIsHere } from "./presence-frames.ts";

const eventId = "the event";
const closing: (() => void)[] = [];
// Time passes when a test says so, and all of it at once.
beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  closing.splice(0).forEach((close) => close());
  vi.useRealTimers();
});
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

const guest = (name: string): Viewer => ({ class: "guest", userId: null, guestId: name, name });

function aFollower(viewer: Viewer, { hasRoom = true } = {}) {
  const frames: ServerFrame[] = [];
  const follower: Follower = {
    viewer,
    cursor: 0,
    ended: false,
    hasRoom: () => hasRoom,
    cutOff: () => {},
    send: ({ text }) => void frames.push(JSON.parse(text) as ServerFrame),
  };
  return { follower, frames };
}

function aRoom(followers: Follower[], listed = new Set<string>()) {
  const bus = createMemoryBus();
  const room = new Set(followers);
  const problems: unknown[] = [];
  const control = { fails: false, asked: 0 };
  const presence = createPresence({
    bus,
    followersOf: (id) => (id === eventId ? room : new Set()),
    async guestListFor() {
      control.asked++;
      if (control.fails) throw new Error("no database");
      return "guests";
    },
    listedAmong: async () => listed,
    onError: (error) => problems.push(error),
  });
  closing.push(() => presence.stop());
  return { bus, room, presence, problems, control };
}

const soon = { timeout: 4 * PRESENCE_INTERVAL, interval: 20 };
const said = (bus: ReturnType<typeof createMemoryBus>, here: Here, asks = false) =>
  bus.publish({ type: "presence", eventId, from: "another process", here, asks });

test("a process that asks who is here is told, and so is one that cannot know yet", async () => {
  const { follower } = aFollower(guest("Grace"));
  const { bus, presence } = aRoom([follower]);
  const words: unknown[] = [];
  bus.subscribe((message) => void (message.type === "presence" && words.push(message)));
  presence.changed(eventId);
  const here = { people: [{ personId: "Grace", name: "Grace", isHost: false }], others: 0 };
  await vi.waitFor(() => expect(words).toEqual([{ type: "presence", eventId, from: "here", here, asks: true }]), soon);
  said(bus, { people: [], others: 3 }, true);
  await vi.waitFor(() => expect(words.at(-1)).toEqual({ type: "presence", eventId, from: "here", here, asks: false }), soon);
});

test("others hear that nobody is here any more, also when the process stops", async () => {
  const { follower } = aFollower(guest("Grace"));
  const { bus, presence, room } = aRoom([follower]);
  const words: { here?: Here }[] = [];
  bus.subscribe((message) => void (message.type === "presence" && words.push(message)));
  presence.changed(eventId);
  await vi.waitFor(() => expect(words).toHaveLength(1), soon);
  room.clear();
  presence.changed(eventId);
  await vi.waitFor(() => expect(words.at(-1)!.here).toEqual({ people: [], others: 0 }), soon);
  room.add(follower);
  presence.changed(eventId);
  await vi.waitFor(() => expect(words.at(-1)!.here!.people).toHaveLength(1), soon);
  presence.stop();
  expect(words.at(-1)!.here).toEqual({ people: [], others: 0 });
});

test("what another process says is held to the same rules about names", async () => {
  const { follower, frames } = aFollower(guest("Grace"));
  const { bus } = aRoom([follower], new Set(["Lin"]));
  const people = [
    { personId: "Lin", name: "Lin", isHost: false },
    { personId: "Nobody's business", name: "Nobody's business", isHost: false },
    { personId: "Ada", name: "Ada", isHost: true },
  ];
  said(bus, { people, others: 2 });
  await vi.waitFor(() => expect(frames).toHaveLength(1), soon);
  expect(frames[0]).toMatchObject({ count: 6, people: [{ name: "Lin" }, { name: "Ada" }] });
});

test("a database that does not answer is asked again later, one round at a time, and the news is not lost", async () => {
  const { follower, frames } = aFollower(guest("Grace"));
  const { presence, problems, control } = aRoom([follower]);
  control.fails = true;
  presence.changed(eventId);
  await vi.waitFor(() => expect(problems.length).toBeGreaterThan(1), soon);
  expect(control.asked).toBeLessThanOrEqual(5);
  control.fails = false;
  await vi.waitFor(() => expect(frames).toHaveLength(1), soon);
});

test("a line without room is not filled with presence", async () => {
  const { follower, frames } = aFollower(guest("Grace"), { hasRoom: false });
  const { presence, control } = aRoom([follower]);
  presence.changed(eventId);
  presence.typing(eventId, follower);
  await vi.waitFor(() => expect(control.asked).toBe(1), soon);
  await pass(PRESENCE_INTERVAL);
  expect(frames).toEqual([]);
});

test("the more readers, the rarer they hear who came and went", async () => {
  const readers = Array.from({ length: 1.5 * PRESENCE_FRAMES }, (_, index) => aFollower(guest(`Guest ${index}`)));
  const { presence } = aRoom(readers.map(({ follower }) => follower));
  const every = setInterval(() => presence.changed(eventId), 50);
  await pass(5 * PRESENCE_INTERVAL);
  clearInterval(every);
  const frames = readers.reduce((sum, one) => sum + one.frames.length, 0);
  expect(frames / readers.length).toBeGreaterThanOrEqual(1);
  expect(frames / readers.length).toBeLessThanOrEqual(2);
});

test("typing is told when it changes, not all the time", async () => {
  const [writer, reader] = [aFollower(guest("Grace")), aFollower(guest("Lin"))];
  const { presence } = aRoom([writer.follower, reader.follower]);
  for (let i = 0; i < 6; i++) {
    presence.typing(eventId, writer.follower);
    await pass(PRESENCE_INTERVAL / 2);
  }
  expect(reader.frames).toEqual([{ type: "typing", eventId, people: [{ personId: "Grace", name: "Grace" }] }]);
});

test("whoever has sent what they wrote is not writing any more, until they begin again", async () => {
  const [writer, reader] = [aFollower(guest("Grace")), aFollower(guest("Lin"))];
  const { presence } = aRoom([writer.follower, reader.follower]);
  const grace = [{ personId: "Grace", name: "Grace" }];
  const told = () => reader.frames.map((frame) => (frame as { people: unknown }).people);
  presence.typing(eventId, writer.follower);
  await vi.waitFor(() => expect(told()).toEqual([grace]), soon);
  presence.typing(eventId, writer.follower, true);
  await vi.waitFor(() => expect(told()).toEqual([grace, []]), soon);
  presence.typing(eventId, writer.follower);
  await vi.waitFor(() => expect(told()).toEqual([grace, [], grace]), soon);
  presence.typing(eventId, writer.follower, true);
  presence.typing(eventId, writer.follower);
  await vi.waitFor(() => expect(told()).toEqual([grace, [], grace, grace]), soon);
});

test("what one process tells another is bounded, and nobody is lost from the count", () => {
  const here = whoIsHere(Array.from({ length: MAX_TOLD + 50 }, (_, index) => aFollower(guest(`Guest ${index}`)).follower));
  const told = shortened(here);
  expect(told.people).toHaveLength(MAX_TOLD);
  expect(told.others).toBe(50);
  const twice = together([told, told]);
  expect(twice.people).toHaveLength(MAX_TOLD);
  expect(MAX_TOLD).toBeGreaterThan(MAX_PRESENT_NAMED);
});
