import { CLOSE } from "@turnout/contract/live";
import { afterEach, describe, expect, test, vi } from "vitest";
import { CHECK, LINGER, LONGEST_WAIT, openConnection, PROVEN, type Received, SHORTEST_WAIT } from "./connection.ts";
import { endFakeBrowser, fakeBrowser, settle } from "./fake-browser.test-support.ts";
import { ANSWER, OPENING, PATIENCE, SILENCE } from "./live-socket.ts";
import { RETRY_ELSEWHERE } from "./successor.ts";

afterEach(endFakeBrowser);

const position = () => ({ epoch: "one", after: 7 });
const follow = { type: "follow", eventId: "e", epoch: "one", after: 7 };

/** Follows event `e`; `leave` ends that. */
function subscribe(connection: ReturnType<typeof openConnection>) {
  const leaving = new AbortController();
  const received: Received[] = [];
  void (async () => {
    for await (const one of connection.frames("e", position, leaving.signal)) received.push(one);
  })();
  return { received, leave: () => leaving.abort() };
}

async function upAndFollowed() {
  const browser = fakeBrowser();
  const connection = openConnection("ws://here/live");
  const one = subscribe(connection);
  browser.newest().open();
  await settle();
  return { browser, connection, ...one };
}

/** The wait before the next socket is opened (ms). */
async function waitForSocket(browser: ReturnType<typeof fakeBrowser>): Promise<number> {
  const before = browser.sockets.length;
  for (let waited = 0; waited <= LONGEST_WAIT; waited += 10) {
    if (browser.sockets.length > before) return waited;
    await vi.advanceTimersByTimeAsync(10);
  }
  return Infinity;
}

test("a new socket follows from the reader's position, and so does every later one", async () => {
  const { browser, received } = await upAndFollowed();
  expect(browser.newest().sent).toEqual([follow]);
  browser.newest().cut();
  await waitForSocket(browser);
  browser.newest().open();
  await settle();
  expect(received).toEqual([{ type: "down" }]);
  expect(browser.newest().sent).toEqual([follow]);
});

test("going from page to page keeps the connection; it closes once nothing has needed it for a while", async () => {
  const { browser, connection, leave } = await upAndFollowed();
  leave();
  await vi.advanceTimersByTimeAsync(LINGER - 100);
  const next = subscribe(connection);
  await vi.advanceTimersByTimeAsync(LINGER * 2);
  expect(browser.sockets).toHaveLength(1);
  expect(browser.newest().sent).toEqual([follow, { type: "unfollow", eventId: "e" }, follow]);
  next.leave();
  await vi.advanceTimersByTimeAsync(LINGER + 10);
  expect(browser.newest().readyState).toBe(WebSocket.CLOSED);
  expect(browser.sockets).toHaveLength(1);
});

test("a new session opens exactly one new socket, and never closes one that is not open yet", async () => {
  const { browser, connection, leave } = await upAndFollowed();
  leave();
  connection.reconnect();
  await settle();
  const next = subscribe(connection);
  await settle();
  connection.reconnect();
  expect(browser.sockets).toHaveLength(3);
  for (const socket of browser.sockets) socket.open();
  await vi.advanceTimersByTimeAsync(LINGER);
  expect(browser.sockets).toHaveLength(3);
  expect(browser.sockets.map((socket) => socket.readyState)).toEqual([WebSocket.CLOSED, WebSocket.CLOSED, WebSocket.OPEN]);
  expect(browser.sockets.some((socket) => socket.complained)).toBe(false);
  expect(next.received).toEqual([]);
});

