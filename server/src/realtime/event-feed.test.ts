import { randomUUID } from "node:crypto";
import type { Viewer } from "@turnout/contract/audience";
import type { ServerFrame } from "@turnout/contract/live";
import type { EntryBody, StoredEntry } from "@turnout/contract/log";
import { applyFrame, type EventSnapshot } from "@turnout/contract/snapshot";
import fc from "fast-check";
import { expect, test } from "vitest";
import { systemClock, type Clock } from "../clock.ts";
import type { Hint } from "../log/change-event.ts";
import { createEventFeed, EntriesMissing, MAX_CATCH_UP, SLICE, type EventFeed } from "./event-feed.ts";
import { frameOf, type Follower, type Frame } from "./follower.ts";
import { createRecentEntries, KEPT_ENTRIES } from "./recent-entries.ts";

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
      return { eventId, epoch, after: seq - 1, upTo: seq, entries: [entry] };
    },
    /** Pages are short, and reading takes a while: much can happen in between. */
    async readLog(_eventId: string, { after, upTo = entries.length }: { after: number; upTo?: number }) {
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
    hasRoom: () => true,
    cutOff: () => void problems.push("cut off"),
    send({ text }) {
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
      running.push(feed.reachBackTo(reader.follower.cursor).then(() => feed.join(reader.follower)));
    }
    if (what === "leave" && readers.length > 0) feed.leave(readers[from % readers.length]!.follower);
    if (what === "wake") running.push(feed.wake(late.pop()));
    if (what === "wait") await new Promise((resolve) => setImmediate(resolve));
  }
  await Promise.all(running);
  await feed.wake(); // what the sweep does every second
  return { log, feed, readers };
}

/** A clock on which nothing takes time: what is to be done after others is done in the next turn. */
const standing: Clock = { ...systemClock, now: () => 0 };
const onError = (error: unknown) => expect.unreachable(String(error));
const openFeed = (log: ReturnType<typeof createLog>, start: number) => createEventFeed({ eventId, log, clock: standing, onError }, start);
const realFeed = (log: ReturnType<typeof createLog>) => openFeed(log, 0);

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
          follower.send(frameOf({ type: "entries", eventId, after: hint.after, upTo: hint.upTo, entries: hint.entries }));
      },
      covers: () => true,
      reachTo: async () => {},
      reachBackTo: async () => {},
      reasonToReset: () => null,
      resume: () => {},
      join(follower) {
        const entries = log.entries.slice(follower.cursor, follower.cursor + 3);
        follower.send(frameOf({ type: "entries", eventId, after: follower.cursor, upTo: entries.at(-1)?.seq ?? 0, entries }));
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
  await feed.reachBackTo(removed.follower.cursor);
  feed.join(removed.follower);
  await feed.reachBackTo(staying.follower.cursor);
  feed.join(staying.follower);
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
  const feed = openFeed(log, 4);
  const reader = createReader(0, guest);
  await feed.reachBackTo(reader.follower.cursor);
  feed.join(reader.follower);

  expect(reader.seen).toEqual([1]);
  expect(reader.ended()).toBe(true);
});

test("[L15] one frame is built for a whole class of readers, however many they are", async () => {
  const log = createLog();
  const feed = realFeed(log);
  const sent: Frame[] = [];
  for (let index = 0; index < 50; index++) {
    feed.join({
      viewer: { ...other, guestId: randomUUID() },
      cursor: 0,
      ended: false,
      hasRoom: () => true,
      cutOff: () => expect.unreachable(),
      send: (frame) => void sent.push(frame),
    });
  }
  sent.length = 0;
  await feed.wake(log.append(said));
  expect(sent).toHaveLength(50);
  expect(new Set(sent).size).toBe(1);
});

/** A reader whose line can be blocked. */
function createSlowReader(after: number) {
  const reader = createReader(after, other);
  const line = { hasRoom: true, frames: 0, isCutOff: false };
  const { send } = reader.follower;
  Object.assign(reader.follower, {
    hasRoom: () => line.hasRoom,
    cutOff: () => (line.isCutOff = true),
    send: (frame: Frame) => {
      line.frames += 1;
      send(frame);
    },
  });
  return { ...reader, line };
}

