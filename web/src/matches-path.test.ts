import { expect, test } from "vitest";
import { matchesPath } from "./matches-path.ts";

test("a parameter stands for exactly one part of the address", () => {
  expect(matchesPath("/e/:eventId", "/e/018f")).toBe(true);
  expect(matchesPath("/e/:eventId", "/e/018f/")).toBe(true);
  expect(matchesPath("/e/:eventId", "/e/018f/guests")).toBe(false);
  expect(matchesPath("/e/:eventId", "/e/")).toBe(false);
});

test("a star takes whatever no other route took", () => {
  expect(matchesPath("*", "/no/such/page")).toBe(true);
});
