import { randomUUID } from "node:crypto";
import type { Viewer } from "@turnout/contract/audience";
import type { ServerFrame } from "@turnout/contract/live";
import type { EntryBody, StoredEntry } from "@turnout/contract/log";
import { applyFrame, type EventSnapshot } from "@turnout/contract/snapshot";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Hint } from "../log/change-event.ts";
import { createEventFeed, type EventFeed } from "./event-feed.ts";
import type { Follower } from "./follower.ts";

const eventId = randomUUID();
const epoch = randomUUID();
const guestId = randomUUID();
const details = { title: "Picnic" } as EventSnapshot["details"];

const said = (seq: number): EntryBody => ({
  type: "chat.posted",
  message: {
    messageId: randomUUID(),
    seq,
    author: { personId: guestId, name: "Grace", role: "guest" },
    text: `${seq}`,
    at: new Date(0).toISOString(),
    replyTo: null,
    editedAt: null,
    deletedBy: null,
  },
});
const revoked = (): EntryBody => ({ type: "invitation.revoked", guestId });

/** A log that somebody else writes to: entries appear at once, hints come as they will. */
function createLog() {
  const entries: StoredEntry[] = [];
  const context = { guestListFor: "guests", chat: "open", status: "published" } as const;
  return {
    entries,
    append(bodyAt: (seq: number) => EntryBody): Hint {
      const seq = entries.length + 1;
      const entry = {
        seq,
        commandId: randomUUID(),
        at: new Date(0).toISOString(),
        actor: { kind: "guest", personId: guestId, name: "Grace" } as const,
        context,
        body: bodyAt(seq),
      };
      entries.push(entry);
      return { eventId, after: seq - 1, upTo: seq, entries: [entry] };
    },
    /** Pages are short, and reading takes a while: much can happen in between. */
    async read({ after, upTo = entries.length }: { after: number; upTo?: number }) {
      await Promise.resolve();
      const page = entries.slice(after, Math.min(upTo, after + 3));
      await Promise.resolve();
      return { entries: page, upTo: page.at(-1)?.seq ?? after };
    },
  };
}

const pictureAt = (seq: number): EventSnapshot => ({
  eventId,
  epoch,
  seq,
  viewer: { class: "guest", personId: guestId },
  details,
  hosts: [],
  tally: { going: 0, maybe: 0, waiting: 0, waitingParties: 0, declined: null, silent: null },
  faces: [],
  me: null,
  messages: [],
  hasOlderMessages: false,
});

/** A reader that trusts nothing: every frame must continue where the picture stands. */
function createReader(after: number, viewer: Viewer) {
  let picture = pictureAt(after);
  const problems: string[] = [];
  const seen: number[] = [];
  let ended = false;
  const follower: Follower = {
    viewer,
    cursor: after,
    ended: false,
    send(text) {
      const frame = JSON.parse(text) as ServerFrame;
      if (ended) problems.push(`a ${frame.type} frame after the end`);
      if (frame.type === "ended") ended = true;
      if (frame.type !== "entries") return;
      if (frame.after < picture.seq && frame.entries.some(({ seq }) => seq <= picture.seq)) problems.push("an entry sent twice");
      const next = applyFrame(picture, frame);
      if (next === "gap") return void problems.push(`a gap: at ${picture.seq}, a frame after ${frame.after}`);
      seen.push(...frame.entries.map(({ seq }) => seq));
      picture = next;
    },
  };
  return { follower, problems, seen, at: () => picture.seq, ended: () => ended };
}

const guest: Viewer = { class: "guest", userId: null, guestId, name: "Grace" };
const other: Viewer = { ...guest, guestId: randomUUID() };

type Step = { what: "append" | "join" | "leave" | "wake" | "wait"; hint: "kept" | "lost" | "doubled" | "late"; from: number };
const step: fc.Arbitrary<Step> = fc.record({
  what: fc.constantFrom(
    "append" as const,
    "append" as const,
    "append" as const,
    "join" as const,
    "leave" as const,
    "wake" as const,
    "wait" as const,
  ),
  hint: fc.constantFrom("kept" as const, "kept" as const, "lost" as const, "doubled" as const, "late" as const),
  from: fc.integer({ min: 0, max: 30 }),
});

