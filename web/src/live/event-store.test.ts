import { afterEach, expect, test, vi } from "vitest";
import { BLOCKED_AFTER, LONGEST_WAIT, openConnection } from "./connection.ts";
import { createEventStore } from "./event-store.ts";
import { endFakeBrowser, fakeBrowser, settle } from "./fake-browser.test-support.ts";
import { followEvent, POLL, SHORTEST_RELOAD, type Source } from "./follow-event.ts";
import type { Live } from "./live.ts";
import { openEventStore } from "./open-store.test-support.ts";
import type { Reply } from "./command-reply.ts";
import { scriptedSource } from "./scripted-source.test-support.ts";
import { FIRST_WAIT, TRIES } from "./send-persistently.ts";

afterEach(endFakeBrowser);

async function openPage(load?: Source["load"]) {
  const source = scriptedSource();
  const browser = fakeBrowser(source.take);
  const loading = vi.fn<Source["load"]>(load ?? source.load);
  const store = openEventStore(source.initial.eventId, openConnection("ws://here/live"), { initial: source.initial, load: loading });
  await vi.advanceTimersByTimeAsync(10);
  return { browser, store, source, loading };
}

test("the snapshot that came with the page is shown at once and followed from its position, without loading anything", async () => {
  const { store, source, loading, browser } = await openPage();
  expect(store.get()).toMatchObject({ state: "live", snapshot: source.initial });
  expect(browser.newest().sent).toEqual([
    { type: "follow", eventId: source.initial.eventId, epoch: source.initial.epoch, after: source.initial.seq },
  ]);
  source.happen();
  await settle();
  expect(store.get().snapshot).toEqual(source.snapshot());
  expect(loading).not.toHaveBeenCalled();
});

/** A page whose live part has not been fetched yet: `arrive` lets the fetches that wait come to an end. */
function openPageAlone() {
  const source = scriptedSource();
  const browser = fakeBrowser(source.take);
  const loading = vi.fn<Source["load"]>(source.load);
  const fetches: { mayWait: boolean; arrive: (how?: "fail") => Promise<void> }[] = [];
  const fetchLive = (mayWait: boolean) =>
    new Promise<Live>((resolve, reject) => {
      const arrive = async (how?: "fail") => {
        if (how) reject(new Error("nobody there"));
        else resolve({ connection: openConnection("ws://here/live"), follow: followEvent });
        await vi.advanceTimersByTimeAsync(10);
      };
      fetches.push({ mayWait, arrive });
    });
  const store = createEventStore(source.initial.eventId, fetchLive, { initial: source.initial, load: loading });
  store.open();
  return { browser, store, source, loading, fetches };
}

test("what happens between the first paint and the connection is caught up with, from the position of the snapshot shown", async () => {
  const { browser, store, source, loading, fetches } = openPageAlone();
  expect(store.get().snapshot).toEqual(source.initial);
  expect(fetches).toMatchObject([{ mayWait: true }]);
  source.happen();
  source.happen();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(browser.sockets, "nothing is connected before").toHaveLength(0);
  await fetches[0]!.arrive();
  expect(browser.newest().sent).toMatchObject([{ type: "follow", after: source.initial.seq }]);
  expect(store.get()).toMatchObject({ state: "live", snapshot: source.snapshot() });
  expect(loading).not.toHaveBeenCalled();
});

test("a live part that can't be fetched is fetched again, and the page says that it is offline meanwhile", async () => {
  vi.spyOn(Math, "random").mockReturnValue(0.999);
  const { store, source, fetches } = openPageAlone();
  await fetches[0]!.arrive("fail");
  expect(store.get().state).toBe("offline");
  await vi.advanceTimersByTimeAsync(1_000);
  source.happen();
  await fetches[1]!.arrive();
  expect(store.get()).toMatchObject({ state: "live", snapshot: source.snapshot() });
});

test("becoming somebody else waits for nothing: the live part is fetched at once, and the snapshot loaded anew", async () => {
  const { store, source, loading, fetches } = openPageAlone();
  store.refresh();
  expect(fetches).toMatchObject([{ mayWait: true }, { mayWait: false }]);
  await fetches[0]!.arrive();
  expect(store.get().state, "the first is no longer wanted").toBe("catchingUp");
  await fetches[1]!.arrive();
  expect(loading).toHaveBeenCalledOnce();
  expect(store.get()).toMatchObject({ state: "live", snapshot: source.snapshot() });
});

test("refreshing loads anew and opens exactly one new socket", async () => {
  const { store, source, loading, browser } = await openPage();
  store.refresh();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(browser.sockets).toHaveLength(2);
  expect(browser.sockets.some((socket) => socket.complained)).toBe(false);
  expect(loading).toHaveBeenCalledOnce();
  expect(store.get()).toMatchObject({ state: "live", snapshot: source.snapshot() });
});

test("the page names the time since which it is offline, until it is live again", async () => {
  const { store, browser } = await openPage();
  const cutAt = Date.now();
  browser.newest().cut();
  await settle();
  expect(store.get()).toMatchObject({ state: "offline", offlineSince: cutAt });
  await vi.advanceTimersByTimeAsync(3_000);
  expect(store.get()).toMatchObject({ state: "live", offlineSince: null });
});

