import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { testApp, testSecret, testUrl } from "../testing/test-app.ts";
import { eventScope, isSuppressed, readUnsubscribeToken, unsubscribeToken } from "./suppression.ts";

const { server, deps } = await testApp();
const { host } = new URL(testUrl);

function aLink() {
  const [email, scope] = [`${randomUUID()}@example.org`, eventScope(randomUUID())];
  const ask = (method: "GET" | "HEAD" | "POST", type?: string, payload?: string) =>
    server.inject({
      method,
      url: `/unsubscribe/${unsubscribeToken(testSecret, email, scope)}`,
      headers: { host, ...(type && { "content-type": type, origin: "https://mail.example" }) },
      ...(payload && { payload }),
    });
  return { ask, isWished: () => isSuppressed(deps.db, testSecret, email, [scope]) };
}

const oneClick = {
  "multipart/form-data; boundary=x": '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n',
  "application/x-www-form-urlencoded": "List-Unsubscribe=One-Click",
};

test.each(Object.entries(oneClick))("[RFC 8058] a mail program's %s ends the mails at once, without a cookie", async (type, payload) => {
  const { ask, isWished } = aLink();
  expect((await ask("POST", type, payload)).statusCode).toBe(200);
  expect(await isWished()).toBe(true);
  expect((await ask("POST", type, payload)).statusCode).toBe(200);
});

test("looking at the page, as scanners do, changes nothing; its button does", async () => {
  const { ask, isWished } = aLink();
  expect((await ask("GET")).body).toContain('<form method="post">');
  await ask("HEAD");
  expect(await isWished()).toBe(false);

  await ask("POST", "application/x-www-form-urlencoded");
  expect(await isWished()).toBe(true);
});

test("a token that was tampered with is nobody's wish", () => {
  const token = unsubscribeToken(testSecret, "ada@example.org", eventScope(randomUUID()));
  const claim = readUnsubscribeToken(testSecret, token);
  fc.assert(
    fc.property(fc.nat(token.length - 1), fc.constantFrom(..."AZaz09-_."), (at, letter) => {
      fc.pre(token[at] !== letter);
      const read = readUnsubscribeToken(testSecret, token.slice(0, at) + letter + token.slice(at + 1));
      expect([null, claim]).toContainEqual(read); // base64 has spare bits, which say nothing
    }),
  );
  expect(readUnsubscribeToken("another secret", token)).toBeNull();
});

test("an address is remembered so that nobody can read it back", async () => {
  const { ask } = aLink();
  await ask("POST", "application/x-www-form-urlencoded", "List-Unsubscribe=One-Click");
  const kept = await sql`select * from suppressions`.execute(deps.db);
  expect(JSON.stringify(kept.rows)).not.toContain("example.org");
});
