import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { createEvent } from "../events/commands.ts";
import { inviteGuests } from "../invitations/commands.ts";
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

const preview = (form: Record<string, string>, languages = "en-GB", path = "invitations/preview") =>
  server.inject({
    method: "POST",
    url: `/api/events/${eventId}/${path}`,
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

test("what a host writes is shown as that guest gets it: their name, their language, and whether a reply reaches the host", async () => {
  const guestId = randomUUID();
  const guest = { guestId, name: "Lise Meitner", email: "lise@example.org", plusOnesAllowed: 0, locale: "de" as const };
  const invite = { commandId: randomUUID(), guests: [guest], send: false, message: "" };
  await deps.changeEvent(eventId, inviteGuests, invite, asUser({ id, name: "Ada" }));
  const shown = (form: Record<string, string>) =>
    preview({ name: "Grace", kind: "words", subject: "Hats", text: "Bring a hat.", ...form }, "en-GB", "bulletin-preview");
  const { body } = await shown({ guestId });
  for (const part of ["<title>Hats</title>", "Hallo Lise,", "19. Dezember 2030", "Bring a hat."]) expect(body).toContain(part);
  expect(body).not.toContain("Grace");
  expect((await shown({})).body).toContain("Hi Grace,");
  const reply = "Antworte einfach auf diese E-Mail";
  expect(body).toContain(reply);
  await deps.db.updateTable("users").set({ takes_replies: false }).where("id", "=", id).execute();
  expect((await shown({ guestId })).body).not.toContain(reply);
  const unknown = await shown({ guestId: randomUUID() });
  expect([unknown.statusCode, unknown.json<{ code: string }>().code]).toEqual([404, "guest_not_found"]);
});