test("waits double up to the longest and are drawn from the whole span", async () => {
  const { browser } = await upAndFollowed();
  for (const [at, drawn] of [0.99, 0.99, 0.99, 0.5, 0.99, 0.99, 0].entries()) {
    vi.spyOn(Math, "random").mockReturnValue(drawn);
    browser.newest().cut();
    const span = Math.min(LONGEST_WAIT, SHORTEST_WAIT * 2 ** at);
    const waited = await waitForSocket(browser);
    expect(waited).toBeGreaterThanOrEqual(span * drawn);
    expect(waited).toBeLessThanOrEqual(span * drawn + 10);
  }
});

test("a server that accepts and drops at once is not stormed; after a connection that lasted, waits start over", async () => {
  vi.spyOn(Math, "random").mockReturnValue(0.999);
  const { browser } = await upAndFollowed();
  for (const at of [0, 1, 2]) {
    browser.newest().open();
    browser.newest().cut(CLOSE.tooSlow);
    expect(await waitForSocket(browser)).toBeGreaterThan(SHORTEST_WAIT * 2 ** at * 0.9);
  }
  browser.newest().open();
  await vi.advanceTimersByTimeAsync(PROVEN);
  browser.newest().cut();
  expect(await waitForSocket(browser)).toBeLessThanOrEqual(SHORTEST_WAIT);
});

test("close codes of 4500 and above mean never; all others mean come back", async () => {
  for (const code of [1000, 1001, 1006, 1011, CLOSE.goingAway, CLOSE.tooSlow, CLOSE.sessionEnded, 4499]) {
    const { browser } = await upAndFollowed();
    browser.newest().cut(code);
    expect(await waitForSocket(browser), String(code)).toBeLessThanOrEqual(SHORTEST_WAIT);
    endFakeBrowser();
  }
  for (const code of [CLOSE.badMessages, CLOSE.notAllowed, 4999]) {
    const { browser, connection } = await upAndFollowed();
    browser.newest().cut(code);
    expect(await waitForSocket(browser), String(code)).toBe(Infinity);
    connection.reconnect();
    expect(browser.sockets, "somebody else may come in").toHaveLength(2);
    endFakeBrowser();
  }
});

const goElsewhere = (withinMs = 0) => ({ type: "goElsewhere", withinMs });
const entries = (after: number, upTo: number) => ({ type: "entries", eventId: "e", after, upTo, entries: [] });
const caughtUp = (seq: number) => ({ type: "caughtUp", eventId: "e", seq, viewer: { class: "guest", personId: null } });

/** A page that has followed for long enough, and whose server is leaving: its second socket exists, and is not open yet. */
async function leaving() {
  const scene = await upAndFollowed();
  const first = scene.browser.newest();
  await vi.advanceTimersByTimeAsync(PROVEN);
  first.deliver(goElsewhere());
  await settle();
  expect(scene.browser.sockets).toHaveLength(2);
  return { ...scene, first, second: scene.browser.newest() };
}

