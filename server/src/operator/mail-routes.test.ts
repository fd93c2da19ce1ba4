import { createSocket } from "node:dgram";
import { once } from "node:events";
import { randomUUID } from "node:crypto";
import type { Deliverability } from "@turnout/contract/deliverability";
import { MAX_SUPPRESSION_ROWS, type Suppression } from "@turnout/contract/suppressions";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { createAccount } from "../accounts/accounts.ts";
import { hashPassword } from "../accounts/password-hash.ts";
import { aDnsServer, skips } from "../mail/deliverability/dns-server.test-support.ts";
import { addressHash, eventScope, isSuppressed, suppress } from "../mail/suppression.ts";
import { afterFile } from "../testing/after-file.ts";
import { testApp, testSecret, testUrl } from "../testing/test-app.ts";

const email = "olga@people.test";
const password = "tangerine-kayak-7";
const settings = { operators: new Set([email]), smtpUrl: "smtp://127.0.0.1:1", mailFrom: "Turnout <hello@good.example>" };
const dnsServers = skips ? [] : [await aDnsServer()];
const app = await testApp({ ...settings, dnsServers });
const { db } = app.deps;
const headers = { host: new URL(testUrl).host, origin: testUrl };

const olga = (await db
  .transaction()
  .execute(async (tx) => createAccount(tx, { name: "Olga", email, locale: "en", passwordHash: await hashPassword(password) })))!;
const signedIn = await app.server.inject({ method: "POST", url: "/api/auth/sign-in", headers, payload: { email, password } });
const cookie = String(signedIn.headers["set-cookie"]).split(";")[0]!;
await sql`insert into passkeys (id, user_id, credential_id, public_key, counter, transports, name, created_at)
  values (gen_random_uuid(), ${olga}, 'olga', '\\x00', 0, '{}', 'Phone', now())`.execute(db);
await sql`update sessions set passkey_at = now() where user_id = ${olga}`.execute(db);

async function ask<Body>(method: "GET" | "POST" | "PUT" | "DELETE", url: string, payload?: object, { server } = app) {
  const reply = await server.inject({ method, url, headers: { ...headers, cookie }, ...(payload && { payload }) });
  return { status: reply.statusCode, body: JSON.parse(reply.body) as Body };
}

const check = (asked: object, at = app) => ask<Deliverability>("POST", "/api/operator/deliverability-checks", asked, at);

describe.skipIf(skips)("what receivers look at, by a real DNS server", () => {
  test("is found for the settings and what the operator names besides", async () => {
    const { status, body } = await check({ servers: ["mail.example"], selectors: ["s1"] });
    expect(status).toBe(200);
    expect(body).toMatchObject({ from: "hello@good.example", servers: ["mail.example"], hasMailServer: true });
    expect(body.findings.map(({ about, code }) => [about, code])).toEqual([
      ["MX", "mx_good"],
      ["SPF", "spf_good"],
      ["DKIM", "dkim_good"],
      ["DMARC", "dmarc_good"],
      ["PTR", "reverse_good"],
    ]);
  });

  test("has the record to add, and what nobody has said is not guessed", async () => {
    const { body } = await check({ servers: ["2001:db9::1"], selectors: [] });
    expect(body.findings.find(({ about }) => about === "SPF")).toMatchObject({
      verdict: "wrong",
      facts: { server: "2001:db9::1" },
      add: 'good.example. IN TXT "v=spf1 ip6:2001:db9::1 ip4:192.0.2.1 -all"',
    });
    expect(body.findings.find(({ about }) => about === "DKIM")).toMatchObject({ name: null, code: "dkim_unsaid" });
    // Where SMTP_URL is this machine, mail leaves from somewhere else.
    expect((await check({ servers: [], selectors: [] })).body).toMatchObject({ servers: [] });
  });
});

test("what is no server, and too many of them, are refused", async () => {
  for (const servers of [["good example"], ["-"], ["1.2.3"], ["mail.example:25"], Array(6).fill("mail.example")])
    expect((await check({ servers, selectors: [] })).status, String(servers)).toBe(400);
  expect((await check({ servers: [], selectors: ["a b"] })).status).toBe(400);
});

