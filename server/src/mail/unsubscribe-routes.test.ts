import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { testApp, testSecret, testUrl } from "../testing/test-app.ts";
import { eventScope, isSuppressed, readUnsubscribeToken, routineScope, unsubscribeToken } from "./suppression.ts";

const { server, deps } = await testApp();
const { host } = new URL(testUrl);

function aLink() {
  const [email, eventId] = [`${randomUUID()}@example.org`, randomUUID()];
  const scope = eventScope(eventId);
  const ask = (method: "GET" | "HEAD" | "POST", type?: string, payload?: string) =>
    server.inject({
      method,
      url: `/unsubscribe/${unsubscribeToken(testSecret, email, scope)}`,
      headers: { host, ...(type && { "content-type": type, origin: "https://mail.example" }) },
      ...(payload && { payload }),
    });
  const press = (wish: string) => ask("POST", "application/x-www-form-urlencoded", `wish=${wish}`);
  const wishes = async () => {
    const hears = async (...scopes: string[]) => !(await isSuppressed(deps.db, testSecret, email, scopes));
    return { changes: await hears(scope), routine: await hears(scope, routineScope(eventId)) };
  };
  return { ask, press, wishes, isWished: () => isSuppressed(deps.db, testSecret, email, [scope]) };
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

test("who only wants to know of moves and cancellations hears of nothing else, whatever was pressed before", async () => {
  const { press, wishes } = aLink();
  await press("routine");
  expect(await wishes()).toEqual({ changes: true, routine: false });
  await press("all");
  expect(await wishes()).toEqual({ changes: false, routine: false });
  await press("routine");
  expect(await wishes()).toEqual({ changes: true, routine: false });
});

test.each(["all", "routine"])("%s can be taken back on the page that confirms it", async (wish) => {
  const { press, wishes } = aLink();
  expect((await press(wish)).body).toContain('name="wish" value="none"');
  expect((await press("none")).body).toContain("again");
  expect(await wishes()).toEqual({ changes: true, routine: true });
});

test("a wish that nobody knows ends the mails: an unsubscription must never be lost", async () => {
  const { press, wishes } = aLink();
  await press("nonsense");
  expect(await wishes()).toEqual({ changes: false, routine: false });
});