describe("a client that is sent elsewhere", () => {
  test("opens a second socket at a random moment, once", async () => {
    vi.spyOn(Math, "random").mockReturnValue(0.5);
    const { browser } = await upAndFollowed();
    const first = browser.newest();
    await vi.advanceTimersByTimeAsync(PROVEN);
    first.deliver(goElsewhere(4_000));
    first.deliver(goElsewhere(4_000));
    await vi.advanceTimersByTimeAsync(1_990);
    expect(browser.sockets).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(20);
    browser.newest().open();
    browser.newest().deliver(caughtUp(7));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(browser.sockets).toHaveLength(2);
  });

  test("lets the first go only once the second has caught up, and neither misses a frame nor looks offline", async () => {
    const { received, first, second } = await leaving();
    second.open();
    expect(second.sent).toEqual([follow]);
    first.deliver(entries(7, 8));
    second.deliver(entries(7, 9));
    await settle();
    expect(received, "what the second one brings waits until it is complete").toEqual([entries(7, 8)]);
    expect(first.readyState).toBe(WebSocket.OPEN);
    second.deliver(caughtUp(9));
    await settle();
    expect(first.readyState).toBe(WebSocket.CLOSED);
    first.deliver(entries(8, 9));
    second.deliver(entries(9, 10));
    await settle();
    expect(received).toEqual([entries(7, 8), entries(7, 9), caughtUp(9), entries(9, 10)]);
  });

  test("tries again soon, as often as it is refused, keeps the first socket meanwhile, and waits no longer for it later", async () => {
    vi.spyOn(Math, "random").mockReturnValue(0.999);
    const { browser, received, first } = await leaving();
    for (const code of [1006, 1006, 1006, CLOSE.goingAway, CLOSE.tooMany, 1006]) {
      browser.newest().cut(code);
      expect(await waitForSocket(browser)).toBeLessThanOrEqual(RETRY_ELSEWHERE);
    }
    expect(first.readyState).toBe(WebSocket.OPEN);
    browser.newest().open();
    browser.newest().deliver(caughtUp(7));
    await settle();
    browser.newest().cut();
    expect(await waitForSocket(browser), "the wait after a first failure").toBeLessThanOrEqual(SHORTEST_WAIT);
    expect(received.filter(({ type }) => type === "down")).toHaveLength(1);
  });

  test("does not stay with a second server that is leaving as well, or is the same one", async () => {
    const { browser, received, first, second } = await leaving();
    second.open();
    second.deliver(goElsewhere());
    expect(second.readyState).toBe(WebSocket.CLOSED);
    expect(await waitForSocket(browser)).toBeGreaterThanOrEqual(RETRY_ELSEWHERE / 2 - 10);
    expect(first.readyState).toBe(WebSocket.OPEN);
    expect(received).toEqual([]);
  });

  test("goes on with the second socket when the first one's server does not wait for it", async () => {
    const { browser, received, first, second } = await leaving();
    second.open();
    second.deliver(entries(7, 8));
    first.cut(CLOSE.goingAway);
    second.deliver(caughtUp(8));
    await vi.advanceTimersByTimeAsync(LONGEST_WAIT);
    expect(browser.sockets).toHaveLength(2);
    expect(received).toEqual([{ type: "down" }, entries(7, 8), caughtUp(8)]);
  });

  test("gives up a second socket that does not open or does not answer, and tries another one", async () => {
    const { browser, first, second } = await leaving();
    const keepFirstAlive = setInterval(() => first.deliver(caughtUp(7)), 1_000);
    await vi.advanceTimersByTimeAsync(OPENING + CHECK + RETRY_ELSEWHERE);
    expect(browser.sockets).toHaveLength(3);
    browser.newest().open();
    const [third, keepThirdAlive] = [browser.newest(), setInterval(() => browser.sockets[2]!.deliver({ type: "pong" }), 1_000)];
    await vi.advanceTimersByTimeAsync(ANSWER + CHECK + RETRY_ELSEWHERE);
    clearInterval(keepFirstAlive);
    clearInterval(keepThirdAlive);
    expect(third.readyState).toBe(WebSocket.CLOSED);
    expect(browser.sockets).toHaveLength(4);
    second.open();
    expect(second.readyState, "a late one is closed").toBe(WebSocket.CLOSED);
    expect(first.readyState).toBe(WebSocket.OPEN);
  });

  test("follows what comes on screen meanwhile over both, and waits for that too", async () => {
    const { connection, first, second } = await leaving();
    second.open();
    const other: Received[] = [];
    void (async () => {
      for await (const one of connection.frames("f", position, new AbortController().signal)) other.push(one);
    })();
    await settle();
    for (const socket of [first, second]) expect(socket.sent.at(-1)).toEqual({ ...follow, eventId: "f" });
    second.deliver(caughtUp(7));
    expect(first.readyState).toBe(WebSocket.OPEN);
    first.deliver({ ...caughtUp(7), eventId: "f" });
    second.deliver({ type: "reset", eventId: "f", reason: "pruned" });
    await settle();
    expect(first.readyState).toBe(WebSocket.CLOSED);
    expect(other.map(({ type }) => type)).toEqual(["caughtUp", "reset"]);
  });

  test("does not hurry from server to server: a young socket is kept for a moment", async () => {
    const { browser } = await upAndFollowed();
    browser.newest().deliver(goElsewhere());
    await vi.advanceTimersByTimeAsync(RETRY_ELSEWHERE / 2 - 10);
    expect(browser.sockets).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(RETRY_ELSEWHERE / 2 + 10);
    expect(browser.sockets).toHaveLength(2);
  });

  test("starts from one socket again when somebody else signs in or the network goes", async () => {
    for (const interrupt of ["reconnect", "offline"]) {
      const { browser, connection, first, second } = await leaving();
      second.open();
      if (interrupt === "reconnect") connection.reconnect();
      else browser.offline();
      expect([first.readyState, second.readyState]).toEqual([WebSocket.CLOSED, WebSocket.CLOSED]);
      await vi.advanceTimersByTimeAsync(SHORTEST_WAIT + RETRY_ELSEWHERE);
      expect(browser.sockets, interrupt).toHaveLength(3);
      endFakeBrowser();
    }
  });
});

