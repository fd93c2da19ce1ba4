import { afterEach, describe, expect, test, vi } from "vitest";
import { createBackoff, waitForTurn } from "./backoff.ts";
import { endFakeBrowser, fakeBrowser, settle } from "./fake-browser.test-support.ts";

afterEach(endFakeBrowser);

describe("a backoff", () => {
  const chance = (share: number) => vi.spyOn(Math, "random").mockReturnValue(share);

  test("doubles its span with each failure, up to the longest, and starts over after a success", () => {
    chance(1);
    const backoff = createBackoff(100, 1_000);
    expect([1, 2, 3, 4, 5, 6].map(() => backoff.next())).toEqual([100, 200, 400, 800, 1_000, 1_000]);
    backoff.reset();
    expect(backoff.next()).toBe(100);
  });

  test("spreads each wait over its whole span, so that clients do not return together", () => {
    const backoff = createBackoff(100, 1_000);
    chance(0);
    expect(backoff.next()).toBe(0);
    chance(0.5);
    expect(backoff.next()).toBe(100);
  });

  test("waits as long as the server asked, and its own span on top", () => {
    chance(0.5);
    const backoff = createBackoff(100, 1_000);
    expect(backoff.next(5_000)).toBe(5_050);
  });

  test("is finite after any number of failures", () => {
    chance(1);
    const backoff = createBackoff(100, 1_000);
    for (let failure = 0; failure < 2_000; failure++) backoff.next();
    expect(backoff.next()).toBe(1_000);
  });
});

describe("waiting for a turn", () => {
  /** What ends the wait before its minute is over. */
  async function isOverAfter(act: (page: ReturnType<typeof fakeBrowser>, leave: AbortController) => void) {
    const page = fakeBrowser();
    const leave = new AbortController();
    let isOver = false;
    void waitForTurn(60_000, leave.signal).then(() => (isOver = true));
    act(page, leave);
    await settle();
    return isOver;
  }

  test.each([
    ["its time", true, () => vi.advanceTimersByTime(60_000)],
    ["less than its time", false, () => vi.advanceTimersByTime(59_999)],
    ["the network being back", true, (page: ReturnType<typeof fakeBrowser>) => page.online()],
    ["the network being gone", false, (page: ReturnType<typeof fakeBrowser>) => page.offline()],
    ["nobody waiting any more", true, (_page: unknown, leave: AbortController) => leave.abort()],
  ])("after %s it is over: %s", async (_what, isOver, act) => {
    expect(await isOverAfter(act)).toBe(isOver);
  });

  test("is over at once for whoever has left already, and leaves no timer behind", async () => {
    fakeBrowser();
    await waitForTurn(60_000, AbortSignal.abort());
    expect(vi.getTimerCount()).toBe(0);
  });
});
