import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { setServerTime, onClockSet, serverNow } from "./clock.ts";

const DAY = 86_400_000;

afterEach(() => {
  vi.useRealTimers();
  setServerTime(Date.now());
});

test.each([2 * DAY, -2 * DAY, 365 * DAY])("a device whose clock is %d ms off goes by the server's", (off) => {
  vi.useFakeTimers({ now: Date.UTC(2030, 5, 18) + off });
  const listener = vi.fn<() => void>();
  const stop = onClockSet(listener);
  setServerTime(Date.UTC(2030, 5, 18));
  vi.advanceTimersByTime(60_000);
  expect(serverNow()).toBe(Date.UTC(2030, 5, 18) + 60_000);
  expect(listener).toHaveBeenCalledOnce();
  stop();
});

test("a device's clock that is corrected while a page is open is used again", () => {
  vi.useFakeTimers({ now: Date.UTC(2030, 5, 20) });
  setServerTime(Date.UTC(2030, 5, 18));
  vi.setSystemTime(Date.UTC(2030, 5, 18));
  setServerTime(Date.UTC(2030, 5, 18));
  expect(serverNow()).toBe(Date.UTC(2030, 5, 18));
});

test("a response without a time, or one that took a moment, changes nothing", () => {
  vi.useFakeTimers({ now: Date.UTC(2030, 5, 18) });
  const listener = vi.fn<() => void>();
  const stop = onClockSet(listener);
  setServerTime(Date.parse(""));
  setServerTime(Date.now() - 1_500);
  expect([serverNow(), listener.mock.calls.length]).toEqual([Date.UTC(2030, 5, 18), 0]);
  stop();
});

/** These measure durations on this device, for which its own clock is right. */
const measuring = [
  "ui/toast.ts",
  "ui/announcements.ts",
  "live/connection.ts",
  "live/live-socket.ts",
  "live/follow-event.ts",
  "accounts/mail-sent.tsx",
  "chat/composer.tsx",
  // How long ago somebody came in, when that is sent.
  "guests/door/use-offline-door.ts",
];

test("only this file reads the device's clock", () => {
  const files = readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" });
  const asking = files
    .filter((file) => /\.tsx?$/.test(file) && !/test|fixtures|gallery/.test(file))
    .filter((file) => /\bDate\.now\b|\bnew Date\(\)|[^.\w]Date\(\)/.test(readFileSync(join(import.meta.dirname, file), "utf8")))
    .map((file) => file.replaceAll("\\", "/"));
  expect(asking.filter((file) => !measuring.includes(file))).toEqual(["clock.ts"]);
});
