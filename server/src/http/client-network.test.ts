import type { IncomingMessage } from "node:http";
import { expect, test } from "vitest";
import { bareAddress, clientAddress, clientNetworks } from "./client-network.ts";

const from = (forwarded: string | undefined, remoteAddress = "10.0.0.1") =>
  ({
    headers: { ...(forwarded !== undefined && { "x-forwarded-for": forwarded }) },
    socket: { remoteAddress },
  }) as unknown as IncomingMessage;
const keyOf = (text: string) => clientNetworks(bareAddress(text)!)[0]!.key;

test.each([
  "198.51.100.9",
  "198.51.100.9:1001",
  "198.51.100.9:",
  " 198.51.100.9 ",
  '"198.51.100.9:443"',
  "::ffff:198.51.100.9",
  "[::ffff:198.51.100.9]:1001",
  "::FFFF:c633:6409",
  "0:0:0:0:0:ffff:c633:6409",
  "64:ff9b::198.51.100.9", // through a translator
  "[64:FF9B::c633:6409]:1001",
])("%s is one IPv4 address", (text) => {
  expect(bareAddress(text)).toBe("198.51.100.9");
});

test.each([
  "2001:db8:1:2::9",
  "2001:DB8:1:2:0:0:0:a",
  "[2001:db8:1:2::9]",
  "[2001:db8:1:2::9]:1001",
  '"[2001:db8:1:2::9]:443"',
  "2001:db8:1:2:ffff::%eth0",
  "2001:0db8:0001:0002::192.0.2.1",
])("%s is of one household's network", (text) => {
  expect(keyOf(text)).toBe("20010db800010002/64");
});

test.each([
  "",
  "unknown",
  "_hidden",
  "198.51.100",
  "198.51.100.256",
  "1.2.3.4.5",
  "::1::2",
  "[::1",
  "2001:db8::/32",
  "a".repeat(10_000),
  "198.51.100.9:80:80",
])("%j is no address, and counts as the proxy that says so", (text) => {
  expect(bareAddress(text)).toBeNull();
  expect(clientAddress(from(text), 1)).toBe("10.0.0.1");
});

test("exactly the configured number of proxies is trusted", () => {
  const told = "203.0.113.66, 198.51.100.9:4711, 192.0.2.7";
  expect(clientAddress(from(told), 0)).toBe("10.0.0.1");
  expect(clientAddress(from(told), 1)).toBe("192.0.2.7");
  expect(clientAddress(from(told), 2)).toBe("198.51.100.9");
  expect(clientAddress(from(told), 3)).toBe("203.0.113.66");
  expect(clientAddress(from(told), 9)).toBe("203.0.113.66");
  expect(clientAddress(from(undefined, "::ffff:10.0.0.1"), 1)).toBe("10.0.0.1");
});

test("an IPv6 address counts for its wider networks too, with higher limits; an IPv4 address for itself", () => {
  expect(clientNetworks("2001:db8:1:2ff::9")).toEqual([
    { key: "20010db8000102ff/64", share: 1 },
    { key: "20010db8000102/56", share: 4 },
    { key: "20010db80001/48", share: 16 },
  ]);
  expect(clientNetworks("198.51.100.9")).toEqual([{ key: "198.51.100.9", share: 1 }]);
});
