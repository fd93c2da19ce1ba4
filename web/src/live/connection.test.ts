import { CLOSE } from "@turnout/contract/live";
import { afterEach, expect, test, vi } from "vitest";
import {
  ANSWER,
  CHECK,
  type Heard,
  LINGER,
  LONGEST_WAIT,
  openConnection,
  OPENING,
  PATIENCE,
  PROVEN,
  SHORTEST_WAIT,
  SILENCE,
} from "./connection.ts";
import { endFakeBrowser, fakeBrowser, settle } from "./fake-browser.test-support.ts";

afterEach(endFakeBrowser);

const position = () => ({ epoch: "one", after: 7 });
const follow = { type: "follow", eventId: "e", epoch: "one", after: 7 };

/** Follows event `e`; `leave` ends that. */
function follower(connection: ReturnType<typeof openConnection>) {
  const leaving = new AbortController();
  const heard: Heard[] = [];
  void (async () => {
    for await (const one of connection.frames("e", position, leaving.signal)) heard.push(one);
  })();
  return { heard, leave: () => leaving.abort() };
}

async function upAndFollowed() {
  const browser = fakeBrowser();
  const connection = openConnection("ws://here/live");
  const one = follower(connection);
  browser.newest().open();
  await settle();
  return { browser, connection, ...one };
}

/** The wait before the line after this one is opened (ms). */
async function waitForLine(browser: ReturnType<typeof fakeBrowser>): Promise<number> {
  const before = browser.lines.length;
  for (let waited = 0; waited <= LONGEST_WAIT; waited += 10) {
    if (browser.lines.length > before) return waited;
    await vi.advanceTimersByTimeAsync(10);
  }
  return Infinity;
}

test("a new line asks for what comes after the reader's position, and so does every later one", async () => {
  const { browser, heard } = await upAndFollowed();
  expect(browser.newest().said).toEqual([follow]);
  browser.newest().cut();
  await waitForLine(browser);
  browser.newest().open();
  await settle();
  expect(heard).toEqual([{ type: "down" }]);
  expect(browser.newest().said).toEqual([follow]);
});

test("going from page to page keeps the line; it closes once nothing has needed it for a while", async () => {
  const { browser, connection, leave } = await upAndFollowed();
  leave();
  await vi.advanceTimersByTimeAsync(LINGER - 100);
  const next = follower(connection);
  await vi.advanceTimersByTimeAsync(LINGER * 2);
  expect(browser.lines).toHaveLength(1);
  expect(browser.newest().said).toEqual([follow, { type: "unfollow", eventId: "e" }, follow]);
  next.leave();
  await vi.advanceTimersByTimeAsync(LINGER + 10);
  expect(browser.newest().readyState).toBe(WebSocket.CLOSED);
  expect(browser.lines).toHaveLength(1);
});

test("becoming somebody else opens exactly one new line, and never closes one that is not open yet", async () => {
  const { browser, connection, leave } = await upAndFollowed();
  leave();
  connection.reconnect();
  await settle();
  const next = follower(connection);
  await settle();
  connection.reconnect();
  expect(browser.lines).toHaveLength(3);
  for (const line of browser.lines) line.open();
  await vi.advanceTimersByTimeAsync(LINGER);
  expect(browser.lines).toHaveLength(3);
  expect(browser.lines.map((line) => line.readyState)).toEqual([WebSocket.CLOSED, WebSocket.CLOSED, WebSocket.OPEN]);
  expect(browser.lines.some((line) => line.complained)).toBe(false);
  expect(next.heard).toEqual([]);
});

test("waits double up to the longest and are drawn from the whole span", async () => {
  const { browser } = await upAndFollowed();
  for (const [at, drawn] of [0.99, 0.99, 0.99, 0.5, 0.99, 0.99, 0].entries()) {
    vi.spyOn(Math, "random").mockReturnValue(drawn);
    browser.newest().cut();
    const span = Math.min(LONGEST_WAIT, SHORTEST_WAIT * 2 ** at);
    const waited = await waitForLine(browser);
    expect(waited).toBeGreaterThanOrEqual(span * drawn);
    expect(waited).toBeLessThanOrEqual(span * drawn + 10);
  }
});

