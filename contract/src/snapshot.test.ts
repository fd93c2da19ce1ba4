import fc from "fast-check";
import { expect, test } from "vitest";
import { aSnapshot } from "./a-snapshot.test-support.ts";
import { MESSAGES_KEPT } from "./chat.ts";
import type { Message } from "./chat-entries.ts";
import type { EntriesFrame } from "./live.ts";
import type { EntryBody, LogEntry } from "./log.ts";
import { applyEntry, applyFrame, type EventSnapshot } from "./snapshot.ts";

const eventId = "0b8e1c8e-8c53-4b4e-9d2f-5a3f6b1d2c3e";
const start = aSnapshot({
  eventId,
  viewer: { class: "guest", personId: eventId },
  me: {
    guestId: eventId,
    name: "Grace",
    email: null,
    standing: "waiting",
    partySize: 1,
    plusOnes: [],
    note: "",
    ticket: 9,
    place: 5,
    claimed: false,
  },
});

const message = (seq: number): Message => ({
  messageId: `00000000-0000-4000-8000-${String(seq).padStart(12, "0")}`,
  seq,
  author: { personId: eventId, name: "Grace", role: "guest" },
  text: `message ${seq}`,
  at: "2030-01-01T00:00:00.000Z",
  replyTo: null,
  editedAt: null,
  deletedBy: null,
});
const entry = (seq: number, body: EntryBody): LogEntry => ({ seq, commandId: eventId, at: "2030-01-01T00:00:00.000Z", actor: null, body });
const posted = (seq: number) => entry(seq, { type: "chat.posted", message: message(seq) });
const moved = (seq: number, leftLine: number | null, going: number): LogEntry =>
  entry(seq, { type: "guest.promoted", guest: null, offList: null, leftLine, tally: { ...start.tally, going } });
const frame = (after: number, entries: LogEntry[], upTo = entries.at(-1)?.seq ?? after): EntriesFrame => ({
  type: "entries",
  eventId,
  after,
  upTo,
  entries,
});

/** A log of any length, with an entry of some kind at each position. */
const log = fc
  .array(fc.nat({ max: 3 }), { minLength: 1, maxLength: 80 })
  .map((kinds) =>
    kinds.map((kind, index) => (kind < 2 ? posted(index + 1) : moved(index + 1, kind === 2 ? 1 + (index % 12) : null, index))),
  );

test("[L4] entries applied again, in any overlap, change nothing", () => {
  fc.assert(
    fc.property(log, fc.nat(), fc.nat(), (entries, a, b) => {
      const once = entries.reduce(applyEntry, start);
      const [from, to] = [a % entries.length, b % entries.length].toSorted((x, y) => x - y) as [number, number];
      const again = [...entries.slice(0, to + 1), ...entries.slice(from)].reduce(applyEntry, start);
      expect(again).toEqual(once);
    }),
  );
});

test("[L3] however a log is cut into frames, the snapshot is the same", () => {
  fc.assert(
    fc.property(log, fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), (entries, cuts) => {
      let snapshot: EventSnapshot = start;
      for (let at = 0, cut = 0; at < entries.length; cut++) {
        const part = entries.slice(at, at + cuts[cut % cuts.length]!);
        snapshot = applyFrame(snapshot, frame(at, part)) as EventSnapshot;
        at += part.length;
      }
      expect(snapshot).toEqual(entries.reduce(applyEntry, start));
    }),
  );
});

test("[L3] a frame that starts after the snapshot ends is a gap; one that only moves the position is not", () => {
  expect(applyFrame(start, frame(1, [posted(2)]))).toBe("gap");
  expect(applyFrame(start, frame(0, [], 7))).toEqual({ ...start, seq: 7 });
  expect(applyFrame({ ...start, seq: 7 }, frame(3, [], 5))).toEqual({ ...start, seq: 7 });
});

test("[L12] a kind of a later version is a gap that needs a fresh snapshot; at or below the position it is ignored", () => {
  const later = entry(2, { type: "made.up" } as never);
  expect(applyFrame(start, frame(0, [posted(1), later, posted(3)]))).toBe("gap");
  expect(applyFrame({ ...start, seq: 2 }, frame(0, [posted(1), later, posted(3)]))).toMatchObject({ seq: 3 });
  expect(applyFrame(start, frame(0, [posted(1), entry(2, { type: "constructor" } as never)]))).toBe("gap");
});

test("a position on the waitlist moves up only when a lower ticket leaves", () => {
  const place = (leftLine: number | null) => applyEntry(start, moved(1, leftLine, 1)).me!.place;
  expect([place(3), place(12), place(9), place(null)]).toEqual([4, 5, 5, 5]);
});

test("the snapshot keeps the last messages and marks that there are older ones", () => {
  const many = Array.from({ length: MESSAGES_KEPT + 5 }, (_, index) => posted(index + 1)).reduce(applyEntry, start);
  expect(many.messages).toHaveLength(MESSAGES_KEPT);
  expect(many.messages[0]!.seq).toBe(6);
  expect(many.hasOlderMessages).toBe(true);
});

test("a deleted message keeps its place and loses its text, in quotes of it too", () => {
  const reply = { ...message(2), replyTo: { messageId: message(1).messageId, name: "Grace", excerpt: "message 1" } };
  const before = [posted(1), entry(2, { type: "chat.posted", message: reply })].reduce(applyEntry, start);
  const after = applyEntry(before, entry(3, { type: "chat.deleted", messageId: message(1).messageId, deletedBy: "host" }));
  expect(after.messages.map(({ text, deletedBy }) => [text, deletedBy])).toEqual([
    ["", "host"],
    ["message 2", null],
  ]);
  expect(after.messages[1]!.replyTo!.excerpt).toBe("");
});
