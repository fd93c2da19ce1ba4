import { randomUUID } from "node:crypto";
import type { EntryBody } from "@turnout/contract/log";
import { expect, test } from "vitest";
import { createEventFeed } from "./event-feed.ts";
import { EntriesMissing } from "./log-tail.ts";
import { MAX_CATCH_UP } from "./reason-to-reset.ts";
import { eventId, details, said, createLog, createReader, other, standing, onError, realFeed } from "./feed-scene.test-support.ts";
import { type Frame } from "./subscriber.ts";
import { createRecentEntries, KEPT_ENTRIES, KEPT_FRAMES } from "./recent-entries.ts";

test("subscribers who come back together are caught up from one read of the log", async () => {
  const log = createLog();
  for (let count = 0; count < 9; count++) log.append(said);
  let read = 0;
  const counted = { readLog: (...range: Parameters<typeof log.readLog>) => (read++, log.readLog(...range)) };
  const feed = createEventFeed({ eventId, log: counted, clock: standing, onError }, 9);
  const readers = Array.from({ length: 500 }, (_, index) => createReader(index % 9, other));
  await Promise.all(readers.map(({ subscriber }) => feed.backfillTo(subscriber.cursor).then(() => feed.join(subscriber))));
  expect(readers.every((reader) => reader.at() === 9 && reader.problems.length === 0)).toBe(true);
  expect(read).toBe(3); // pages of three
});

test("one who was away too long does not affect the others: they are caught up from what the log still has", async () => {
  const log = createLog();
  for (let count = 0; count < 9; count++) log.append(said);
  const left = log.entries.slice(4);
  const pruned = {
    readLog: async (_eventId: string, { after }: { after: number }) => ({ entries: left.filter(({ seq }) => seq > after), upTo: 9 }),
  };
  const feed = createEventFeed({ eventId, log: pruned, clock: standing, onError }, 9);
  const places = [8, 1, 6, 4, 3];
  await Promise.all(places.map((after) => feed.backfillTo(after)));
  expect(places.filter((after) => feed.covers(after))).toEqual([8, 6, 4]);
});

test("entries with a gap are used from behind the gap", async () => {
  const log = createLog();
  for (let count = 0; count < 9; count++) log.append(said);
  const left = log.entries.filter(({ seq }) => seq !== 6);
  const holey = {
    readLog: async (_eventId: string, { after }: { after: number }) => ({ entries: left.filter(({ seq }) => seq > after), upTo: 9 }),
  };
  const back = createEventFeed({ eventId, log: holey, clock: standing, onError }, 9);
  const places = [8, 4, 6, 5];
  await Promise.all(places.map((after) => back.backfillTo(after)));
  expect(places.filter((after) => back.covers(after))).toEqual([8, 6]);
  const reader = createReader(6, other);
  back.join(reader.subscriber);
  expect([reader.at(), reader.problems]).toEqual([9, []]);
  const on = createEventFeed({ eventId, log: holey, clock: standing, onError }, 4);
  await expect(on.wake()).rejects.toThrow(EntriesMissing);
  expect(on.cursor).toBe(4);
});

test("a backfill that no longer fits the kept entries is not put in front of them", async () => {
  const log = createLog();
  for (let count = 0; count < 9; count++) log.append(said);
  const reading = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  const slow = {
    readLog: async (...range: Parameters<typeof log.readLog>) => {
      begun.resolve();
      await reading.promise;
      return log.readLog(...range);
    },
  };
  const feed = createEventFeed({ eventId, log: slow, clock: standing, onError }, 9);
  const back = feed.backfillTo(2);
  await begun.promise;
  for (let count = 0; count <= 2 * KEPT_ENTRIES; count++) void feed.wake(log.append(said));
  reading.resolve();
  await back;
  const start = feed.cursor - KEPT_ENTRIES;
  expect([feed.covers(2), feed.covers(start - 1), feed.covers(start)]).toEqual([false, false, true]);
  const reader = createReader(start, other);
  feed.join(reader.subscriber);
  expect([reader.at(), reader.problems]).toEqual([feed.cursor, []]);
});

