import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { testApp, testSecret, testUrl } from "../testing/test-app.ts";
import { CALENDAR_ENTRIES, eventScope, isSuppressed, readUnsubscribeToken, routineScope, unsubscribeToken } from "./suppression.ts";

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
  const press = (choice: string) => ask("POST", "application/x-www-form-urlencoded", `wish=${choice}`);
  const received = async () => {
    const gets = async (...scopes: string[]) => !(await isSuppressed(deps.db, testSecret, email, scopes));
    return { changes: await gets(scope), routine: await gets(scope, routineScope(eventId)) };
  };
  return { ask, press, received, isUnsubscribed: () => isSuppressed(deps.db, testSecret, email, [scope]) };
}

const oneClick = {
  "multipart/form-data; boundary=x": '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n',
  "application/x-www-form-urlencoded": "List-Unsubscribe=One-Click",
};

test.each(Object.entries(oneClick))("[RFC 8058] an email program's %s unsubscribes at once, without a cookie", async (type, payload) => {
  const { ask, isUnsubscribed } = aLink();
  expect((await ask("POST", type, payload)).statusCode).toBe(200);
  expect(await isUnsubscribed()).toBe(true);
  expect((await ask("POST", type, payload)).statusCode).toBe(200);
});

test("opening the page, as scanners do, changes nothing; its button does", async () => {
  const { ask, isUnsubscribed } = aLink();
  expect((await ask("GET")).body).toContain('<form method="post">');
  await ask("HEAD");
  expect(await isUnsubscribed()).toBe(false);

  await ask("POST", "application/x-www-form-urlencoded");
  expect(await isUnsubscribed()).toBe(true);
});

test("a token that was tampered with is invalid", () => {
  const token = unsubscribeToken(testSecret, "ada@example.org", eventScope(randomUUID()));
  const claim = readUnsubscribeToken(testSecret, token);
  fc.assert(
    fc.property(fc.nat(token.length - 1), fc.constantFrom(..."AZaz09-_."), (at, character) => {
      fc.pre(token[at] !== character);
      const read = readUnsubscribeToken(testSecret, token.slice(0, at) + character + token.slice(at + 1));
      expect([null, claim]).toContainEqual(read); // base64 has spare bits, which say nothing
    }),
  );
  expect(readUnsubscribeToken("another secret", token)).toBeNull();
});

test("addresses are stored as hashes that cannot be reversed", async () => {
  const { ask } = aLink();
  await ask("POST", "application/x-www-form-urlencoded", "List-Unsubscribe=One-Click");
  const kept = await sql`select * from suppressions`.execute(deps.db);
  expect(JSON.stringify(kept.rows)).not.toContain("example.org");
});

test("whoever chooses only changes and cancellations gets nothing else, whatever they chose before", async () => {
  const { press, received } = aLink();
  await press("routine");
  expect(await received()).toEqual({ changes: true, routine: false });
  await press("all");
  expect(await received()).toEqual({ changes: false, routine: false });
  await press("routine");
  expect(await received()).toEqual({ changes: true, routine: false });
});

// The field keeps its name: a page of one version may be answered by another.
test.each(["all", "routine"])("%s can be undone on the page that confirms it", async (choice) => {
  const { press, received } = aLink();
  expect((await press(choice)).body).toContain('name="wish" value="none"');
  expect((await press("none")).body).toContain("again");
  expect(await received()).toEqual({ changes: true, routine: true });
});

test("an unknown choice unsubscribes from everything: an unsubscription must never be lost", async () => {
  const { press, received } = aLink();
  await press("nonsense");
  expect(await received()).toEqual({ changes: false, routine: false });
});

test("whoever wants no entries for calendars goes on getting emails, and can undo it; an email program's click changes nothing of it", async () => {
  const { ask, press, received } = aLink();
  expect((await ask("GET")).body).toContain('name="wish" value="noEntries"');
  const wanted = async () => (await sql`select 1 from suppressions where scope = ${CALENDAR_ENTRIES}`.execute(deps.db)).rows.length;
  expect((await press("noEntries")).body).toContain('name="wish" value="entries"');
  expect([await wanted(), await received()]).toEqual([1, { changes: true, routine: true }]);
  await ask("POST", "application/x-www-form-urlencoded", "List-Unsubscribe=One-Click");
  expect([await wanted(), await received()]).toEqual([1, { changes: false, routine: false }]);
  expect((await press("entries")).body).toContain("again");
  expect([await wanted(), await received()]).toEqual([0, { changes: false, routine: false }]);
});
