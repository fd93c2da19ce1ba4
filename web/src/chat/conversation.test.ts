import { beforeEach, describe, expect, type Mock, test, vi } from "vitest";
import type { Message } from "@turnout/contract/chat-entries";
import type { LogEntry } from "@turnout/contract/log";
import type { EventSnapshot } from "@turnout/contract/snapshot";
import type { EventStore } from "../live/event-store.ts";
import { going } from "../testing/snapshots.test-support.ts";
import { openConversation } from "./conversation.ts";
import { OLDER_KEPT } from "./known-messages.ts";

const idOf = (seq: number) => `00000000-0000-4000-8000-${String(seq).padStart(12, "0")}`;
const message = (seq: number): Message => ({ ...going.messages[0]!, messageId: idOf(seq), seq, text: `message ${seq}` });
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => message(from + at));
const edited = (seq: number, of: number) =>
  ({ seq, body: { type: "chat.edited", messageId: idOf(of), text: "mended", editedAt: going.messages[0]!.at } }) as LogEntry;
const page = (messages: Message[], hasOlder = false, seq = 100) => ({ messages, hasOlder, seq });

/** An event whose messages and entries come from the test. */
function anEvent(messages: Message[], hasOlderMessages = true) {
  const heard = { store: new Set<() => void>(), entries: new Set<(entries: LogEntry[]) => void>() };
  let snapshot: EventSnapshot | null = { ...going, messages, hasOlderMessages };
  const on =
    <Listener>(listeners: Set<Listener>) =>
    (listener: Listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    };
  return {
    heard,
    store: { get: () => ({ snapshot }), subscribe: on(heard.store), onEntries: on(heard.entries) } as unknown as EventStore,
    shows(next: Message[], hasOlder = true) {
      snapshot = { ...going, messages: next, hasOlderMessages: hasOlder };
      for (const listener of heard.store) listener();
    },
    happens: (...entries: LogEntry[]) => heard.entries.forEach((listener) => listener(entries)),
  };
}

let load: Mock<(before: number) => Promise<ReturnType<typeof page>>>;
beforeEach(() => void (load = vi.fn<(before: number) => Promise<ReturnType<typeof page>>>()));

function opened(event: ReturnType<typeof anEvent>) {
  const conversation = openConversation(event.store, load);
  const listener = vi.fn<() => void>();
  const leave = conversation.subscribe(listener);
  const seqs = () => [...conversation.get().older, ...conversation.get().window].map(({ seq }) => seq);
  return { conversation, listener, leave, seqs };
}

describe("what came before", () => {
  test("is asked for from the first message that is known, and put in front", async () => {
    const { conversation, seqs } = opened(anEvent(range(11, 13)));
    load.mockResolvedValueOnce(page(range(8, 10), true)).mockResolvedValueOnce(page(range(6, 7)));
    await conversation.loadOlder();
    await conversation.loadOlder();
    expect(load.mock.calls).toEqual([[11], [8]]);
    expect(seqs()).toEqual([6, 7, 8, 9, 10, 11, 12, 13]);
    expect(conversation.get()).toMatchObject({ loading: false, failed: false, hasOlder: false });
  });

  test.each([
    ["there is none", anEvent(range(11, 13), false)],
    ["nobody has written yet", anEvent([], true)],
  ])("is not asked for when %s", async (_when, event) => {
    await opened(event).conversation.loadOlder();
    expect(load).not.toHaveBeenCalled();
  });

  test("is asked for once at a time", async () => {
    const { conversation } = opened(anEvent(range(11, 13)));
    let answer: (value: ReturnType<typeof page>) => void = () => undefined;
    load.mockReturnValue(new Promise((resolve) => (answer = resolve)));
    const first = conversation.loadOlder();
    expect(conversation.get().loading).toBe(true);
    await conversation.loadOlder();
    answer(page(range(8, 10)));
    await first;
    expect(load).toHaveBeenCalledTimes(1);
  });

  test("can fail, says so, and can be asked for again", async () => {
    const { conversation, seqs } = opened(anEvent(range(11, 13)));
    load.mockRejectedValueOnce(new Error("offline")).mockResolvedValueOnce(page(range(8, 10)));
    await conversation.loadOlder();
    expect(conversation.get()).toMatchObject({ loading: false, failed: true });
    await conversation.loadOlder();
    expect(conversation.get().failed).toBe(false);
    expect(seqs()[0]).toBe(8);
  });

  test("carries what was changed while it was on its way", async () => {
    const event = anEvent(range(11, 13));
    const { conversation } = opened(event);
    load.mockImplementation(async () => {
      event.happens(edited(101, 9));
      return page(range(8, 10), false, 100);
    });
    await conversation.loadOlder();
    expect(conversation.get().older.map(({ text }) => text)).toEqual(["message 8", "mended", "message 10"]);
  });

  test("is dropped when the conversation started over meanwhile", async () => {
    const event = anEvent(range(11, 13));
    const { conversation, seqs } = opened(event);
    load.mockImplementation(async () => {
      event.shows(range(50, 52));
      return page(range(8, 10));
    });
    await conversation.loadOlder();
    expect(seqs()).toEqual([50, 51, 52]);
    expect(conversation.get()).toMatchObject({ loading: false, hasOlder: true });
  });
});

describe("what happens", () => {
  test("moves the window on; what slides out of it stays", () => {
    const [first, ...rest] = range(11, 13);
    const event = anEvent([first!, ...rest]);
    const { seqs, listener } = opened(event);
    event.shows([...rest, message(14)]);
    expect(seqs()).toEqual([11, 12, 13, 14]);
    expect(listener).toHaveBeenCalledTimes(1);
  });

  test("changes a message that slid out, and tells nobody of entries that concern none", async () => {
    const event = anEvent(range(11, 13));
    const { conversation, listener } = opened(event);
    load.mockResolvedValueOnce(page(range(8, 10)));
    await conversation.loadOlder();
    listener.mockClear();
    event.happens(edited(101, 12), edited(102, 77));
    expect(listener).not.toHaveBeenCalled();
    event.happens(edited(103, 9));
    expect(listener).toHaveBeenCalledTimes(1);
    expect(conversation.get().older[1]!.text).toBe("mended");
  });

  test("drops the oldest only for a reader who is at the newest", async () => {
    const many = range(11, 11 + OLDER_KEPT);
    for (const [isAtNewest, kept] of [
      [true, OLDER_KEPT],
      [false, OLDER_KEPT + 1],
    ] as const) {
      const event = anEvent(many);
      const { conversation } = opened(event);
      conversation.readsNewest(isAtNewest);
      const last = message(999);
      event.shows([...many, last]);
      event.shows([last]);
      expect(conversation.get().older).toHaveLength(kept);
    }
  });
});

test("it follows the event while somebody listens, and catches up when somebody does again", () => {
  const event = anEvent(range(11, 13));
  const { conversation, leave, seqs } = opened(event);
  const leaveToo = conversation.subscribe(() => {});
  leave();
  expect(event.heard.store.size).toBe(1);
  leaveToo();
  expect([event.heard.store.size, event.heard.entries.size]).toEqual([0, 0]);
  event.shows(range(50, 52));
  expect(seqs()).toEqual([11, 12, 13]);
  conversation.subscribe(() => {});
  expect(seqs()).toEqual([50, 51, 52]);
});