test("where DNS says nothing, that is said in time", async () => {
  const silent = createSocket("udp4").bind(0, "127.0.0.1");
  await once(silent, "listening");
  afterFile(() => void silent.close());
  const at = await testApp({
    ...settings,
    database: { db, url: "", embedded: false, close: async () => {} },
    dnsServers: [`127.0.0.1:${silent.address().port}`],
  });
  const { status, body } = await check({ servers: ["mail.example"], selectors: ["s1"] }, at);
  expect(status).toBe(200);
  expect(new Set(body.findings.map(({ code }) => code))).toEqual(new Set(["no_answer", "no_answer_for_server"]));
});

type Page = { rows: Suppression[]; next: string | null };
const list = async (query = "") => (await ask<Page>("GET", `/api/operator/suppressions${query}`)).body;
const actions = async () => {
  const { rows } = await sql<{ action: string; event_id: string | null; actor_id: string | null }>`
    select action, event_id, actor_id from audit where action like 'suppression%' order by id`.execute(db);
  return rows.map(({ action, actor_id }) => [action, actor_id]);
};

describe("suppressions", () => {
  const event = randomUUID();
  const day = (n: number) => new Date(Date.UTC(2026, 0, n));

  test("are found by address in any spelling, with reason, kind and date", async () => {
    const hash = addressHash(testSecret, "grace@people.test");
    await suppress(db, { hash, scope: "guests", reason: "bounced", since: day(2) });
    await suppress(db, { hash, scope: eventScope(event), reason: "complained", since: day(1) });
    await suppress(db, { hash: addressHash(testSecret, email), scope: "digests", since: day(3) });
    const { rows } = await list("?email=%20Grace@PEOPLE.test");
    expect(rows).toMatchObject([
      { kind: "guests", reason: "bounced", eventId: null, since: day(2).toISOString() },
      { kind: "event", reason: "complained", eventId: event, since: day(1).toISOString() },
    ]);
    expect((await list()).rows.map((row) => row.email)).toEqual([email, null, null]);
    expect((await list("?email=nobody@people.test")).rows).toEqual([]);
  });

  test("are listed in pages without a hole, also where many began at once", async () => {
    const hashes = Array.from({ length: MAX_SUPPRESSION_ROWS * 2 }, (_one, n) => addressHash(testSecret, `many-${n}@people.test`));
    for (const hash of hashes) await suppress(db, { hash, scope: "invitations", since: day(5) });
    const seen: string[] = [];
    for (let after: string | null = ""; after !== null;) {
      const page: Page = await list(after && `?after=${after}`);
      expect(page.rows.length).toBeLessThanOrEqual(MAX_SUPPRESSION_ROWS);
      seen.push(...page.rows.map(({ id }) => id));
      after = page.next;
    }
    expect(seen).toHaveLength(hashes.length + 3);
    expect(new Set(seen).size).toBe(seen.length);
  });

  test("are lifted and put back as they were, each time with an audit entry", async () => {
    const before = (await list("?email=grace@people.test")).rows;
    const { id } = before[1]!;
    const done = await actions();
    const isHeld = async () => isSuppressed(db, testSecret, "grace@people.test", [eventScope(event)]);
    expect(await isHeld()).toBe(true);
    const was = { reason: "complained", since: day(1).toISOString() };
    expect(await ask("DELETE", `/api/operator/suppressions/${id}`)).toEqual({ status: 200, body: { lifted: was } });
    expect(await isHeld()).toBe(false);
    expect(await ask("DELETE", `/api/operator/suppressions/${id}`), "lifted by two at once").toEqual({
      status: 200,
      body: { lifted: null },
    });
    expect((await ask("PUT", `/api/operator/suppressions/${id}`, was)).status).toBe(200);
    expect((await list("?email=grace@people.test")).rows).toEqual(before);
    expect((await actions()).slice(done.length)).toEqual([
      ["suppression.removed", olga],
      ["suppression.restored", olga],
      ["suppressions.read", olga],
    ]);
  });

  test("that nobody can have are refused, and nothing is noted", async () => {
    const done = await actions();
    const hash = "a".repeat(64);
    for (const id of [
      "x",
      "guests",
      hash,
      `${hash}.guests.x`,
      `${hash}.everything`,
      `${hash}.event`,
      `${hash}.event:1`,
      `${"A".repeat(64)}.guests`,
    ]) {
      expect((await ask("DELETE", `/api/operator/suppressions/${id}`)).status).toBe(400);
      expect((await ask("PUT", `/api/operator/suppressions/${id}`, { reason: "bounced", since: day(1).toISOString() })).status).toBe(400);
      expect((await ask("GET", `/api/operator/suppressions?after=1.${id}`)).status).toBe(400);
    }
    expect(await actions()).toEqual(done);
  });
});
