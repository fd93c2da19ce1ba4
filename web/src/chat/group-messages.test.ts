import { expect, test } from "vitest";
import type { Message } from "@turnout/contract/chat-entries";
import { going } from "../testing/snapshots.test-support.ts";
import { GROUP_WITHIN_MS, groupMessages } from "./group-messages.ts";

const NOON = Date.UTC(2027, 5, 18, 12);
const template = going.messages[0]!;
const by = (name: string, seq: number, ms: number, more: Partial<Message> = {}) => ({
  ...template,
  messageId: String(seq),
  seq,
  author: { personId: name, name, role: "guest" as const },
  at: new Date(NOON + ms).toISOString(),
  replyTo: null,
  deletedBy: null,
  delivery: null,
  ...more,
});
const options = { away: { since: null, until: Infinity }, myId: "me", dayOf: (at: string) => at.slice(0, 10) };
const heads = (rows: ReturnType<typeof groupMessages>) => rows.map((row) => row.startsGroup);

test("messages of one person within five minutes share one head", () => {
  const rows = groupMessages([by("Ada", 1, 0), by("Ada", 2, 1_000), by("Ada", 3, 1_000 + GROUP_WITHIN_MS), by("Lin", 4, 302_000)], options);
  expect(heads(rows)).toEqual([true, false, true, true]);
});

test("replies, and what follows a deleted message, begin anew", () => {
  const quote = { messageId: "1", name: "Lin", excerpt: "" };
  const rows = groupMessages(
    [by("Ada", 1, 0), by("Ada", 2, 1, { replyTo: quote }), by("Ada", 3, 2, { deletedBy: "author" }), by("Ada", 4, 3)],
    options,
  );
  expect(heads(rows)).toEqual([true, true, false, true]);
});

test("every day begins with its name", () => {
  const rows = groupMessages([by("Ada", 1, 0), by("Ada", 2, 11.99 * 3_600_000), by("Ada", 3, 12 * 3_600_000)], options);
  expect(rows.map((row) => row.startsDay)).toEqual([true, false, true]);
});

test("the line of what is new stands once, before the first of others' messages", () => {
  const messages = [by("Ada", 1, 0), by("me", 2, 1), by("Ada", 3, 2), by("Ada", 4, 3)];
  const away = (since: number, until = Infinity) => ({ ...options, away: { since, until } });
  expect(groupMessages(messages, away(1)).map((row) => row.startsNew)).toEqual([false, false, true, false]);
  expect(groupMessages(messages, away(4)).some((row) => row.startsNew)).toBe(false);
  expect(groupMessages(messages, options).some((row) => row.startsNew)).toBe(false);
});

test("what comes while the reader is there is not what came while they were away", () => {
  const messages = [by("Ada", 1, 0), by("Ada", 2, 1_000), by("Ada", 3, 60_000)];
  const backAt = (ms: number) => groupMessages(messages, { ...options, away: { since: 1, until: NOON + ms } }).map((row) => row.startsNew);
  expect(backAt(30_000)).toEqual([false, true, false]);
  expect(backAt(500)).toEqual([false, false, false]);
});
