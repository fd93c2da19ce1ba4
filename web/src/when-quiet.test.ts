import { afterEach, beforeEach, expect, test, vi } from "vitest";

const onWindow = new EventTarget();
beforeEach(() => {
  vi.useFakeTimers();
  vi.resetModules();
  vi.stubGlobal("addEventListener", onWindow.addEventListener.bind(onWindow));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Whether what waits for the page to be quiet has begun. */
async function begun() {
  const { whenQuiet, LONGEST_WAIT } = await import("./when-quiet.ts");
  let count = 0;
  void whenQuiet().then(() => count++);
  void whenQuiet().then(() => count++);
  return { count: async () => (await vi.advanceTimersByTimeAsync(0), count), LONGEST_WAIT };
}

test("a browser that tells when it is idle is asked, once, and waits no longer than it may", async () => {
  const idle = vi.fn<(then: () => void, options: { timeout: number }) => void>();
  vi.stubGlobal("requestIdleCallback", idle);
  const { count, LONGEST_WAIT } = await begun();
  expect(await count()).toBe(0);
  expect(idle).toHaveBeenCalledTimes(1);
  expect(idle.mock.calls[0]![1]).toEqual({ timeout: LONGEST_WAIT });
  idle.mock.calls[0]![0]();
  expect(await count()).toBe(2);
});

test.each(["pointerdown", "keydown", "focusin"])("the first %s does not wait", async (touch) => {
  vi.stubGlobal("requestIdleCallback", () => {});
  const { count } = await begun();
  onWindow.dispatchEvent(new Event("scroll"));
  expect(await count()).toBe(0);
  onWindow.dispatchEvent(new Event(touch));
  expect(await count()).toBe(2);
});

test("a browser that does not tell waits a moment", async () => {
  vi.stubGlobal("requestIdleCallback", undefined);
  const { count, LONGEST_WAIT } = await begun();
  vi.advanceTimersByTime(LONGEST_WAIT / 10 - 1);
  expect(await count()).toBe(0);
  vi.advanceTimersByTime(1);
  expect(await count()).toBe(2);
});