test("a command that could not be sent is sent again on reconnect, under the same id, without a click", async () => {
  vi.spyOn(Math, "random").mockReturnValue(0.5);
  const { store, browser } = await openPage();
  const asked: string[] = [];
  let isThere = false;
  const send = async (): Promise<Reply> => {
    asked.push("one");
    return isThere ? { type: "committed", seq: 4_000 } : { type: "unreachable" };
  };
  browser.newest().cut();
  const reply = store.pending.run("publishEvent", { commandId: "one" }, send);
  await vi.advanceTimersByTimeAsync((FIRST_WAIT * 2 ** TRIES) / 4);
  expect(await reply).toEqual({ type: "unreachable" });
  expect(store.get().pending).toMatchObject([{ state: "failed", refusal: "unsent" }]);

  isThere = true;
  browser.newest().cut();
  await vi.advanceTimersByTimeAsync(1_100);
  expect(store.get().state).toBe("live");
  expect(store.get().pending).toMatchObject([{ commandId: "one", state: "sent", refusal: null }]);
  expect(asked).toHaveLength(TRIES + 1);
});

test("an event that this reader may not see is shown as gone", async () => {
  const { store } = await openPage(async () => null);
  store.refresh();
  await settle();
  expect(store.get()).toMatchObject({ gone: true, snapshot: null });
});

test("a reader who has become somebody else gets a snapshot of their own", async () => {
  const { loading, source, store, browser } = await openPage();
  const viewer = { class: "public", personId: null };
  browser.newest().deliver({ type: "caughtUp", eventId: source.initial.eventId, seq: source.initial.seq, viewer });
  await settle();
  expect(loading).toHaveBeenCalledOnce();
  expect(store.get().state).toBe("live");
});

test("a load that fails is tried again: not before the server wants it, and at once when the network is back", async () => {
  vi.spyOn(Math, "random").mockReturnValue(0);
  const busy = Object.assign(new Error("busy"), { retryAfterMs: 4_000 });
  const { store, loading, browser } = await openPage(async () => {
    throw busy;
  });
  store.refresh();
  await vi.advanceTimersByTimeAsync(3_900);
  expect(loading).toHaveBeenCalledTimes(1);
  expect(store.get().state).toBe("offline");
  await vi.advanceTimersByTimeAsync(200);
  expect(loading).toHaveBeenCalledTimes(2);
  browser.online();
  await settle();
  expect(loading).toHaveBeenCalledTimes(3);
  await vi.advanceTimersByTimeAsync(SHORTEST_RELOAD);
  store.close();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(loading.mock.calls.length, "a page that is left asks no more").toBeLessThanOrEqual(4);
});

/** A page behind a proxy that blocks WebSockets: each closes before it is open, or as soon as it is. */
async function openBehindProxy() {
  const source = scriptedSource();
  const browser = fakeBrowser((socket) => setTimeout(() => socket.cut(), 5));
  const loading = vi.fn<Source["load"]>(source.load);
  const store = openEventStore(source.initial.eventId, openConnection("ws://here/live"), { initial: source.initial, load: loading });
  for (let tries = 0; tries < BLOCKED_AFTER; tries++) await vi.advanceTimersByTimeAsync(LONGEST_WAIT + 5);
  return { browser, store, source, loading };
}

test("where WebSockets are blocked, changes are loaded within half a minute, and the page says so", async () => {
  const { store, source, loading } = await openBehindProxy();
  expect(store.get()).toMatchObject({ state: "polling", offlineSince: null });
  const before = loading.mock.calls.length;
  source.happen();
  await vi.advanceTimersByTimeAsync(POLL + LONGEST_WAIT + 10);
  expect(store.get().snapshot).toEqual(source.snapshot());
  expect(store.get().reloads).toBe(loading.mock.calls.length);
  await vi.advanceTimersByTimeAsync(10 * POLL);
  expect(loading.mock.calls.length - before, "and not more often than that").toBeLessThanOrEqual(12);
});

test("a page that nobody looks at loads nothing anew until somebody does", async () => {
  const { browser, loading } = await openBehindProxy();
  const before = loading.mock.calls.length;
  browser.hide();
  await vi.advanceTimersByTimeAsync(10 * POLL);
  expect(loading.mock.calls.length).toBe(before);
  browser.look();
  await vi.advanceTimersByTimeAsync(LONGEST_WAIT);
  expect(loading.mock.calls.length).toBeGreaterThan(before);
});

test("without a connection, one's own change shows as soon as it is committed", async () => {
  const { store, source } = await openBehindProxy();
  await store.pending.run("publishEvent", { commandId: "one" }, async () => {
    source.happen();
    return { type: "committed", seq: source.snapshot().seq };
  });
  await settle();
  expect(store.get()).toMatchObject({ state: "polling", pending: [], snapshot: source.snapshot() });
});

test("a connection that succeeds after all makes the page live", async () => {
  const { browser, store, source } = await openBehindProxy();
  browser.dial(source.take);
  await vi.advanceTimersByTimeAsync(2 * LONGEST_WAIT);
  expect(store.get()).toMatchObject({ state: "live", snapshot: source.snapshot() });
});

test("a server that was reached once and is away is not polled for snapshots", async () => {
  const { browser, store, loading } = await openPage();
  browser.dial((socket) => setTimeout(() => socket.cut(), 5));
  browser.newest().cut();
  await vi.advanceTimersByTimeAsync(20 * LONGEST_WAIT);
  expect(store.get().state).toBe("offline");
  expect(loading).not.toHaveBeenCalled();
});
