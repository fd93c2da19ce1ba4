import { expect, test } from "vitest";
import { testApp } from "../testing/test-app.ts";

const { server } = await testApp();
const headers = { host: "turnout.test" };
const send = (method: string, url: string, more = {}) =>
  server.inject({ method: method as "GET", url, headers: { ...headers, ...more }, ...(method === "POST" && { payload: "{" }) });

test.each([
  ["PUT", "/api/auth/session", "GET, HEAD"],
  ["DELETE", "/api/events/any/rsvp?x=1", "PUT"],
  ["TRACE", "/images/any/cover.jpg", "GET, HEAD"],
  ["GET", "/api/auth/sign-in", "POST"],
  ["POST", "/images/any", "GET, HEAD"],
  ["PATCH", "/api/auth/account/", undefined],
])("%s %s is not a method of the path: 405 names those that are, before any body is read", async (method, url, allow) => {
  const reply = await send(method, url, { "content-type": "text/strange" });
  expect(reply.statusCode).toBe(allow ? 405 : 404);
  expect(reply.headers.allow).toBe(allow);
});

test("a path with several methods names each once", async () => {
  const { headers: told } = await send("TRACE", "/api/events/any/guests/any");
  expect(told.allow).toBe("DELETE, PATCH");
});

test("a browser that opens a form's address gets the page that says that nothing is there", async () => {
  const reply = await send("GET", "/e/any/answer", { accept: "text/html" });
  expect(reply.statusCode).toBe(404);
  expect(reply.headers["content-type"]).toContain("text/html");
});
