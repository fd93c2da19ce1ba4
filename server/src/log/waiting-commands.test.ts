import { expect, test } from "vitest";
import {
  AHEAD,
  createWaitingCommands,
  MAX_BATCH,
  MAX_MISSED,
  MAX_WAITING,
  MAX_WAITING_TRANSACTIONS,
  MAX_SHARED_TRIES,
  type Batch,
} from "./waiting-commands.ts";

interface Request {
  number: number;
  opensEvent: boolean;
}

function aQueue() {
  const waiting = createWaitingCommands<Request>();
  let number = 0;
  const add = (eventId: string, count = 1, opensEvent = false) => {
    for (let added = 0; added < count; added++) waiting.add(eventId, { number: ++number, opensEvent });
  };
  return { ...waiting, add };
}

const numbers = (batch: Batch<Request> | null) =>
  batch && Object.fromEntries(batch.events.map(({ eventId, requests }) => [eventId, requests.map((request) => request.number)]));

test("one batch takes all events that have commands waiting, each with its commands in order of arrival", () => {
  const { add, take } = aQueue();
  for (const eventId of ["a", "b", "a", "c", "a"]) add(eventId);
  const batch = take();
  expect(numbers(batch)).toEqual({ a: [1, 3, 5], b: [2], c: [4] });
  expect(batch?.waits).toBe(false);
  expect(take()).toBeNull();
});

test("an event is in one batch at a time; commands that arrive meanwhile are in the next", () => {
  const { add, take, done } = aQueue();
  add("a");
  const first = take()!;
  expect(first.waits).toBe(true);
  add("a");
  add("b");
  expect(numbers(take())).toEqual({ b: [3] });
  done(first, []);
  expect(numbers(take())).toEqual({ a: [2] });
});

test("a batch has at most MAX_BATCH commands, and a busy event goes behind those that waited meanwhile", () => {
  const { add, take, done } = aQueue();
  add("busy", 2 * MAX_BATCH + 3);
  add("quiet", 2);
  const first = take()!;
  expect(first.events.map(({ requests }) => requests.length)).toEqual([MAX_BATCH]);
  done(first, []);
  const second = take()!;
  expect(second.events.map(({ eventId, requests }) => [eventId, requests.length])).toEqual([
    ["quiet", 2],
    ["busy", 251],
  ]);
});

const all = () => true;
const many = AHEAD.from;

test("of many commands a batch takes half, and the batch after it the others while it is under way", () => {
  const { add, take, takeAhead, done } = aQueue();
  add("a", 2 * many);
  const first = take()!;
  expect(numbers(first)!.a).toHaveLength(many);
  expect(take()).toBeNull();
  const next = takeAhead(first, all)!;
  expect(numbers(next)!.a![0]).toBe(many + 1);
  expect(next.waits).toBe(false);
  add("a", 2 * many - 1);
  done(first, []);
  expect(numbers(take())!.a).toHaveLength(2 * many - 1);
});

test("a few commands wait until the batch before them is done, and so do those that may not be decided ahead", () => {
  const { add, take, takeAhead } = aQueue();
  add("a");
  const base = take()!;
  add("a", many - 1);
  add("b", many);
  expect(takeAhead(base, all)).toBeNull();
  add("a");
  expect(takeAhead(base, () => false)).toBeNull();
  expect(Object.keys(numbers(takeAhead(base, all))!)).toEqual(["a"]);
  add("a", many, true);
  expect(takeAhead(base, all)).toBeNull(); // an event that is being created comes alone
});

test("an event is under way with the batch that follows, until that one is done", () => {
  const { add, take, takeAhead, follow, done } = aQueue();
  add("a", 2 * many);
  const first = take()!;
  const next = takeAhead(first, all)!;
  follow(next);
  add("a", many);
  done(first, []);
  expect(take()).toBeNull();
  expect(takeAhead(first, all)).toBeNull();
  const third = takeAhead(next, all)!;
  expect(numbers(third)!.a).toHaveLength(many);
  follow(third);
  done(next, []);
  done(third, []);
  add("a");
  expect(numbers(take())!.a).toEqual([3 * many + 1]);
});

