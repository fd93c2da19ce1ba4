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
  [event, "en", "Unsubscribe from this event?", "Unsubscribe from this event"],
  [event, "de-AT,de;q=0.9", "Keine E-Mails mehr zu diesem Event?", "Gar keine E-Mails zu diesem Event"],
  [all, "en", "No more invitations from this site?", "Stop all invitations"],
  [all, "de", "Keine Einladungen mehr von dieser Seite?", "Keine Einladungen mehr"],
])("%s asks in %s", async (url, language, question, button) => {
  const { body, headers, statusCode } = await ask(url, language);
  expect(statusCode).toBe(200);
  expect(body).toContain(`<html lang="${language.slice(0, 2)}">`);
  expect(body).toContain(`<h1>${question}</h1>`);
  expect(body).toContain(`>${button}</button>`);
  expect(headers).toMatchObject({ "cache-control": "no-store", vary: expect.stringContaining("accept-language") });
});

test("the confirmation is in the reader's language and names what it is for", async () => {
  expect((await ask(event, "de", "POST")).body).toContain("Du bekommst keine E-Mails mehr zu diesem Event.");
  expect((await ask(all, "en", "POST")).body).toContain("You won’t get any more invitations from this site.");
});

test.each(["", "x", "x.y", "eA.", `${event.slice(13, -1)}!`, unsubscribeToken("another secret", "grace@example.org", ALL_INVITATIONS)])(
  "the forged token %j gets 404, and nothing is written",
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
