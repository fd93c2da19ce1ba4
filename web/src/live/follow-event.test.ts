import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { ServerFrame } from "@turnout/contract/live";
import type { EventSnapshot } from "@turnout/contract/snapshot";
import { going } from "../testing/snapshots.test-support.ts";
import type { Connection } from "./connection.ts";
import { endFakeBrowser, fakeBrowser, settle } from "./fake-browser.test-support.ts";
import { followEvent, POLL, type Watcher } from "./follow-event.ts";
import { createFrameQueue } from "./frame-queue.ts";

type Frame = Connection extends { frames(...args: never[]): AsyncIterable<infer One> } ? One : never;

const { eventId, epoch, viewer } = going;
let page: ReturnType<typeof fakeBrowser>;
beforeEach(() => {
  page = fakeBrowser();
  vi.spyOn(Math, "random").mockReturnValue(0);
});
afterEach(endFakeBrowser);

/** A client that follows an event, its connection, which the test controls, and all that it reports. */
function following(loads: (EventSnapshot | null | Error)[], { initial = null as EventSnapshot | null, blocked = false } = {}) {
  const reported: unknown[] = [];
  const leave = new AbortController();
  const positions: unknown[] = [];
  let frames: ReturnType<typeof createFrameQueue<Frame>>;
  const connection: Connection = {
    frames(_eventId, position, signal) {
      positions.push(position());
      frames = createFrameQueue<Frame>(signal);
      return frames.all();
    },
    isBlocked: () => blocked,
    send: () => {},
    reconnect: () => {},
  };
  const watcher: Watcher = {
    snapshot: ({ seq }) => reported.push(seq),
    reloaded: () => reported.push("reloaded"),
    entries: ({ upTo }) => reported.push(`entries up to ${upTo}`),
    state: (state) => reported.push(state),
    presence: ({ type }) => reported.push(type),
    gone: () => reported.push("gone"),
  };
  const load = vi.fn<() => Promise<EventSnapshot | null>>(async () => {
    const next = loads.length > 1 ? loads.shift()! : loads[0]!;
    if (next instanceof Error) throw next;
    return next;
  });
  const over = followEvent(eventId, connection, { load, initial }, watcher, leave.signal);
  return { reported, positions, load, leave, over, receive: (frame: object) => (frames.put(frame as Frame), settle()) };
}

const at = (seq: number): EventSnapshot => ({ ...going, seq });
const entries = (after: number, upTo: number) => ({ type: "entries", eventId, after, upTo, entries: [] }) satisfies ServerFrame;
const caughtUp = (seq: number, as = viewer) => ({ type: "caughtUp", eventId, seq, viewer: as }) satisfies ServerFrame;

describe("from the snapshot that came with the page", () => {
  test("it follows on without loading, from that position", async () => {
    const { reported, positions, load, receive } = following([at(9)], { initial: at(5) });
    await receive(caughtUp(5));
    expect(reported).toEqual([5, "live"]);
    expect(positions).toEqual([{ epoch, after: 5 }]);
    expect(load).not.toHaveBeenCalled();
  });

  test("entries move it on, and the lists beside it are refreshed", async () => {
    const { reported, receive } = following([at(9)], { initial: at(5) });
    await receive(entries(5, 7));
    expect(reported).toEqual([5, 7, "entries up to 7"]);
  });

  test("an entry that comes again, over a second connection, is shown once", async () => {
    const { reported, receive } = following([at(9)], { initial: at(5) });
    await receive(entries(5, 7));
    await receive(entries(5, 6));
    await receive(entries(5, 7));
    expect(reported).toEqual([5, 7, "entries up to 7"]);
  });

  test("who is there and who types is passed on, and what a later version says is passed over", async () => {
    const { reported, receive } = following([at(9)], { initial: at(5) });
    await receive({ type: "presence", eventId, count: 1, people: [] });
    await receive({ type: "typing", eventId, people: [] });
    await receive({ type: "somethingNew", eventId });
    expect(reported).toEqual([5, "presence", "typing"]);
  });
});

describe("a fresh snapshot is loaded", () => {
  test.each([
    ["after a gap", entries(8, 9), [5, "reloaded", 9]],
    ["when the server knows of more than came", caughtUp(6), [5, "catchingUp", "reloaded", 9]],
    ["when the reader is another one now", caughtUp(5, { class: "host", personId: viewer.personId }), [5, "catchingUp", "reloaded", 9]],
    ["when the log was pruned", { type: "reset", eventId, reason: "pruned" }, [5, "catchingUp", "reloaded", 9]],
    ["when access has changed", { type: "ended", eventId }, [5, "catchingUp", "reloaded", 9]],
  ])("%s, and followed from there", async (_when, frame, reported) => {
    const follower = following([at(9)], { initial: at(5) });
    await follower.receive(frame);
    expect(follower.reported).toEqual(reported);
    expect(follower.positions.at(-1)).toEqual({ epoch, after: 9 });
  });

  test("after a failed load once more, a second later at the latest, or when the network is back", async () => {
    vi.spyOn(Math, "random").mockReturnValue(1);
    const { reported, load } = following([new Error("nobody there"), new Error("nobody there"), at(9)]);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(load).toHaveBeenCalledTimes(2);
    page.online();
    await settle();
    expect(reported).toEqual(["offline", "offline", "reloaded", 9]);
  });

  test("no sooner than the server asked for", async () => {
    const { load } = following([Object.assign(new Error("busy"), { retryAfterMs: 30_000 }), at(9)]);
    await vi.advanceTimersByTimeAsync(29_999);
    expect(load).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(load).toHaveBeenCalledTimes(2);
  });
});

test("an event that is not there is gone, and not asked for again", async () => {
  const { reported, load, over } = following([null]);
  await over;
  await vi.advanceTimersByTimeAsync(POLL * 4);
  expect(reported).toEqual(["gone"]);
  expect(load).toHaveBeenCalledTimes(1);
});

test("after leaving nothing more is reported, not even what was on its way", async () => {
  const { reported, leave, over } = following([at(9)]);
  leave.abort();
  await over;
  expect(reported).toEqual([]);
});

describe("where WebSockets are blocked", () => {
  const down = { type: "down" };

  test("the page says that it polls, and loads anew once its snapshot is old", async () => {
    const { reported, receive, load } = following([at(9)], { blocked: true });
    await settle();
    expect(reported).toEqual(["reloaded", 9, "polling"]);
    await receive(down);
    expect(load).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(POLL);
    await receive(down);
    expect(load).toHaveBeenCalledTimes(2);
  });

  test("a page that nobody looks at is not polled", async () => {
    const { receive, load } = following([at(9)], { blocked: true });
    await settle();
    page.hide();
    await vi.advanceTimersByTimeAsync(POLL * 2);
    await receive(down);
    expect(load).toHaveBeenCalledTimes(1);
    page.look();
    await receive(down);
    expect(load).toHaveBeenCalledTimes(2);
  });
});

test("a connection that is cut is offline, and goes on from where it was", async () => {
  const { reported, receive, load } = following([at(9)], { initial: at(5) });
  await receive({ type: "down" });
  await receive(entries(5, 6));
  await receive(caughtUp(6));
  expect(reported).toEqual([5, "offline", 6, "entries up to 6", "live"]);
  expect(load).not.toHaveBeenCalled();
});
