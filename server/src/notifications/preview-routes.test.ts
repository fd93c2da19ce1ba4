import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { createEvent } from "../events/commands.ts";
import { asUser } from "../testing/world.ts";
import { testApp, testUrl } from "../testing/test-app.ts";
import { hashPassword } from "../accounts/password-hash.ts";
import { createAccount } from "../accounts/accounts.ts";

const { server, deps } = await testApp();
const { host } = new URL(testUrl);
const password = "tangerine-kayak-7";
const ada = { name: "Ada", email: "ada@example.org" };
const id = (await deps.db
  .transaction()
  .execute(async (tx) => createAccount(tx, { ...ada, locale: "en", passwordHash: await hashPassword(password) })))!;
const signIn = await server.inject({
  method: "POST",
  url: "/api/auth/sign-in",
  headers: { host, origin: testUrl },
  payload: { email: ada.email, password },
});
const cookie = [signIn.headers["set-cookie"] ?? []]
  .flat()
  .map((line) => line.split(";")[0])
  .join("; ");
const eventId = randomUUID();
const fields = { title: "Picnic", starts: "2030-12-19T19:00", zone: "Europe/London" };
await deps.changeEvent(eventId, createEvent, { commandId: randomUUID(), eventId, fields }, asUser({ id, name: "Ada" }), {
  opensEvent: true,
});

const preview = (form: Record<string, string>, languages = "en-GB") =>
  server.inject({
    method: "POST",
    url: `/api/events/${eventId}/invitations/preview`,
    headers: { host, origin: testUrl, cookie, "content-type": "application/x-www-form-urlencoded", "accept-language": languages },
    payload: new URLSearchParams(form).toString(),
  });

test("shows the email itself: greeting, the host's words, dates, answers and cover", async () => {
  const { statusCode, body } = await preview({ name: "Grace Hopper", locale: "", message: "Bring <b>a hat</b>." });
  expect(statusCode).toBe(200);
  for (const part of [
    "<title>Ada invites you: Picnic</title>",
    "Hi Grace,",
    "Bring &lt;b&gt;a hat&lt;/b&gt;.",
    "19 December 2030",
    "Can’t make it",
  ])
    expect(body).toContain(part);
  expect(body).toContain(`<img src="${testUrl}/covers/`);
  expect((await preview({ name: "Grace", locale: "", message: "" }, "en-US")).body).toContain("December 19, 2030");
  expect((await preview({ name: "Grace", locale: "de", message: "" })).body).toContain("Ada lädt dich ein");
});

test("runs nothing, loads only our pictures, and is framed by our own pages alone", async () => {
  const { headers } = await preview({ name: "Grace", locale: "", message: "" });
  const policy = String(headers["content-security-policy"]);
  for (const rule of ["sandbox allow-same-origin", "default-src 'none'", "img-src 'self'", "frame-ancestors 'self'"])
    expect(policy).toContain(rule);
  expect(policy).not.toContain("script");
  expect(headers["cache-control"]).toBe("no-store");
});

test("the longest message fits, whatever its characters; a longer one is refused", async () => {
  expect((await preview({ name: "Grace", locale: "", message: "漢".repeat(1_000) })).statusCode).toBe(200);
  expect((await preview({ name: "Grace", locale: "", message: "x".repeat(1_001) })).statusCode).toBe(400);
});
