import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createAnnouncements } from "./announcements.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function listen() {
  const said: [string[], number][] = [];
  return { said, ...createAnnouncements((sentences, left) => said.push([sentences, left])) };
}

test("announcements within three seconds are read together, in order", () => {
  const { said, announce } = listen();
  announce("Ada is going");
  vi.advanceTimersByTime(0);
  announce("Grace is going");
  announce("Lin says maybe");
  vi.advanceTimersByTime(2_999);
  expect(said).toEqual([[["Ada is going"], 0]]);
  vi.advanceTimersByTime(1);
  expect(said[1]).toEqual([["Grace is going", "Lin says maybe"], 0]);
});

test("a counter is read once, with its latest value", () => {
  const { said, announce } = listen();
  announce("41 going", "tally");
  announce("Ada wrote");
  announce("42 going", "tally");
  vi.advanceTimersByTime(0);
  expect(said).toEqual([[["Ada wrote", "42 going"], 0]]);
});

test("a flood is cut to the three latest, with the number left out", () => {
  const { said, announce } = listen();
  for (let i = 1; i <= 40; i++) announce(`Message ${i}`);
  vi.advanceTimersByTime(0);
  expect(said).toEqual([[["Message 38", "Message 39", "Message 40"], 37]]);
});

test("nothing is read while somebody types", () => {
  const { said, announce, typing } = listen();
  typing();
  announce("Ada is going");
  vi.advanceTimersByTime(1_500);
  typing();
  vi.advanceTimersByTime(1_999);
  expect(said).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(said).toHaveLength(1);
});
