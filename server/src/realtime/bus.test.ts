import { randomUUID } from "node:crypto";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { StoredEntry } from "@turnout/contract/log";
import { afterAll, afterEach, describe, expect, test, vi } from "vitest";
import type { Hint } from "../log/change-event.ts";
import { skipWithoutRedis, testRedis } from "../redis/redis-server.test-support.ts";
import { createMemoryBus, type Bus, type BusMessage } from "./bus.ts";
import { MAX_CARRIED, PARTITIONS, channelOf } from "./bus-message.ts";
import { BEAT_INTERVAL, createRedisBus, MAX_UNANSWERED } from "./redis-bus.ts";

const entries = (text: string) => [{ seq: 5, body: { type: "chat.posted", text } }] as unknown as StoredEntry[];
const aHint = (text = "hello", eventId: string = randomUUID()): Hint => ({
  eventId,
  epoch: eventId,
  after: 4,
  upTo: 5,
  entries: entries(text),
});
const plain = (message: BusMessage | undefined) => JSON.parse(JSON.stringify(message ?? null)) as BusMessage;

const opened: Bus[] = [];
afterEach(async () => {
  for (const bus of opened.splice(0)) await bus.close();
});

function listenTo(bus: Bus) {
  opened.push(bus);
  const heard: BusMessage[] = [];
  bus.subscribe((message) => heard.push(message));
  return heard;
}

/** Buses take a moment until they hear each other, and a cluster's for each of its nodes: on which one is the event's channel? */
async function untilTheyMeet(from: Bus, heard: unknown[], { within = 5_000, eventId = randomUUID() as string } = {}) {
  const ends = Date.now() + within;
  for (;;) {
    // A greeting that is heard before there is another one has nothing behind it that is still on its way.
    const greeting: BusMessage = { type: "typing", eventId, typist: { personId: randomUUID(), name: "Ada" } };
    from.publish(greeting);
    try {
      await vi.waitFor(() => expect(heard).toContainEqual(greeting), { timeout: 300, interval: 5 });
      break;
    } catch (error) {
      if (Date.now() > ends) throw error;
    }
  }
  heard.length = 0;
}

/** Whatever the event, and so whatever the node. */
async function untilAllIsHeard(from: Bus, heard: unknown[], { within }: { within: number }) {
  const ends = Date.now() + within;
  for (;;) {
    heard.length = 0;
    const hints = Array.from({ length: 500 }, () => aHint());
    for (const hint of hints) from.publish({ type: "hint", hint });
    try {
      return await vi.waitFor(() => expect(heard).toHaveLength(hints.length), { timeout: 500 });
    } catch (error) {
      if (Date.now() > ends) throw error;
    }
  }
}

const memory = { name: "memory", open: async () => createMemoryBus };
const through = (name: string, nodes?: number) => ({
  name,
  async open() {
    const { url } = await testRedis({ ...(nodes && { nodes }) });
    return () => createRedisBus({ url, namespace: "test" });
  },
});
const redis = skipWithoutRedis ? [] : [through("Redis"), through("a Redis cluster", 3)];

describe.each([memory, ...redis])("a bus over $name", async ({ open }) => {
  const create = await open();

  test("tells listeners of its own process at once", () => {
    const bus = create();
    const heard = listenTo(bus);
    const messages: BusMessage[] = [
      { type: "hint", hint: aHint() },
      { type: "sessionEnded", sessionId: "s" },
    ];
    const word: BusMessage = { type: "presence", eventId: randomUUID(), from: bus.id, here: { people: [], others: 1 }, asks: false };
    for (const message of messages) bus.publish(message);
    bus.publish(word);
    expect(heard).toEqual([...messages, word]);
  });

  test("says nothing more to those who stopped listening", () => {
    const bus = create();
    const heard: BusMessage[] = [];
    bus.subscribe((message) => heard.push(message))();
    opened.push(bus);
    bus.publish({ type: "userEnded", userId: "u" });
    expect(heard).toEqual([]);
  });

  test("takes everything while nobody listens, and after it was closed", async () => {
    const bus = create();
    const publish = () => bus.publish({ type: "hint", hint: aHint() });
    expect(publish).not.toThrow();
    await bus.close();
    expect(publish).not.toThrow();
  });
});

describe.each(redis)("two processes over $name", async ({ open }) => {
  const create = await open();

  test("hear each other's messages as they were said, in order, and their own once", async () => {
    const [one, other] = [create(), create()];
    const [ofOne, ofOther] = [listenTo(one), listenTo(other)];
    const eventId = randomUUID();
    await untilTheyMeet(one, ofOther, { eventId });
    await untilTheyMeet(other, ofOne, { eventId });
    ofOther.length = 0;
    const messages: BusMessage[] = [
      { type: "hint", hint: aHint("lines\nand \u{1F600}", eventId) },
      { type: "hint", hint: { ...aHint("", eventId), after: 5, upTo: 6 } },
    ];
    const word: BusMessage = { type: "typing", eventId, typist: { personId: "p", name: "Grace" } };
    for (const message of messages) one.publish(message);
    one.publish(word);
    await vi.waitFor(() => expect(ofOther.map(plain)).toEqual([...messages, word]), { timeout: 2_000 });
    expect(ofOne).toEqual([...messages, word]);
  });

  test("hear of every event, whichever channel it is on", async () => {
    const [one, other] = [create(), create()];
    listenTo(one);
    const heard = listenTo(other);
    await untilTheyMeet(one, heard);
    const hints = Array.from({ length: 500 }, () => aHint());
    expect(new Set(hints.map((hint) => channelOf({ type: "hint", hint }))).size).toBeGreaterThan(PARTITIONS / 2);
    for (const hint of hints) one.publish({ type: "hint", hint });
    await vi.waitFor(() => expect(heard).toHaveLength(hints.length), { timeout: 3_000 });
  });

  test("send a range without its entries when those are too much: it continues nowhere, so the log is read", async () => {
    const [one, other] = [create(), create()];
    listenTo(one);
    const heard = listenTo(other);
    await untilTheyMeet(one, heard);
    const hint = aHint("x".repeat(MAX_CARRIED));
    one.publish({ type: "hint", hint });
    await vi.waitFor(() => expect(heard.map(plain)).toEqual([{ type: "hint", hint: { ...hint, after: -1, entries: [] } }]));
  });
});

