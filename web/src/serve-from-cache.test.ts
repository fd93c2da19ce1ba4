import { expect, test } from "vitest";
import { serveFromCache } from "./serve-from-cache.ts";

const origin = "https://turnout.example";
const plan = (path: string, mode = "cors", method = "GET") => serveFromCache({ url: new URL(path, origin).href, mode, method }, origin);

test("files of the app come from the cache", () => {
  expect(plan("/assets/index-abc.js")).toBe("asset");
});

test("pages come from the network, with the offline page behind them", () => {
  expect(plan("/e/018f", "navigate")).toBe("page");
  expect(plan("/events", "navigate")).toBe("page");
});

test("data is never answered by the service worker", () => {
  expect(plan("/api/events/018f")).toBeNull();
  expect(plan("/api/events/018f/calendar.ics", "navigate")).toBeNull();
  expect(plan("/e/018f", "navigate", "POST")).toBeNull();
  expect(plan("https://elsewhere.example/assets/x.js")).toBeNull();
});