test("back online, nobody waits", async () => {
  vi.spyOn(Math, "random").mockReturnValue(0.999);
  const { browser, received } = await upAndFollowed();
  browser.offline();
  await settle();
  expect(received).toEqual([{ type: "down" }]);
  browser.online();
  expect(browser.sockets).toHaveLength(2);
});

test("a silent connection is pinged, and given up when no pong comes", async () => {
  const { browser, received } = await upAndFollowed();
  await vi.advanceTimersByTimeAsync(SILENCE + CHECK);
  expect(browser.newest().sent.at(-1)).toEqual({ type: "ping" });
  browser.newest().deliver({ type: "presence", eventId: "e", count: 1, people: [] });
  await vi.advanceTimersByTimeAsync(SILENCE - CHECK);
  expect(browser.sockets).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(PATIENCE + 2 * CHECK + SHORTEST_WAIT);
  expect(received.at(-1)).toEqual({ type: "down" });
  expect(browser.sockets).toHaveLength(2);
});

test("a page that is visible again does not trust a connection that stays silent", async () => {
  const { browser } = await upAndFollowed();
  await vi.advanceTimersByTimeAsync(1_000);
  browser.look();
  await vi.advanceTimersByTimeAsync(PATIENCE + SHORTEST_WAIT);
  expect(browser.sockets).toHaveLength(2);
});

test("a socket that is still opening when the page is visible again has its whole time to open", async () => {
  const browser = fakeBrowser();
  subscribe(openConnection("ws://here/live"));
  await vi.advanceTimersByTimeAsync(1_000);
  browser.look();
  await vi.advanceTimersByTimeAsync(OPENING - 1_000);
  expect(browser.sockets).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(CHECK + SHORTEST_WAIT);
  expect(browser.sockets).toHaveLength(2);
});

test("a server that answers pings but sends nothing of the event is asked again on a new socket", async () => {
  const { browser } = await upAndFollowed();
  for (let waited = 0; waited <= ANSWER; waited += 10_000) {
    browser.newest().deliver({ type: "pong" });
    await vi.advanceTimersByTimeAsync(10_000);
  }
  await vi.advanceTimersByTimeAsync(CHECK + SHORTEST_WAIT);
  expect(browser.sockets).toHaveLength(2);
});

test("a socket that does not open is given up, and so is one that sends invalid frames", async () => {
  const { browser } = await upAndFollowed();
  browser.newest().deliver("{nonsense");
  await waitForSocket(browser);
  expect(browser.sockets).toHaveLength(2);
  await vi.advanceTimersByTimeAsync(OPENING + CHECK + 2 * SHORTEST_WAIT);
  expect(browser.sockets).toHaveLength(3);
});