describe.skipIf(skipWithoutRedis)("a bus whose cluster", async () => {
  const server = await testRedis({ nodes: 3 });

  // Which of its nodes is back first decides what a client believes: so each is tried, and all of them twice.
  const killed = [0, 1, 2, undefined, undefined].map((node) => ({
    node,
    name: node === undefined ? "was" : `has a node (${node}) that was`,
  }));
  test.each(killed)("$name killed and comes back is heard as before", { timeout: 30_000 }, async ({ node }) => {
    const [one, other] = [0, 1].map(() => createRedisBus({ url: server.url, namespace: "test" })) as [Bus, Bus];
    listenTo(one);
    const heard = listenTo(other);
    await untilTheyMeet(one, heard);
    await server.kill(node);
    await sleep(500);
    one.publish({ type: "hint", hint: aHint() });
    await server.restart();
    await untilAllIsHeard(one, heard, { within: 12_000 });
  });
});

describe.skipIf(skipWithoutRedis)("a bus whose Redis", async () => {
  const server = await testRedis();
  const create = (namespace = "test", countDropped?: () => void) =>
    createRedisBus({ url: server.url, namespace, ...(countDropped && { countDropped }) });

  test("is shared with another installation hears nothing of that", async () => {
    const [ours, twin, theirs] = [create(), create(), create("other")];
    listenTo(ours);
    const [ofTwin, ofTheirs] = [listenTo(twin), listenTo(theirs)];
    await untilTheyMeet(ours, ofTwin);
    expect(ofTheirs).toEqual([]);
  });

  test("speaks of things that this version does not know goes on", async () => {
    const bus = create();
    const heard = listenTo(bus);
    const other = create();
    listenTo(other);
    await untilTheyMeet(other, heard);
    for (const text of ["", "x", "other\n{\n", 'other\n{"type":"new"}\n', "other\nnull\n"])
      await server.ask("SPUBLISH", "test:sessions:{all}", text);
    other.publish({ type: "userEnded", userId: "u" });
    await vi.waitFor(() => expect(heard).toEqual([{ type: "userEnded", userId: "u" }]));
  });

  test("was killed and comes back empty is fast again by itself within seconds", async () => {
    let dropped = 0;
    const [one, other] = [create("test", () => dropped++), create()];
    listenTo(one);
    const heard = listenTo(other);
    await untilTheyMeet(one, heard);
    await server.kill();
    await vi.waitFor(() => expect(one.isConnected()).toBe(false));
    one.publish({ type: "hint", hint: aHint() });
    expect(dropped).toBeGreaterThan(0);
    await server.restart();
    await untilTheyMeet(one, heard, { within: 4_000 });
  });

  test("loses all it knows loses nothing of ours", async () => {
    const [one, other] = [create(), create()];
    listenTo(one);
    const heard = listenTo(other);
    await untilTheyMeet(one, heard);
    await server.ask("FLUSHALL");
    one.publish({ type: "userEnded", userId: "u" });
    await vi.waitFor(() => expect(heard).toEqual([{ type: "userEnded", userId: "u" }]));
  });

  test("answers nobody slows nobody down: what it does not take is dropped, and it is found again", async () => {
    let dropped = 0;
    const [one, other] = [create("test", () => dropped++), create()];
    listenTo(one);
    const heard = listenTo(other);
    await untilTheyMeet(one, heard);
    server.pause();
    const hint = aHint("x".repeat(100_000));
    const before = performance.now();
    for (let bytes = 0; bytes < 3 * MAX_UNANSWERED; bytes += 100_000) one.publish({ type: "hint", hint });
    expect(performance.now() - before).toBeLessThan(500);
    expect(dropped).toBeGreaterThan(60);
    server.resume();
    await untilTheyMeet(one, heard, { within: 5_000 });
  });

  test("is at the end of a line that was cut without a word is reached again over another", async () => {
    const line = await aLine(new URL(server.url));
    const bus = createRedisBus({ url: line.url, namespace: "test" });
    const heard = listenTo(bus);
    const other = create();
    listenTo(other);
    await untilTheyMeet(other, heard);
    line.goSilent();
    await untilTheyMeet(other, heard, { within: 6 * BEAT_INTERVAL });
  });
});

/** A way to a server that can go dead without being closed, as when a firewall forgets about it. New lines work. */
async function aLine({ hostname, port }: URL) {
  const ends: Socket[] = [];
  const proxy = createServer((near) => {
    const far = connect(Number(port), hostname);
    for (const end of [near, far]) ends.push(end.on("error", () => {}));
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  afterAll(() => {
    proxy.close();
    for (const end of ends) end.destroy();
  });
  return {
    url: `redis://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    goSilent() {
      for (const end of ends) end.unpipe().pause();
    },
  };
}
