import { expect, test } from "vitest";
import { createFrameQueue } from "./frame-queue.ts";

/** Reads until the queue ends, or until it has so many. */
async function take(queue: ReturnType<typeof createFrameQueue<number>>, count = Infinity) {
  const taken: number[] = [];
  for await (const item of queue.all()) if (taken.push(item) >= count) break;
  return taken;
}

test("what was put in before there is a reader and what comes while one waits is read in order", async () => {
  const queue = createFrameQueue<number>(new AbortController().signal);
  queue.put(1);
  queue.put(2);
  const reading = take(queue, 4);
  await new Promise((done) => setTimeout(done));
  queue.put(3);
  queue.put(4);
  expect(await reading).toEqual([1, 2, 3, 4]);
});

test("a reader who waits is let go when the signal aborts, and reads nothing that comes later", async () => {
  const leave = new AbortController();
  const queue = createFrameQueue<number>(leave.signal);
  queue.put(1);
  const reading = take(queue);
  await new Promise((done) => setTimeout(done));
  leave.abort();
  queue.put(2);
  expect(await reading).toEqual([1]);
});

test("nothing is read from a queue that has ended, not even what is in it", async () => {
  const queue = createFrameQueue<number>(AbortSignal.abort());
  queue.put(1);
  expect(await take(queue)).toEqual([]);
});
