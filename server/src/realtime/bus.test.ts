import { randomUUID } from "node:crypto";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { StoredEntry } from "@turnout/contract/log";
import { afterEach, describe, expect, test, vi } from "vitest";
import { changeable } from "../changing.ts";
import type { Hint } from "../log/hint.ts";
import { REDIS_SILENCE } from "../redis/connect-redis.ts";
import { skipWithoutRedis, testRedis } from "../redis/redis-server.test-support.ts";
import { createMemoryBus, type Bus, type BusMessage } from "./bus.ts";
import { MAX_CARRIED, PARTITIONS, channelOf } from "./bus-message.ts";
import { BEAT_INTERVAL, createRedisBus, MAX_UNANSWERED } from "./redis-bus.ts";
import { afterFile } from "../testing/after-file.ts";
import { PATIENCE } from "../testing/patience.ts";
import { until } from "../testing/until.ts";

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
  const received: BusMessage[] = [];
  bus.subscribe((message) => received.push(message));
  return received;
}

/** Buses need a moment to subscribe; in a cluster, each node does: the event's channel may be on any of them. */
async function untilTheyMeet(from: Bus, received: unknown[], { within = PATIENCE, eventId = randomUUID() as string } = {}) {
  const ends = Date.now() + within;
  for (let timeout = 300; ; timeout *= 2) {
    // Once a greeting arrives before the next is sent, no earlier message is still on its way.
    const greeting: BusMessage = { type: "typing", eventId, typist: { personId: randomUUID(), name: "Ada" } };
    from.publish(greeting);
    try {
      await vi.waitFor(() => expect(received).toContainEqual(greeting), { timeout, interval: 5 });
      break;
    } catch (error) {
      if (Date.now() > ends) throw error;
    }
  }
  received.length = 0;
}

