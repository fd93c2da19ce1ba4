import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { errandAt, leaveErrand, takeErrand } from "./errand.ts";

beforeEach(() => {
  vi.useFakeTimers();
  const items = new Map<string, string>();
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("an errand is run once, at its own page, whichever tab comes first", () => {
  leaveErrand("/events/new?draft=1", { kind: "publishDraft" });
  expect(takeErrand("/events/new?draft=2", "publishDraft")).toBe(false);
  expect(takeErrand("/events/new?draft=1", "keepInvitation")).toBe(false);
  expect(takeErrand("/events/new?draft=1", "publishDraft")).toBe(true);
  expect(takeErrand("/events/new?draft=1", "publishDraft")).toBe(false);
});

test("an errand is forgotten after a day, when no emailed link works any more", () => {
  leaveErrand("/e/1", { kind: "keepInvitation", name: "Grace" });
  vi.advanceTimersByTime(24 * 60 * 60 * 1000 - 1);
  expect(errandAt("/e/1")).toMatchObject({ kind: "keepInvitation", name: "Grace" });
  vi.advanceTimersByTime(1);
  expect(errandAt("/e/1")).toBeNull();
  expect(takeErrand("/e/1", "keepInvitation")).toBe(false);
});

test("a browser without storage has no errands, and nothing breaks", () => {
  vi.stubGlobal("localStorage", undefined);
  leaveErrand("/e/1", { kind: "keepInvitation" });
  expect(errandAt("/e/1")).toBeNull();
});