test("commands that are given back are the next again, in their order", () => {
  const { add, take, takeAhead, giveBack, done } = aQueue();
  add("a", 2 * many);
  const first = take()!;
  const next = takeAhead(first, all)!;
  add("a");
  giveBack(next);
  done(first, []);
  expect(numbers(take())!.a![0]).toBe(many + 1);
});

test("after a miss the next batches wait for the lock, and then the event is decided ahead again", () => {
  const { add, take, takeAhead, missed, done } = aQueue();
  // Two batches each time.
  for (let batches = 0; batches < AHEAD.afterMiss; batches += 2) {
    add("a");
    const batch = take()!;
    if (batches === 0) missed(batch);
    add("a", many);
    expect(takeAhead(batch, all)).toBeNull();
    done(batch, []);
    done(take()!, []);
  }
  add("a");
  const batch = take()!;
  add("a", many);
  expect(takeAhead(batch, all)).not.toBeNull();
});

test("of so many events that were missed the oldest are not remembered", () => {
  const { add, take, takeAhead, missed } = aQueue();
  add("a");
  const batch = take()!;
  add("a", many);
  missed(batch);
  missed({ events: Array.from({ length: MAX_MISSED }, (_, at) => ({ eventId: `${at}`, requests: [] })), waits: false });
  expect(takeAhead(batch, all)).not.toBeNull();
});

test("at most MAX_WAITING commands wait for one event; the next is refused, and other events are not affected", () => {
  const { add } = aQueue();
  add("a", MAX_WAITING);
  expect(() => add("a")).toThrow("overloaded");
  add("b");
});

test("an event that stays locked is tried a few times in shared transactions, and then waited for alone", () => {
  const { add, take, done } = aQueue();
  add("held");
  for (let tried = 0; tried < MAX_SHARED_TRIES; tried++) {
    add("free");
    const batch = take()!;
    expect(batch.events.map(({ eventId }) => eventId).toSorted()).toEqual(["free", "held"]);
    if (tried === 0) add("held"); // arrives while the first is tried
    done(
      batch,
      batch.events.filter(({ eventId }) => eventId === "held"),
    );
  }
  add("free");
  add("held");
  const beside = take()!;
  const alone = take()!;
  expect([beside, alone].map((batch) => [batch.waits, ...batch.events.map(({ eventId }) => eventId)]).toSorted()).toEqual([
    [true, "free"],
    [true, "held"],
  ]);
  // What came back is in front of what arrived meanwhile.
  expect(numbers([beside, alone].find(({ events }) => events[0]!.eventId === "held")!)).toEqual({ held: [1, 3, 7] });
});

test("a batch that was split, and found its event locked each time, comes back whole and in order", () => {
  const { add, take, done } = aQueue();
  add("a", 3);
  const batch = take()!;
  const { requests } = batch.events[0]!;
  done(batch, [
    { eventId: "a", requests: requests.slice(0, 1) },
    { eventId: "a", requests: requests.slice(1) },
  ]);
  expect(numbers(take())).toEqual({ a: [1, 2, 3] });
});

test("never do all transactions wait for locks: the last takes events that are not locked", () => {
  const { add, take, done } = aQueue();
  const stuck = Array.from({ length: MAX_WAITING_TRANSACTIONS }, (_, index) => {
    add(`stuck ${index}`);
    return take()!;
  });
  expect(stuck.every(({ waits }) => waits)).toBe(true);
  add("another");
  const last = take()!;
  expect(last.waits).toBe(false);
  done(last, last.events);
  expect(take()).toBeNull();
  done(stuck[0]!, []);
  expect(take()).toMatchObject({ waits: true, events: [{ eventId: "another" }] });
});

test("an event that is being created comes alone", () => {
  const { add, take } = aQueue();
  add("a");
  add("new", 2, true);
  add("b");
  expect(numbers(take())).toEqual({ a: [1], b: [4] });
  expect(take()).toMatchObject({ waits: true, events: [{ eventId: "new" }] });
});

test("dropped commands are removed, and the others keep their order", () => {
  const { add, take, drop } = aQueue();
  add("a", 3);
  expect(drop(({ number }) => number === 2).map(({ number }) => number)).toEqual([2]);
  expect(numbers(take())).toEqual({ a: [1, 3] });
});
