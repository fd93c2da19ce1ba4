import { expect, test } from "vitest";
import { clientNetworks } from "../http/client-network.ts";
import {
  createConnectionLimits,
  MAX_FOLLOWS_PER_NETWORK,
  MAX_CONNECTIONS_PER_BROWSER,
  MAX_CONNECTIONS_PER_NETWORK,
} from "./connection-limits.ts";

const from = (address: string, browser: string | null = null) => ({ networks: clientNetworks(address), browser });
const times = (count: number, act: (at: number) => unknown) => Array.from({ length: count }, (_, at) => act(at)).filter(Boolean).length;

test("one browser may have 32 connections, from any address, and no more", () => {
  const limits = createConnectionLimits();
  expect(times(100, (at) => limits.take(from(`198.51.100.${at}`, "ada")))).toBe(MAX_CONNECTIONS_PER_BROWSER);
  expect(limits.take(from("198.51.100.1", "grace"))).toBe(true);
});

test("one network may have 1,000 connections; closed ones make room", () => {
  const limits = createConnectionLimits();
  const caller = (at: number) => from("198.51.100.1", `browser ${at}`);
  const take = (at: number) => limits.take(caller(at));
  expect(times(3_000, take)).toBe(MAX_CONNECTIONS_PER_NETWORK);
  expect(limits.take(from("198.51.100.2"))).toBe(true);
  limits.release(caller(7));
  expect(take(7)).toBe(true);
  expect(take(8)).toBe(false);
});

test("the /64 networks of one household count together", () => {
  const limits = createConnectionLimits();
  const household = (at: number) => from(`2001:db8:1:1${(at % 256).toString(16).padStart(2, "0")}::1`);
  expect(times(9_000, (at) => limits.take(household(at)))).toBe(4 * MAX_CONNECTIONS_PER_NETWORK);
});

test("one network may follow so often within a window, over any number of connections", () => {
  const limits = createConnectionLimits();
  const { networks } = from("198.51.100.1");
  expect(times(5_000, () => limits.mayFollow(networks))).toBe(MAX_FOLLOWS_PER_NETWORK);
  expect(limits.mayFollow(from("198.51.100.2").networks)).toBe(true);
  limits.newWindow();
  expect(limits.mayFollow(networks)).toBe(true);
});
