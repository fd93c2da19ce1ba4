import { expect, test } from "vitest";
import { clientNetworks } from "../http/client-network.ts";
import { createLineLimits, MAX_FOLLOWS_OF_NETWORK, MAX_LINES_OF_BROWSER, MAX_LINES_OF_NETWORK } from "./line-limits.ts";

const from = (address: string, browser: string | null = null) => ({ networks: clientNetworks(address), browser });
const times = (count: number, act: (at: number) => boolean) => Array.from({ length: count }, (_, at) => act(at)).filter(Boolean).length;

test("one browser has a line for each of its windows, from wherever, and no more", () => {
  const limits = createLineLimits();
  expect(times(100, (at) => limits.take(from(`198.51.100.${at}`, "ada")))).toBe(MAX_LINES_OF_BROWSER);
  expect(limits.take(from("198.51.100.1", "grace"))).toBe(true);
});

test("one network has as many lines as a hall has people; closed ones make room", () => {
  const limits = createLineLimits();
  expect(times(3_000, (at) => limits.take(from("198.51.100.1", `browser ${at}`)))).toBe(MAX_LINES_OF_NETWORK);
  expect(limits.take(from("198.51.100.2"))).toBe(true);
  limits.release(from("198.51.100.1", "browser 7"));
  expect(limits.take(from("198.51.100.1", "browser 7"))).toBe(true);
  expect(limits.take(from("198.51.100.1", "browser 8"))).toBe(false);
});

test("networks of one household count together", () => {
  const limits = createLineLimits();
  const household = (at: number) => from(`2001:db8:1:1${(at % 256).toString(16).padStart(2, "0")}::1`);
  expect(times(9_000, (at) => limits.take(household(at)))).toBe(4 * MAX_LINES_OF_NETWORK);
});

test("one network may follow so often within a window, over however many lines", () => {
  const limits = createLineLimits();
  const { networks } = from("198.51.100.1");
  expect(times(5_000, () => limits.mayFollow(networks))).toBe(MAX_FOLLOWS_OF_NETWORK);
  expect(limits.mayFollow(from("198.51.100.2").networks)).toBe(true);
  limits.newWindow();
  expect(limits.mayFollow(networks)).toBe(true);
});