test("frames that are no longer kept do not count towards the memory bound", () => {
  const log = createLog();
  const recent = createRecentEntries(eventId, 0);
  const words = { ...said(1) } as Extract<EntryBody, { type: "chat.posted" }>;
  const long = () => ({ ...words, message: { ...words.message, text: "x".repeat(KEPT_FRAMES / 4) } });
  for (let seq = 1; seq <= 5; seq++) {
    recent.append(log.append(long).entries, seq);
    recent.frame(other, seq - 1);
  }
  const [one, another] = [recent.frame(other, 4), recent.frame(other, 3)];
  expect([recent.frame(other, 4), recent.frame(other, 3)].map((frame, at) => frame === [one, another][at])).toEqual([true, true]);
});

test("a frame is built once, but frames for many different positions are not all kept", () => {
  const log = createLog();
  const recent = createRecentEntries(eventId, 0);
  const words = { ...said(1) } as Extract<EntryBody, { type: "chat.posted" }>;
  for (let count = 0; count < 8; count++)
    log.append(() => ({ ...words, message: { ...words.message, text: "x".repeat(KEPT_FRAMES / 8) } }));
  recent.append(log.entries, 8);
  const last = recent.frame(other, 7);
  expect(recent.frame(other, 6)).toBe(recent.frame(other, 6));
  expect(recent.frame(other, 7)).toBe(last);
  for (const after of [5, 4, 3]) recent.frame(other, after);
  expect(recent.frame(other, 7)).not.toBe(last);
  expect(recent.frame(other, 7).text).toBe(last.text);
  expect(recent.frame(other, 0), "the last one is kept, however long").toBe(recent.frame(other, 0));
});

test("a joining subscriber that is too far behind, or from before an audience change, gets a reset", () => {
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

test("[L14] a catch-up after a deletion does not contain the deleted text, whether or not the log is read", async () => {
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
  Object.assign(late.subscriber, { send: ({ text }: Frame) => frames.push(text) });
  feed.join(late.subscriber);
  expect(frames.join()).toContain("chat.deleted");
  expect(frames.join()).not.toContain(secret);
});

test("[L14] a catch-up after an edit contains only the current text, in quotes too", async () => {
  const log = createLog();
  const feed = realFeed(log);
  const messageId = randomUUID();
  const corrected = (text: string) => (): EntryBody => ({ type: "chat.edited", messageId, text, editedAt: new Date(0).toISOString() });
  const message = (seq: number) => (said(seq) as Extract<EntryBody, { type: "chat.posted" }>).message;
  const posted = (change: object) => (seq: number) => ({ type: "chat.posted", message: { ...message(seq), ...change } }) as EntryBody;
  await feed.wake(log.append(posted({ messageId, text: "said at first" })));
  await feed.wake(log.append(posted({ replyTo: { messageId, name: "Grace", excerpt: "said at first" } })));
  for (const body of [corrected("said at first, in other words"), corrected("said at last")]) await feed.wake(log.append(body));
  const frames: string[] = [];
  const late = createReader(0, other);
  Object.assign(late.subscriber, { send: ({ text }: Frame) => frames.push(text) });
  feed.join(late.subscriber);
  expect(frames.join()).not.toContain("at first");
  expect(frames.join().match(/said at last/g)).toHaveLength(4);
});

test("a log page that does not continue at the position is not used: subscribers there need a fresh snapshot", async () => {
  const log = createLog();
  for (let count = 0; count < 9; count++) log.append(said);
  const pruned = { readLog: async () => ({ entries: log.entries.slice(5), upTo: 9 }) };
  const back = createEventFeed({ eventId, log: pruned, clock: standing, onError }, 9);
  await back.backfillTo(2);
  expect([back.covers(2), back.covers(5)]).toEqual([false, true]);
  const on = createEventFeed({ eventId, log: pruned, clock: standing, onError }, 2);
  await expect(on.wake()).rejects.toThrow(EntriesMissing);
  expect(on.cursor).toBe(2);
  const nothingLeft = { readLog: async (_eventId: string, { after }: { after: number }) => ({ entries: [], upTo: after }) };
  const emptied = createEventFeed({ eventId, log: nothingLeft, clock: standing, onError }, 2);
  await expect(emptied.advanceTo(9)).rejects.toThrow(EntriesMissing);
});

test("[L14] text deleted while older entries are being read is not kept with them", async () => {
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
