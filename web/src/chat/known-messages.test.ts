import { expect, test } from "vitest";
import type { Message } from "@turnout/contract/chat-entries";
import type { LogEntry } from "@turnout/contract/log";
import { going } from "../testing/snapshots.test-support.ts";
import { type KnownMessages, moveWindow, OLDER_KEPT, patchOlder, prependPage } from "./known-messages.ts";

const template = going.messages[0]!;
const idOf = (seq: number) => `00000000-0000-4000-8000-${String(seq).padStart(12, "0")}`;
const message = (seq: number, more: Partial<Message> = {}): Message => ({
  ...template,
  messageId: idOf(seq),
  seq,
  text: `message ${seq}`,
  ...more,
});
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => message(from + at));
const seqs = ({ older, window }: KnownMessages) => [...older, ...window].map(({ seq }) => seq);
const entry = (seq: number, body: LogEntry["body"]): LogEntry => ({
  seq,
  commandId: idOf(9_000 + seq),
  at: template.at,
  actor: null,
  body,
});
const edited = (seq: number, of: number) => entry(seq, { type: "chat.edited", messageId: idOf(of), text: "mended", editedAt: template.at });
const deleted = (seq: number, of: number) => entry(seq, { type: "chat.deleted", messageId: idOf(of), deletedBy: "host" });

const window = range(11, 15);
const known: KnownMessages = { older: range(6, 10), window, hasOlder: true };

test("messages that slide out of the snapshot's window stay where they are", () => {
  const moved = moveWindow(known, [...window.slice(2), ...range(16, 17)], true, true);
  expect(seqs(moved)).toEqual([6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17]);
});

test("a snapshot loaded anew starts over, since the messages between are unknown", () => {
  const moved = moveWindow(known, range(90, 94), true, true);
  expect(seqs(moved)).toEqual([90, 91, 92, 93, 94]);
});

test("a first message in an empty conversation continues it", () => {
  expect(seqs(moveWindow({ older: [], window: [], hasOlder: false }, [message(1)], false, true))).toEqual([1]);
});

test("old messages are dropped only while the reader is at the newest", () => {
  const long: KnownMessages = { older: range(1, OLDER_KEPT), window: range(OLDER_KEPT + 1, OLDER_KEPT + 5), hasOlder: false };
  const next = [...long.window.slice(1), message(OLDER_KEPT + 6)];
  expect(moveWindow(long, next, true, true)).toMatchObject({ hasOlder: true, older: { length: OLDER_KEPT } });
  expect(moveWindow(long, next, true, false)).toMatchObject({ hasOlder: false, older: { length: OLDER_KEPT + 1 } });
});

test("an older page goes in front, without duplicates", () => {
  expect(seqs(prependPage(known, { messages: range(1, 7), hasOlder: false, seq: 15 }, []))).toEqual([
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
  ]);
});

test("edits that came while an older page was on its way are applied to it, but not twice", () => {
  const since = [edited(20, 2), deleted(21, 3)];
  const { older } = prependPage(
    { ...known, older: [] },
    { messages: [message(2, { text: "read at 20" }), message(3)], hasOlder: false, seq: 20 },
    since,
  );
  expect(older.map(({ text }) => text)).toEqual(["read at 20", ""]);
});

test("entries patch older messages and the quotes of them", () => {
  const quoting = message(8, { replyTo: { messageId: idOf(6), name: "Grace", excerpt: "message 6" } });
  const before = { ...known, older: [message(6), message(7), quoting] };
  const { older } = patchOlder(before, [edited(20, 7), deleted(21, 6)]);
  expect(older.map(({ text }) => text)).toEqual(["", "mended", "message 8"]);
  expect(older[2]!.replyTo!.excerpt).toBe("");
});

test("entries that concern nothing here change nothing", () => {
  const pinned = entry(21, { type: "chat.pinned", messageId: idOf(7), author: template.author, text: "message 7" });
  expect(patchOlder(known, [edited(20, 999), pinned, entry(22, { type: "chat.posted", message: message(22) })])).toBe(known);
});
