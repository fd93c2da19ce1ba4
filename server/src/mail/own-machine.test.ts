import { expect, test } from "vitest";
import { testApp } from "../testing/test-app.ts";

const publicUrl = "http://localhost:3000";
const own = await testApp({ publicUrl, mailbox: "ownMachine" });
const everybodys = await testApp({ publicUrl: "http://turnout.test", mailbox: "anybody" });
const ask = (headers: Record<string, string>, remoteAddress = "127.0.0.1", url = "/mailbox") =>
  own.server.inject({ url, remoteAddress, headers: { host: "localhost:3000", ...headers } });

test.each([
  ["127.0.0.1", "localhost:3000"],
  ["127.0.0.1", "127.0.0.1:3000"],
  ["::1", "[::1]:3000"],
  ["::ffff:127.0.0.1", "LOCALHOST:3000"],
])("a browser on this machine may read the mailbox: %s, %s", async (peer, host) => {
  expect((await ask({ host }, peer)).statusCode).toBe(200);
});

test.each([
  ["X-Forwarded-For", { "x-forwarded-for": "203.0.113.9" }],
  ["X-Forwarded-Proto", { "x-forwarded-proto": "https" }],
  ["X-Forwarded-Host", { "x-forwarded-host": "turnout.example" }],
  ["an empty X-Forwarded-For", { "x-forwarded-for": "" }],
  ["Forwarded", { forwarded: "for=203.0.113.9" }],
  ["Via", { via: "1.1 proxy" }],
  ["X-Real-IP", { "x-real-ip": "203.0.113.9" }],
  ["a Host with another port", { host: "localhost:3116" }],
  ["a Host without a port", { host: "localhost" }],
  ["a Host with port 1", { host: "127.0.0.1:1" }],
])("a request with %s was forwarded, and may not read the mailbox", async (_what, headers) => {
  for (const url of ["/mailbox", "/mailbox/latest", "/mailbox/0198f5a0-0000-7000-8000-000000000000", "/mailbox.js"])
    expect([url, (await ask(headers, "127.0.0.1", url)).statusCode]).toEqual([url, 404]);
});

test("another machine may not read the mailbox", async () => {
  for (const peer of ["192.0.2.1", "::ffff:192.0.2.1", "2001:db8::1"]) expect((await ask({}, peer)).statusCode).toBe(404);
});

test("when the operator opens it to everybody, proxies and other machines may read it too", async () => {
  const headers = { host: "turnout.test", "x-forwarded-for": "203.0.113.9" };
  expect((await everybodys.server.inject({ url: "/mailbox", remoteAddress: "192.0.2.1", headers })).statusCode).toBe(200);
});