test("a server that takes lines and drops them at once is not stormed; a line that held for a while starts over", async () => {
  vi.spyOn(Math, "random").mockReturnValue(0.999);
  const { browser } = await upAndFollowed();
  for (const at of [0, 1, 2]) {
    browser.newest().open();
    browser.newest().cut(CLOSE.tooSlow);
    expect(await waitForLine(browser)).toBeGreaterThan(SHORTEST_WAIT * 2 ** at * 0.9);
  }
  browser.newest().open();
  await vi.advanceTimersByTimeAsync(PROVEN);
  browser.newest().cut();
  expect(await waitForLine(browser)).toBeLessThanOrEqual(SHORTEST_WAIT);
});

test("close codes of 4500 and above mean never; all others mean come back", async () => {
  for (const code of [1000, 1001, 1006, 1011, CLOSE.goingAway, CLOSE.tooSlow, CLOSE.sessionEnded, 4499]) {
    const { browser } = await upAndFollowed();
    browser.newest().cut(code);
    expect(await waitForLine(browser), String(code)).toBeLessThanOrEqual(SHORTEST_WAIT);
    endFakeBrowser();
  }
  for (const code of [CLOSE.badMessages, CLOSE.notAllowed, 4999]) {
    const { browser, connection } = await upAndFollowed();
    browser.newest().cut(code);
    expect(await waitForLine(browser), String(code)).toBe(Infinity);
    connection.reconnect();
    expect(browser.lines, "somebody else may come in").toHaveLength(2);
    endFakeBrowser();
  }
});

test("who is told to go elsewhere goes at a moment of their own, once, and does not look offline", async () => {
  vi.spyOn(Math, "random").mockReturnValue(0.5);
  const { browser, heard } = await upAndFollowed();
  browser.newest().tell({ type: "goElsewhere", withinMs: 4_000 });
  browser.newest().tell({ type: "goElsewhere", withinMs: 4_000 });
  await vi.advanceTimersByTimeAsync(1_990);
  expect(browser.lines).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(20);
  browser.newest().open();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(browser.lines).toHaveLength(2);
  expect(heard).toEqual([]);
});

test("back online, nobody waits", async () => {
  vi.spyOn(Math, "random").mockReturnValue(0.999);
  const { browser, heard } = await upAndFollowed();
  browser.offline();
  await settle();
  expect(heard).toEqual([{ type: "down" }]);
  browser.online();
  expect(browser.lines).toHaveLength(2);
});

test("a line that has gone silent is asked, and given up when it does not answer", async () => {
  const { browser, heard } = await upAndFollowed();
  await vi.advanceTimersByTimeAsync(SILENCE + CHECK);
  expect(browser.newest().said.at(-1)).toEqual({ type: "ping" });
  browser.newest().tell({ type: "presence", eventId: "e", count: 1, people: [] });
  await vi.advanceTimersByTimeAsync(SILENCE - CHECK);
  expect(browser.lines).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(PATIENCE + 2 * CHECK + SHORTEST_WAIT);
  expect(heard.at(-1)).toEqual({ type: "down" });
  expect(browser.lines).toHaveLength(2);
});

test("a page that is looked at again does not trust a line that stays silent", async () => {
  const { browser } = await upAndFollowed();
  await vi.advanceTimersByTimeAsync(1_000);
  browser.look();
  await vi.advanceTimersByTimeAsync(PATIENCE + SHORTEST_WAIT);
  expect(browser.lines).toHaveLength(2);
});

test("a server that is there but says nothing about the event is asked again on a new line", async () => {
  const { browser } = await upAndFollowed();
  for (let waited = 0; waited <= ANSWER; waited += 10_000) {
    browser.newest().tell({ type: "pong" });
    await vi.advanceTimersByTimeAsync(10_000);
  }
  await vi.advanceTimersByTimeAsync(CHECK + SHORTEST_WAIT);
  expect(browser.lines).toHaveLength(2);
});

test("a line that does not open is given up, and one that talks nonsense too", async () => {
  const { browser } = await upAndFollowed();
  browser.newest().tell("{nonsense");
  await waitForLine(browser);
  expect(browser.lines).toHaveLength(2);
  await vi.advanceTimersByTimeAsync(OPENING + CHECK + 2 * SHORTEST_WAIT);
  expect(browser.lines).toHaveLength(3);
});
