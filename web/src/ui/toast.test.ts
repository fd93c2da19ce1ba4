import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { dismissToast, holdToasts, releaseToasts, showToast, subscribeToToasts, toastsShown } from "./toast.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  releaseToasts("pointer");
  releaseToasts("focus");
  for (const { id } of toastsShown()) dismissToast(id);
  vi.useRealTimers();
});

const texts = () => toastsShown().map(({ text }) => text);
const wait = (seconds: number) => vi.advanceTimersByTime(seconds * 1_000);

test.each([
  ["a plain one", {}, 5],
  ["a success", { tone: "success" as const }, 5],
  ["a failure", { tone: "danger" as const }, 10],
  ["one that can be undone", { action: { label: "Undo", run: () => {} } }, 10],
])("%s stays for %j seconds", (_kind, more, seconds) => {
  showToast("Saved", more);
  wait(seconds - 0.001);
  expect(texts()).toEqual(["Saved"]);
  wait(0.001);
  expect(texts()).toEqual([]);
});

test("of more than three the oldest go", () => {
  for (const text of ["a", "b", "c", "d"]) showToast(text);
  expect(texts()).toEqual(["b", "c", "d"]);
});

test("one replaces those that say the same, but none that can be undone, and none while one has the focus", () => {
  const undo = { action: { label: "Undo", run: () => {} } };
  for (const more of [{}, {}, undo, undo]) showToast("Saved", more);
  expect(toastsShown().map(({ action }) => action?.label)).toEqual(["Undo", "Undo"]);
  wait(10);
  showToast("Saved");
  wait(4);
  showToast("Saved");
  wait(1);
  expect(texts()).toEqual(["Saved"]);
  holdToasts("focus");
  showToast("Saved");
  expect(texts()).toEqual(["Saved", "Saved"]);
});

test("each goes in its own time, not with the first", () => {
  showToast("first");
  wait(2);
  showToast("second");
  wait(3);
  expect(texts()).toEqual(["second"]);
  wait(2);
  expect(texts()).toEqual([]);
});

test("none goes while it is read, and those whose time is over go as soon as it is not", () => {
  showToast("Saved");
  holdToasts("pointer");
  holdToasts("focus");
  wait(60);
  releaseToasts("pointer");
  wait(60);
  expect(texts(), "it has the focus").toEqual(["Saved"]);
  releaseToasts("focus");
  wait(0.001);
  expect(texts()).toEqual([]);
});

test("whoever listens hears of each change, until they leave", () => {
  const listener = vi.fn<() => void>();
  const leave = subscribeToToasts(listener);
  const id = showToast("Saved");
  dismissToast(id);
  expect(listener).toHaveBeenCalledTimes(2);
  leave();
  showToast("Again");
  expect(listener).toHaveBeenCalledTimes(2);
});
