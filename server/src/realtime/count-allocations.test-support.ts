import { randomUUID } from "node:crypto";
import type { StoredEntry } from "@turnout/contract/log";
import { systemClock } from "../clock.ts";
import { createEventFeed } from "./event-feed.ts";
import type { Subscriber, Frame } from "./subscriber.ts";

// A program of its own, run with `--expose-gc` and a young generation so large that nothing is collected while it counts.
// Prints what a feed allocates for each subscriber in each round (bytes), and what it does when connections keep something of a round.
const eventId = randomUUID();
const ROUNDS = 400;
const collect = (globalThis as { gc?: () => void }).gc!;

function entryAt(seq: number): StoredEntry {
  return {
    seq,
    commandId: randomUUID(),
    at: new Date().toISOString(),
    actor: { kind: "system", personId: null, name: "Turnout" },
    context: { guestListFor: "guests", chat: "open", status: "published" },
    body: { type: "delivery.changed", guestId: randomUUID(), delivery: "sent" },
  };
}

/** Bytes allocated in a round for so many subscribers. */
function allocatedInRound(count: number, send: (frame: Frame) => void): number {
  const clock = { ...systemClock, now: () => 0, after: (_ms: number, run: () => void) => (run(), () => {}) };
  const log = { readLog: () => Promise.reject(new Error("nothing is read here")) };
  const onError = (error: unknown) => {
    throw error;
  };
  const feed = createEventFeed({ eventId, log, clock, onError }, 0);
  for (let joined = 0; joined < count; joined++) {
    const viewer: Subscriber["viewer"] = { class: "guest", userId: null, guestId: randomUUID(), name: "Grace" };
    feed.join({ viewer, cursor: 0, ended: false, hasRoom: () => true, cutOff: () => {}, send });
  }
  const entries = Array.from({ length: ROUNDS }, (_, index) => entryAt(index + 1));
  const play = (from: number, to: number) => {
    for (let after = from; after < to; after++) void feed.wake({ eventId, epoch: "", after, upTo: after + 1, entries: [entries[after]!] });
  };
  play(0, ROUNDS / 2);
  collect();
  const before = process.memoryUsage().heapUsed;
  play(ROUNDS / 2, ROUNDS);
  return (process.memoryUsage().heapUsed - before) / (ROUNDS / 2);
}

/** What is allocated once in a round is in both counts. */
function allocatedForEach(send: (frame: Frame) => void): number {
  return (allocatedInRound(5_000, send) - allocatedInRound(1_000, send)) / 4_000;
}

let sent = 0;
let kept: unknown;
const feed = () => allocatedForEach(() => void (sent += 1));
const control = () => allocatedForEach((frame) => void (kept = { frame }));
feed();
control();
const median = (counts: number[]) => counts.toSorted((a, b) => a - b)[1]!;
const told = { feed: median([feed(), feed(), feed()]), control: median([control(), control(), control()]), sent, kept: kept !== undefined };
process.stdout.write(JSON.stringify(told));
