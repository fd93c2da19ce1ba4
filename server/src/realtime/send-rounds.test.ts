import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, test } from "vitest";
import { SEND_SLICE, sendInSlices } from "./send-rounds.ts";
import type { Subscriber } from "./subscriber.ts";

const some = (count: number) => Array.from({ length: count }, (_, name) => ({ name }) as unknown as Subscriber);

test("other work has its turn after each slice, and everybody is sent to once, in order", async () => {
  const subscribers = some(3 * SEND_SLICE + 1);
  const sent: Subscriber[] = [];
  const seenByOthers: number[] = [];
  const { promise: done, resolve } = Promise.withResolvers<void>();
  sendInSlices(new Set(subscribers), (one) => void sent.push(one), resolve);
  while (sent.length < subscribers.length) {
    seenByOthers.push(sent.length);
    await nextTurn();
  }
  await done;
  expect(sent).toEqual(subscribers);
  expect(new Set(seenByOthers)).toEqual(new Set([SEND_SLICE, 2 * SEND_SLICE, 3 * SEND_SLICE]));
});

test("who leaves between two slices is not sent to, and who comes is", async () => {
  const [leaves, comes] = some(2);
  const subscribers = new Set([...some(SEND_SLICE), leaves!]);
  const sent = new Set<Subscriber>();
  const { promise: done, resolve } = Promise.withResolvers<void>();
  sendInSlices(subscribers, (one) => void sent.add(one), resolve);
  subscribers.delete(leaves!);
  subscribers.add(comes!);
  await done;
  expect([sent.has(leaves!), sent.has(comes!)]).toEqual([false, true]);
});
