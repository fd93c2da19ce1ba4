import type { Viewer } from "@turnout/contract/audience";
import { MAX_PRESENT_NAMED, type ServerFrame } from "@turnout/contract/live";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createMemoryBus } from "./bus.ts";
import type { Subscriber } from "./subscriber.ts";
import { createPresence, PRESENCE_FRAMES, PRESENCE_INTERVAL } from "./presence.ts";
import { MAX_REPORTED } from "./presence-elsewhere.ts";
import type { Here } from "./who-is-here.ts";
import { shortened, together, whoIsHere } from "./presence-frames.ts";

const eventId = "the event";
const closing: (() => void)[] = [];
// Tests advance time, in one step.
beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  closing.splice(0).forEach((close) => close());
  vi.useRealTimers();
});
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

const guest = (name: string): Viewer => ({ class: "guest", userId: null, guestId: name, name });

function aSubscriber(viewer: Viewer, { hasRoom = true } = {}) {
  const frames: ServerFrame[] = [];
  const subscriber: Subscriber = {
    viewer,
    cursor: 0,
    ended: false,
    hasRoom: () => hasRoom,
    cutOff: () => {},
    send: ({ text }) => void frames.push(JSON.parse(text) as ServerFrame),
  };
  return { subscriber, frames };
}

function aRoom(subscribers: Subscriber[], listed = new Set<string>()) {
  const bus = createMemoryBus();
  const room = new Set(subscribers);
  const problems: unknown[] = [];
  const control = { fails: false, asked: 0 };
  const presence = createPresence({
    bus,
    subscribersOf: (id) => (id === eventId ? room : new Set()),
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

/** Within the next rounds. Real time does not count: on a busy machine it passes without any. */
async function soon(holds: () => void) {
  for (let round = 0; round < 4; round++) {
    await pass(PRESENCE_INTERVAL);
    if (isTrue(holds)) return;
  }
  holds();
}

function isTrue(holds: () => void): boolean {
  try {
    holds();
    return true;
  } catch {
    return false;
  }
}

const said = (bus: ReturnType<typeof createMemoryBus>, here: Here, asks = false) =>
  bus.publish({ type: "presence", eventId, from: "another process", here, asks });

test("a process that asks who is present gets a report, and so does one that cannot know yet", async () => {
  const { subscriber } = aSubscriber(guest("Grace"));
  const { bus, presence } = aRoom([subscriber]);
  const words: unknown[] = [];
  bus.subscribe((message) => void (message.type === "presence" && words.push(message)));
  presence.changed(eventId);
  const here = { people: [{ personId: "Grace", name: "Grace", isHost: false }], others: 0 };
  await soon(() => expect(words).toEqual([{ type: "presence", eventId, from: "here", here, asks: true }]));
  said(bus, { people: [], others: 3 }, true);
  await soon(() => expect(words.at(-1)).toEqual({ type: "presence", eventId, from: "here", here, asks: false }));
});

test("other processes get a report when nobody is present any more, also when the process stops", async () => {
  const { subscriber } = aSubscriber(guest("Grace"));
  const { bus, presence, room } = aRoom([subscriber]);
  const words: { here?: Here }[] = [];
  bus.subscribe((message) => void (message.type === "presence" && words.push(message)));
  presence.changed(eventId);
  await soon(() => expect(words).toHaveLength(1));
  room.clear();
  presence.changed(eventId);
  await soon(() => expect(words.at(-1)!.here).toEqual({ people: [], others: 0 }));
  room.add(subscriber);
  presence.changed(eventId);
  await soon(() => expect(words.at(-1)!.here!.people).toHaveLength(1));
  presence.stop();
  expect(words.at(-1)!.here).toEqual({ people: [], others: 0 });
});

test("reports of other processes are held to the same rules about names", async () => {
  const { subscriber, frames } = aSubscriber(guest("Grace"));
  const { bus } = aRoom([subscriber], new Set(["Lin"]));
  const people = [
    { personId: "Lin", name: "Lin", isHost: false },
    { personId: "Nobody's business", name: "Nobody's business", isHost: false },
    { personId: "Ada", name: "Ada", isHost: true },
  ];
  said(bus, { people, others: 2 });
  await soon(() => expect(frames).toHaveLength(1));
  expect(frames[0]).toMatchObject({ count: 6, people: [{ name: "Lin" }, { name: "Ada" }] });
});

test("a database that does not answer is asked again later, one round at a time, and no change is lost", async () => {
  const { subscriber, frames } = aSubscriber(guest("Grace"));
  const { presence, problems, control } = aRoom([subscriber]);
  control.fails = true;
  presence.changed(eventId);
  await soon(() => expect(problems.length).toBeGreaterThan(1));
  expect(control.asked).toBeLessThanOrEqual(5);
  control.fails = false;
  await soon(() => expect(frames).toHaveLength(1));
});

test("a connection without room is not filled with presence", async () => {
  const { subscriber, frames } = aSubscriber(guest("Grace"), { hasRoom: false });
  const { presence, control } = aRoom([subscriber]);
  presence.changed(eventId);
  presence.typing(eventId, subscriber);
  await soon(() => expect(control.asked).toBe(1));
  await pass(PRESENCE_INTERVAL);
  expect(frames).toEqual([]);
});

test("the larger the audience, the rarer presence is broadcast", async () => {
  const readers = Array.from({ length: 1.5 * PRESENCE_FRAMES }, (_, index) => aSubscriber(guest(`Guest ${index}`)));
  const { presence } = aRoom(readers.map(({ subscriber }) => subscriber));
  const every = setInterval(() => presence.changed(eventId), 50);
  await pass(5 * PRESENCE_INTERVAL);
  clearInterval(every);
  const frames = readers.reduce((sum, one) => sum + one.frames.length, 0);
  expect(frames / readers.length).toBeGreaterThanOrEqual(1);
  expect(frames / readers.length).toBeLessThanOrEqual(2);
});

test("typing is sent when it changes, not all the time", async () => {
  const [writer, reader] = [aSubscriber(guest("Grace")), aSubscriber(guest("Lin"))];
  const { presence } = aRoom([writer.subscriber, reader.subscriber]);
  for (let i = 0; i < 6; i++) {
    presence.typing(eventId, writer.subscriber);
    await pass(PRESENCE_INTERVAL / 2);
  }
  expect(reader.frames).toEqual([{ type: "typing", eventId, people: [{ personId: "Grace", name: "Grace" }] }]);
});

test("somebody who has sent their message is not typing any more, until they begin again", async () => {
  const [writer, reader] = [aSubscriber(guest("Grace")), aSubscriber(guest("Lin"))];
  const { presence } = aRoom([writer.subscriber, reader.subscriber]);
  const grace = [{ personId: "Grace", name: "Grace" }];
  const told = () => reader.frames.map((frame) => (frame as { people: unknown }).people);
  presence.typing(eventId, writer.subscriber);
  await soon(() => expect(told()).toEqual([grace]));
  presence.typing(eventId, writer.subscriber, true);
  await soon(() => expect(told()).toEqual([grace, []]));
  presence.typing(eventId, writer.subscriber);
  await soon(() => expect(told()).toEqual([grace, [], grace]));
  presence.typing(eventId, writer.subscriber, true);
  presence.typing(eventId, writer.subscriber);
  await soon(() => expect(told()).toEqual([grace, [], grace, grace]));
});

test("a report to other processes is bounded, and nobody is lost from the count", () => {
  const here = whoIsHere(Array.from({ length: MAX_REPORTED + 50 }, (_, index) => aSubscriber(guest(`Guest ${index}`)).subscriber));
  const told = shortened(here);
  expect(told.people).toHaveLength(MAX_REPORTED);
  expect(told.others).toBe(50);
  const twice = together([told, told]);
  expect(twice.people).toHaveLength(MAX_REPORTED);
  expect(MAX_REPORTED).toBeGreaterThan(MAX_PRESENT_NAMED);
});