test("[L11] for a reader whose line is full nothing is queued: once it has room, one frame holds all that it missed", async () => {
  const log = createLog();
  const feed = realFeed(log);
  const slow = createSlowReader(0);
  feed.join(slow.follower);
  slow.line.hasRoom = false;
  slow.line.frames = 0;
  for (let count = 0; count < KEPT_ENTRIES; count++) await feed.wake(log.append(said));
  expect(slow.line.frames).toBe(0);

  slow.line.hasRoom = true;
  feed.resume(slow.follower);
  expect(slow.line.frames).toBe(1);
  expect(slow.at()).toBe(KEPT_ENTRIES);
  expect(slow.problems).toEqual([]);
});

test("[L11] a reader who is further behind than what is kept is cut off, and the others go on", async () => {
  const log = createLog();
  const feed = realFeed(log);
  const [slow, healthy] = [createSlowReader(0), createReader(0, other)];
  feed.join(slow.follower);
  feed.join(healthy.follower);
  slow.line.hasRoom = false;
  for (let count = 0; count <= 2 * KEPT_ENTRIES; count++) await feed.wake(log.append(said));
  expect(slow.line.isCutOff).toBe(true);
  expect(feed.followers.has(slow.follower)).toBe(false);
  expect(healthy.at()).toBe(2 * KEPT_ENTRIES + 1);
});

test("[L10] removed while its line is full, a reader gets the end and nothing else", async () => {
  const log = createLog();
  const feed = realFeed(log);
  const slow = createSlowReader(0);
  Object.assign(slow.follower, { viewer: guest });
  feed.join(slow.follower);
  slow.line.hasRoom = false;
  for (const body of [said, revoked, said]) await feed.wake(log.append(body));
  slow.line.hasRoom = true;
  feed.resume(slow.follower);
  expect([slow.ended(), slow.seen, slow.problems]).toEqual([true, [], []]);
});

test("one follower that breaks is cut off, and the others go on", async () => {
  const log = createLog();
  const told: unknown[] = [];
  const feed = createEventFeed({ eventId, log, clock: standing, onError: (error) => told.push(error) }, 0);
  const [broken, healthy] = [createSlowReader(0), createReader(0, other)];
  feed.join(broken.follower);
  feed.join(healthy.follower);
  Object.assign(broken.follower, { hasRoom: () => expect.unreachable("broken") });
  await feed.wake(log.append(said));
  await feed.wake(log.append(said));
  expect([told.length, broken.line.isCutOff, healthy.at()]).toEqual([1, true, 2]);
});

test("what comes while a round is under way goes out together in the next, after a rest", async () => {
  const log = createLog();
  let now = 0;
  const later: { at: number; run: () => void }[] = [];
  const clock: Clock = { ...systemClock, now: () => now, after: (ms, run) => (later.push({ at: now + ms, run }), () => {}) };
  const feed = createEventFeed({ eventId, log, clock, onError }, 0);
  const slow = createSlowReader(0);
  Object.assign(slow.follower, { hasRoom: () => ((now += 20), true) }); // sending takes 20 ms
  feed.join(slow.follower);
  slow.line.frames = 0;
  for (let count = 0; count < 5; count++) await feed.wake(log.append(said));
  expect([slow.line.frames, slow.at(), later.map(({ at }) => at)]).toEqual([1, 1, [20 + 10]]);

  now = 30;
  later.shift()!.run();
  expect([slow.line.frames, slow.at()]).toEqual([2, 5]);
  for (let rounds = 0; rounds < 20; rounds++) {
    await feed.wake(log.append(said));
    now += 1_000;
    later.shift()?.run();
  }
  expect(slow.at()).toBe(25);
});

test("a thousand followers are served before others get their turn, and each of many gets everything", async () => {
  const log = createLog();
  let turns = 0;
  const soon: (() => void)[] = [];
  const clock: Clock = { ...standing, after: (_ms, run) => (turns++, soon.push(run), () => {}) };
  const feed = createEventFeed({ eventId, log, clock, onError }, 0);
  const readers = Array.from({ length: 2 * SLICE + 1 }, () => createReader(0, other));
  for (const { follower } of readers) feed.join(follower);
  await feed.wake(log.append(said));
  await feed.wake(log.append(said));
  while (soon.length > 0) soon.shift()!();
  expect(turns).toBeGreaterThanOrEqual(4);
  expect(readers.every((reader) => reader.at() === 2 && reader.problems.length === 0)).toBe(true);
});

