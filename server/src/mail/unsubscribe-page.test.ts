import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { testApp, testSecret } from "../testing/test-app.ts";
import { ALL_INVITATIONS, eventScope, unsubscribeToken } from "./suppression.ts";

const { server, deps } = await testApp();
const event = `/unsubscribe/${unsubscribeToken(testSecret, "grace@example.org", eventScope(randomUUID()))}`;
const all = `/unsubscribe/${unsubscribeToken(testSecret, "grace@example.org", ALL_INVITATIONS)}`;

const ask = (url: string, language: string, method: "GET" | "POST" = "GET") =>
  server.inject({
    method,
    url,
    headers: {
      host: "turnout.test",
      "accept-language": language,
      ...(method === "POST" && { "content-type": "application/x-www-form-urlencoded" }),
    },
  });

test.each([
  [event, "en", "No more mails about this event?", "Yes, no more mails"],
  [event, "de-AT,de;q=0.9", "Keine Mails mehr zu dieser Veranstaltung?", "Ja, keine Mails mehr"],
  [all, "en", "Never be invited from here again?", "Yes, no more mails"],
  [all, "de", "Nie wieder von hier eingeladen werden?", "Ja, keine Mails mehr"],
])("%s asks in %s", async (url, language, question, button) => {
  const { body, headers, statusCode } = await ask(url, language);
  expect(statusCode).toBe(200);
  expect(body).toContain(`<html lang="${language.slice(0, 2)}">`);
  expect(body).toContain(`<h1>${question}</h1>`);
  expect(body).toContain(`<button>${button}</button>`);
  expect(headers).toMatchObject({ "cache-control": "no-store", vary: expect.stringContaining("accept-language") });
});

test("says in the reader's language that it is done, and for what", async () => {
  expect((await ask(event, "de", "POST")).body).toContain("Du bekommst keine Mails mehr zu dieser Veranstaltung.");
  expect((await ask(all, "en", "POST")).body).toContain("No invitation from here will reach you by mail any more.");
});

test.each(["", "x", "x.y", "eA.", `${event.slice(13, -1)}!`, unsubscribeToken("another secret", "grace@example.org", ALL_INVITATIONS)])(
  "the forged token %j is nobody's: 404, and nothing is written",
  async (token) => {
    const before = await sql`select * from suppressions`.execute(deps.db);
    for (const method of ["GET", "POST"] as const) {
      const { statusCode, body } = await ask(`/unsubscribe/${token}`, "en", method);
      expect(statusCode).toBe(404);
      expect(body).not.toContain("<form");
    }
    expect((await sql`select * from suppressions`.execute(deps.db)).rows).toEqual(before.rows);
  },
);
