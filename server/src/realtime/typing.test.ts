import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { createMemoryBus } from "./bus.ts";
import { SEND_SLICE } from "./send-rounds.ts";
import type { Subscriber } from "./subscriber.ts";
import { createTyping } from "./typing.ts";

const eventId = "the event";
const READERS = 2 * SEND_SLICE + 1;

test("a frame that changes while it is sent to many follows it, to all", async () => {
  const frames = Array.from({ length: READERS }, () => [] as string[]);
  const readers = frames.map((received, name): Subscriber => ({
    viewer: { class: "guest", userId: null, guestId: String(name), name: String(name) },
    cursor: 0,
    ended: false,
    hasRoom: () => true,
    cutOff: () => {},
    send: ({ text }) => void received.push((JSON.parse(text) as { people: { name: string }[] }).people.map(({ name }) => name).join()),
  }));
  const typing = createTyping({ bus: createMemoryBus(), subscribersOf: () => new Set(readers) });
  onTestFinished(typing.stop);

  typing.onTyping(eventId, readers[0]!);
  typing.broadcastAll();
  expect(frames.at(-1)).toEqual([]);
  typing.onTyping(eventId, readers[1]!);
  typing.broadcastAll();
  while (frames.at(-1)!.length < 2) await nextTurn();
  expect(new Set(frames.map((received) => received.join(" then ")))).toEqual(new Set(["0 then 0,1"]));
});