async function play(steps: Step[], open: (log: ReturnType<typeof createLog>) => EventFeed) {
  const log = createLog();
  const feed = open(log);
  const readers: ReturnType<typeof createReader>[] = [];
  const running: Promise<unknown>[] = [];
  const late: Hint[] = [];

  for (const { what, hint, from } of steps) {
    if (what === "append") {
      const told = log.append(said);
      if (hint === "late") late.push(told);
      if (hint === "kept" || hint === "doubled") running.push(feed.wake(told));
      if (hint === "doubled") running.push(feed.wake(told));
    }
    if (what === "join") {
      const reader = createReader(Math.min(from, log.entries.length, feed.cursor), other);
      readers.push(reader);
      running.push(feed.join(reader.follower));
    }
    if (what === "leave" && readers.length > 0) feed.leave(readers[from % readers.length]!.follower);
    if (what === "wake") running.push(feed.wake(late.pop()));
    if (what === "wait") await new Promise((resolve) => setImmediate(resolve));
  }
  await Promise.all(running);
  await feed.wake(); // what the sweep does every second
  return { log, feed, readers };
}

const realFeed = (log: ReturnType<typeof createLog>) => createEventFeed({ eventId, read: log.read }, 0);

test("[L3] [L8] with hints lost, doubled and late, and joins in between, no follower misses, repeats or reorders an entry", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 80 }), async (steps) => {
      const { log, feed, readers } = await play(steps, realFeed);
      for (const reader of readers) {
        expect(reader.problems).toEqual([]);
        expect(reader.seen).toEqual([...reader.seen].sort((a, b) => a - b));
        if (feed.followers.has(reader.follower)) expect(reader.at()).toBe(log.entries.length);
      }
    }),
    { numRuns: 400 },
  );
});

test("control: a feed that believes its hints without looking is caught by the same play", async () => {
  const careless = (log: ReturnType<typeof createLog>): EventFeed => {
    const followers = new Set<Follower>();
    let cursor = 0;
    return {
      followers,
      get cursor() {
        return cursor;
      },
      async wake(hint) {
        if (!hint) return;
        cursor = hint.upTo;
        for (const follower of followers)
          follower.send(JSON.stringify({ type: "entries", eventId, after: hint.after, upTo: hint.upTo, entries: hint.entries }));
      },
      async join(follower) {
        const { entries, upTo } = await log.read({ after: follower.cursor });
        follower.send(JSON.stringify({ type: "entries", eventId, after: follower.cursor, upTo, entries }));
        followers.add(follower);
      },
      leave: (follower) => void followers.delete(follower),
    };
  };
  const isCaught = async (steps: Step[]) => {
    const { log, readers, feed } = await play(steps, careless);
    return readers.some(
      (reader) => reader.problems.length > 0 || (feed.followers.has(reader.follower) && reader.at() !== log.entries.length),
    );
  };
  const found = await fc.check(
    fc.asyncProperty(fc.array(step, { maxLength: 80 }), async (steps) => !(await isCaught(steps))),
    { numRuns: 400 },
  );
  expect(found.failed).toBe(true);
});

test("[L10] the entry that takes access away is the last thing before the end, also in the middle of a batch", async () => {
  const log = createLog();
  const feed = realFeed(log);
  const removed = createReader(0, guest);
  const staying = createReader(0, other);
  await feed.join(removed.follower);
  await feed.join(staying.follower);
  log.append(said);
  log.append(revoked);
  log.append(said);
  await feed.wake();

  expect(removed.seen).toEqual([1]);
  expect(removed.ended()).toBe(true);
  expect(removed.problems).toEqual([]);
  expect(feed.followers.has(removed.follower)).toBe(false);
  expect(staying.at()).toBe(3);
});

test("[L10] who catches up past the entry that removed them gets nothing after it", async () => {
  const log = createLog();
  for (const body of [said, revoked, said, said]) log.append(body);
  const feed = createEventFeed({ eventId, read: log.read }, 4);
  const reader = createReader(0, guest);
  await feed.join(reader.follower);

  expect(reader.seen).toEqual([1]);
  expect(reader.ended()).toBe(true);
});

test("[L15] one frame is built for a whole class of readers, however many they are", async () => {
  const log = createLog();
  const feed = realFeed(log);
  const frames = new Set<string>();
  const texts: string[] = [];
  for (let index = 0; index < 50; index++) {
    await feed.join({
      viewer: { ...other, guestId: randomUUID() },
      cursor: 0,
      ended: false,
      send: (text) => void (frames.add(text), texts.push(text)),
    });
  }
  frames.clear();
  texts.length = 0;
  await feed.wake(log.append(said));
  expect(texts).toHaveLength(50);
  expect(frames.size).toBe(1);
});