/** Of any event, and so through any node. */
async function untilAllArrived(from: Bus, received: unknown[]) {
  const ends = Date.now() + PATIENCE;
  for (let timeout = 500; ; timeout *= 2) {
    received.length = 0;
    const hints = Array.from({ length: 500 }, () => aHint());
    for (const hint of hints) from.publish({ type: "hint", hint });
    try {
      return await vi.waitFor(() => expect(received).toHaveLength(hints.length), { timeout });
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

  test("calls listeners of its own process before publish returns", () => {
    const bus = create();
    const received = listenTo(bus);
    const messages: BusMessage[] = [
      { type: "hint", hint: aHint() },
      { type: "sessionEnded", sessionId: "s" },
    ];
    const word: BusMessage = { type: "presence", eventId: randomUUID(), from: bus.id, here: { people: [], others: 1 }, asks: false };
    for (const message of messages) bus.publish(message);
    bus.publish(word);
    expect(received).toEqual([...messages, word]);
  });

  test("does not call listeners that have unsubscribed", () => {
    const bus = create();
    const received: BusMessage[] = [];
    bus.subscribe((message) => received.push(message))();
    opened.push(bus);
    bus.publish({ type: "userEnded", userId: "u" });
    expect(received).toEqual([]);
  });

  test("accepts messages without listeners, and after it was closed", async () => {
    const bus = create();
    const publish = () => bus.publish({ type: "hint", hint: aHint() });
    expect(publish).not.toThrow();
    await bus.close();
    expect(publish).not.toThrow();
  });
});

describe.each(redis)("two processes over $name", async ({ open }) => {
  const create = await open();

  test("each get their own echo, by every way that there is, and nobody else's", async () => {
    const [one, other] = [create(), create()];
    const [ofOne, ofOther] = [listenTo(one), listenTo(other)];
    await untilTheyMeet(one, ofOther);
    await untilTheyMeet(other, ofOne);
    ofOther.length = 0;
    // More than there are channels for it; in a cluster each node is subscribed when it is.
    const echoes = () => Promise.all(Array.from({ length: 40 }, () => one.echo(5_000)));
    await expect.poll(async () => new Set(await echoes())).toEqual(new Set([true]));
    expect([ofOne, ofOther]).toEqual([[], []]);
  });

  test("receive each other's messages unchanged and in order, and their own once", async () => {
    const [one, other] = [create(), create()];
    const [ofOne, ofOther] = [listenTo(one), listenTo(other)];
    const eventId = randomUUID();
    await untilTheyMeet(one, ofOther, { eventId });
    await untilTheyMeet(other, ofOne, { eventId });
    ofOther.length = 0;
    const messages: BusMessage[] = [
      { type: "hint", hint: aHint("two\nrows and \u{1F600}", eventId) },
      { type: "hint", hint: { ...aHint("", eventId), after: 5, upTo: 6 } },
    ];
    const word: BusMessage = { type: "typing", eventId, typist: { personId: "p", name: "Grace" } };
    for (const message of messages) one.publish(message);
    one.publish(word);
    await expect.poll(() => ofOther.map(plain)).toEqual([...messages, word]);
    expect(ofOne).toEqual([...messages, word]);
  });

  test("receive messages of every event, whichever channel it is on", async () => {
    const [one, other] = [create(), create()];
    listenTo(one);
    const received = listenTo(other);
    await untilTheyMeet(one, received);
    const hints = Array.from({ length: 500 }, () => aHint());
    expect(new Set(hints.map((hint) => channelOf({ type: "hint", hint }))).size).toBeGreaterThan(PARTITIONS / 2);
    for (const hint of hints) one.publish({ type: "hint", hint });
    await expect.poll(() => received).toHaveLength(hints.length);
  });

  test("send a range without its entries when those are too large: it continues nowhere, so the log is read", async () => {
    const [one, other] = [create(), create()];
    listenTo(one);
    const received = listenTo(other);
    await untilTheyMeet(one, received);
    const hint = aHint("x".repeat(MAX_CARRIED));
    one.publish({ type: "hint", hint });
    await expect.poll(() => received.map(plain)).toEqual([{ type: "hint", hint: { ...hint, after: -1, entries: [] } }]);
  });
});

describe.skipIf(skipWithoutRedis)("a bus whose cluster", async () => {
  const server = await testRedis({ nodes: 3 });

  // Which of its nodes is back first decides what a client believes: so each is tried, and all of them twice.
  const killed = [0, 1, 2, undefined, undefined].map((node) => ({
    node,
    name: node === undefined ? "was" : `has a node (${node}) that was`,
  }));
  test.each(killed)("$name killed and comes back is received as before", async ({ node }) => {
    const [one, other] = [0, 1].map(() => createRedisBus({ url: server.url, namespace: "test" })) as [Bus, Bus];
    listenTo(one);
    const received = listenTo(other);
    await untilTheyMeet(one, received);
    await server.kill(node);
    await sleep(500);
    one.publish({ type: "hint", hint: aHint() });
    await server.restart();
    await untilAllArrived(one, received);
  });
});

describe.skipIf(skipWithoutRedis)("a bus whose Redis", async () => {
  const server = await testRedis();
  const create = (namespace = "test", countDropped?: () => void) =>
    createRedisBus({ url: server.url, namespace, ...(countDropped && { countDropped }) });

  test("is shared with another installation delivers none of its messages", async () => {
    const [ours, twin, theirs] = [create(), create(), create("other")];
    listenTo(ours);
    const [ofTwin, ofTheirs] = [listenTo(twin), listenTo(theirs)];
    await untilTheyMeet(ours, ofTwin);
    expect(ofTheirs).toEqual([]);
  });

  test("ignores messages that this version does not know", async () => {
    const bus = create();
    const received = listenTo(bus);
    const other = create();
    listenTo(other);
    await untilTheyMeet(other, received);
    for (const text of ["", "x", "other\n{\n", 'other\n{"type":"new"}\n', "other\nnull\n"])
      await server.ask("SPUBLISH", "test:sessions:{all}", text);
    other.publish({ type: "userEnded", userId: "u" });
    await expect.poll(() => received).toEqual([{ type: "userEnded", userId: "u" }]);
  });

  test("was killed and comes back empty is fast again by itself within seconds", async () => {
    let dropped = 0;
    const [one, other] = [create("test", () => dropped++), create()];
    listenTo(one);
    const received = listenTo(other);
    await untilTheyMeet(one, received);
    await server.kill();
    await expect.poll(() => one.isConnected()).toBe(false);
    expect(await one.echo(60_000)).toBe(false);
    one.publish({ type: "hint", hint: aHint() });
    expect(dropped).toBeGreaterThan(0);
    await server.restart();
    await untilTheyMeet(one, received, { within: 15_000 });
  });

  test("loses all it knows loses nothing of ours", async () => {
    const [one, other] = [create(), create()];
    listenTo(one);
    const received = listenTo(other);
    await untilTheyMeet(one, received);
    await server.ask("FLUSHALL");
    one.publish({ type: "userEnded", userId: "u" });
    await expect.poll(() => received).toEqual([{ type: "userEnded", userId: "u" }]);
  });

  test("does not answer slows nobody down: messages are dropped, and it reconnects", async () => {
    let dropped = 0;
    const [one, other] = [create("test", () => dropped++), create()];
    listenTo(one);
    const received = listenTo(other);
    await untilTheyMeet(one, received);
    server.pause();
    expect(await one.echo(50)).toBe(false);
    const hint = aHint("x".repeat(100_000));
    const before = performance.now();
    for (let bytes = 0; bytes < 3 * MAX_UNANSWERED; bytes += 100_000) one.publish({ type: "hint", hint });
    expect(performance.now() - before).toBeLessThan(REDIS_SILENCE);
    expect(dropped).toBeGreaterThan(60);
    server.resume();
    await untilTheyMeet(one, received);
  });

  test("is closed while its user changes, or has changed twice at once, leaves no connection behind", async () => {
    const subscribers = async () => String(await server.ask("CLIENT", "LIST")).match(/ ssub=[1-9]/g) ?? [];
    for (const closesMeanwhile of [false, true]) {
      const url = changeable(`${server.url}/1`);
      const bus = createRedisBus({ url, namespace: "test" });
      await until(async () => expect(await subscribers()).toHaveLength(1));
      for (const database of [2, 3]) url.set(`${server.url}/${database}`);
      if (!closesMeanwhile) {
        const inThird = async () => String(await server.ask("CLIENT", "LIST")).match(/ db=3 .* ssub=[1-9]/g);
        await until(async () => expect(await inThird()).toHaveLength(1));
        await until(async () => expect(await subscribers()).toHaveLength(1));
      }
      await bus.close();
      await until(async () => expect(String(await server.ask("CLIENT", "LIST"))).not.toContain("name=turnout "));
    }
  });

  test("behind a half-open connection is reached again over a new one", async () => {
    const connection = await aConnection(new URL(server.url));
    const bus = createRedisBus({ url: connection.url, namespace: "test" });
    const received = listenTo(bus);
    const other = create();
    listenTo(other);
    await untilTheyMeet(other, received);
    connection.goSilent();
    await untilTheyMeet(other, received, { within: 12 * BEAT_INTERVAL });
  });
});

/** A proxy whose connections can go half-open, as when a firewall drops their state. New connections work. */
async function aConnection({ hostname, port }: URL) {
  const ends: Socket[] = [];
  const proxy = createServer((near) => {
    const far = connect(Number(port), hostname);
    for (const end of [near, far]) ends.push(end.on("error", () => {}));
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  afterFile(() => {
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
