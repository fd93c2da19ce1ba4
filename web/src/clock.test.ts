import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { hearServerTime, onClockSet, serverNow } from "./clock.ts";

const DAY = 86_400_000;

afterEach(() => {
  vi.useRealTimers();
  hearServerTime(Date.now());
});

test.each([2 * DAY, -2 * DAY, 365 * DAY])("a device whose clock is %d ms off goes by the server's", (off) => {
  vi.useFakeTimers({ now: Date.UTC(2030, 5, 18) + off });
  const told = vi.fn<() => void>();
  const stop = onClockSet(told);
  hearServerTime(Date.UTC(2030, 5, 18));
  vi.advanceTimersByTime(60_000);
  expect(serverNow()).toBe(Date.UTC(2030, 5, 18) + 60_000);
  expect(told).toHaveBeenCalledOnce();
  stop();
});

test("a device whose clock is set right while a page is open is believed again", () => {
  vi.useFakeTimers({ now: Date.UTC(2030, 5, 20) });
  hearServerTime(Date.UTC(2030, 5, 18));
  vi.setSystemTime(Date.UTC(2030, 5, 18));
  hearServerTime(Date.UTC(2030, 5, 18));
  expect(serverNow()).toBe(Date.UTC(2030, 5, 18));
});

test("an answer that says no time, or is a moment under way, changes nothing", () => {
  vi.useFakeTimers({ now: Date.UTC(2030, 5, 18) });
  const told = vi.fn<() => void>();
  const stop = onClockSet(told);
  hearServerTime(Date.parse(""));
  hearServerTime(Date.now() - 1_500);
  expect([serverNow(), told.mock.calls.length]).toEqual([Date.UTC(2030, 5, 18), 0]);
  stop();
});

/** They measure how long something takes on this device, where its own clock is right. */
const measuring = [
  "ui/toast.ts",
  "ui/announcements.ts",
  "live/connection.ts",
  "live/follow-event.ts",
  "accounts/mail-sent.tsx",
  "chat/composer.tsx",
];

test("nothing but this room asks the device what time it is", () => {
  const files = readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" });
  const asking = files
    .filter((file) => /\.tsx?$/.test(file) && !/test|fixtures|gallery/.test(file))
    .filter((file) => /\bDate\.now\b|\bnew Date\(\)|[^.\w]Date\(\)/.test(readFileSync(join(import.meta.dirname, file), "utf8")))
    .map((file) => file.replaceAll("\\", "/"));
  expect(asking.filter((file) => !measuring.includes(file))).toEqual(["clock.ts"]);
});