test("readers who come back together are caught up from one reading of the log", async () => {
  const log = createLog();
  for (let count = 0; count < 9; count++) log.append(said);
  let read = 0;
  const counted = { readLog: (...range: Parameters<typeof log.readLog>) => (read++, log.readLog(...range)) };
  const feed = createEventFeed({ eventId, log: counted, clock: standing, onError }, 9);
  const readers = Array.from({ length: 500 }, (_, index) => createReader(index % 9, other));
  await Promise.all(readers.map(({ follower }) => feed.reachBackTo(follower.cursor).then(() => feed.join(follower))));
  expect(readers.every((reader) => reader.at() === 9 && reader.problems.length === 0)).toBe(true);
  expect(read).toBeLessThanOrEqual(2 * 3); // at most two runs through pages of three
});

test("a newcomer too far behind, or from before the audience changed, is given a fresh picture instead", () => {
  const feed = realFeed(createLog());
  expect(feed.reasonToReset(other, 0)).toBe(null);
  const words = { ...said(1) } as Extract<EntryBody, { type: "chat.posted" }>;
  const long = (): EntryBody => ({ ...words, message: { ...words.message, text: "x".repeat(MAX_CATCH_UP) } });
  const log = createLog();
  const full = realFeed(log);
  void full.wake(log.append(long));
  expect([full.reasonToReset(other, 0), full.reasonToReset(other, 1)]).toEqual(["pruned", null]);
  const changed = createLog();
  const shown = realFeed(changed);
  void shown.wake(changed.append(() => ({ type: "event.edited", details, changed: ["guestListFor"], audienceChanged: true }) as never));
  expect([shown.reasonToReset(other, 0), shown.reasonToReset(other, 1)]).toEqual(["audience", null]);
  expect(shown.reasonToReset({ ...other, class: "host" }, 0)).toBe(null);
});

test("[L14] who is caught up after words were erased does not get them, whether or not the log is asked", async () => {
  const log = createLog();
  const feed = realFeed(log);
  const secret = "words to be forgotten";
  const messageId = randomUUID();
  const posted = (seq: number) => {
    const body = said(seq) as Extract<EntryBody, { type: "chat.posted" }>;
    return { ...body, message: { ...body.message, messageId, text: secret } };
  };
  const quoted = (seq: number) => {
    const body = said(seq) as Extract<EntryBody, { type: "chat.posted" }>;
    return { ...body, message: { ...body.message, replyTo: { messageId, name: "Grace", excerpt: secret } } };
  };
  const edited = (): EntryBody => ({ type: "chat.edited", messageId, text: secret, editedAt: new Date(0).toISOString() });
  for (const body of [posted, quoted, edited]) await feed.wake(log.append(body));
  await feed.wake(log.append(() => ({ type: "chat.deleted", messageId, deletedBy: "author" })));
  const frames: string[] = [];
  const late = createReader(0, other);
  Object.assign(late.follower, { send: ({ text }: Frame) => frames.push(text) });
  feed.join(late.follower);
  expect(frames.join()).toContain("chat.deleted");
  expect(frames.join()).not.toContain(secret);
});

test("a log that does not continue where it was asked to is not taken: those who stand there need a fresh picture", async () => {
  const log = createLog();
  for (let count = 0; count < 9; count++) log.append(said);
  const pruned = { readLog: async () => ({ entries: log.entries.slice(5), upTo: 9 }) };
  const back = createEventFeed({ eventId, log: pruned, clock: standing, onError }, 9);
  await expect(back.reachBackTo(2)).rejects.toThrow(EntriesMissing);
  const on = createEventFeed({ eventId, log: pruned, clock: standing, onError }, 2);
  await expect(on.wake()).rejects.toThrow(EntriesMissing);
  expect(on.cursor).toBe(2);
  const nothingLeft = { readLog: async (_eventId: string, { after }: { after: number }) => ({ entries: [], upTo: after }) };
  const emptied = createEventFeed({ eventId, log: nothingLeft, clock: standing, onError }, 2);
  await expect(emptied.reachTo(9)).rejects.toThrow(EntriesMissing);
});

test("[L14] words erased while older entries are being read are not kept with them", async () => {
  const log = createLog();
  const messageId = randomUUID();
  log.append((seq) => {
    const body = said(seq) as Extract<EntryBody, { type: "chat.posted" }>;
    return { ...body, message: { ...body.message, messageId, text: "words to be forgotten" } };
  });
  const recent = createRecentEntries(eventId, 1);
  const old = [...log.entries];
  log.append(() => ({ type: "chat.deleted", messageId, deletedBy: "author" }));
  recent.append(log.entries.slice(1), 2);
  recent.prepend(old);
  const { text } = recent.frame(other, 0);
  expect(text).toContain("chat.deleted");
  expect(text).not.toContain("words to be forgotten");
});
